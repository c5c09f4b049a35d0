// Consistent hashing: each node has many points on a ring, and a key belongs to the next point.
function owner(key: string, nodes: string[]): string {
  const at = hash(key);
  let nearest = Number.POSITIVE_INFINITY;
  let keeper = "";
  for (const node of nodes)
    for (let point = 0; point < 100; point++) {
      const ahead = (hash(`${node}#${point}`) - at + 2 ** 32) % 2 ** 32;
      if (ahead < nearest) [nearest, keeper] = [ahead, node];
    }
  return keeper;
}
