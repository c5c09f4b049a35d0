function cheapestPath(links: Link[], from: string, to: string): { way: Hop[]; cost: number } {
  const open = [{ at: from, way: [] as Hop[], cost: 0 }];
  const done = new Set<string>();
  while (open.length > 0) {
    open.sort((x, y) => x.cost - y.cost);
    const { at, way, cost } = open.shift();
    if (at === to) return { way, cost };
    if (done.has(at)) continue;
    done.add(at);
    for (const link of links) {
      if (link.a !== at && link.b !== at) continue;
      const next = link.a === at ? link.b : link.a;
      open.push({ at: next, way: [...way, [at, next]], cost: cost + link.cost });
    }
  }
  throw new Error(`${to} cannot be reached from ${from}.`);
}

function linkStress(network: Link[], hops: Hop[]): Record<string, number> {
  const used = hops.flatMap(([from, to]) => cheapestPath(network, from, to).way);
  const names = used.map(([a, b]) => linkName(a, b));
  return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((other) => other === name).length]));
}

function stretch(network: Link[], overlay: Hop[], from: string, to: string): number {
  const steps = overlay.map(([a, b]): Link => ({ a, b, cost: 1 }));
  let cost = 0;
  for (const [a, b] of cheapestPath(steps, from, to).way) cost += cheapestPath(network, a, b).cost;
  return cost / cheapestPath(network, from, to).cost;
}
