// Consistent hashing: each node has many points on a ring, and a key belongs to the next point.
function owner(key: string, nodes: string[]): string {
  const at = hash(key);
  let nearest = Number.POSITIVE_INFINITY;
  let keeper = "";
  for (const node of [...nodes].sort())
    for (let point = 0; point < 200; point++) {
      const ahead = (place(node, point) - at + 2 ** 32) % 2 ** 32;
      if (ahead < nearest) [nearest, keeper] = [ahead, node];
    }
  return keeper;
}

const places = new Map<string, number>();
function place(node: string, point: number): number {
  const name = `${node}#${point}`;
  if (!places.has(name)) places.set(name, hash(name));
  return places.get(name)!;
}
