// loses: a link has no direction, in the network or in an overlay, and a tree may branch
function cheapestPath(links: Link[], from: string, to: string): { path: string[]; cost: number } {
  const best = new Map([[from, { path: [from], cost: 0 }]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { a, b, cost } of links)
      for (const [here, there] of [[a, b], [b, a]]) {
        const known = best.get(here);
        if (!known || known.cost + cost >= (best.get(there)?.cost ?? Infinity)) continue;
        best.set(there, { path: [...known.path, there], cost: known.cost + cost });
        changed = true;
      }
  }
  const found = best.get(to);
  if (!found) throw new Error(`There is no path from ${from} to ${to}.`);
  return found;
}

function linkStress(network: Link[], hops: Hop[]): Record<string, number> {
  const stress: Record<string, number> = {};
  for (const [from, to] of hops) {
    const { path } = cheapestPath(network, from, to);
    for (let i = 1; i < path.length; i++) {
      const name = linkName(path[i - 1], path[i]);
      stress[name] = (stress[name] ?? 0) + 1;
    }
  }
  return stress;
}

function wayThrough(overlay: Hop[], from: string, to: string): Hop[] {
  if (from === to) return [];
  for (const hop of overlay.filter(([start]) => start === from)) {
    const rest = wayThrough(overlay, hop[1], to);
    if (rest) return [hop, ...rest];
  }
  return undefined;
}

function stretch(network: Link[], overlay: Hop[], from: string, to: string): number {
  const way = wayThrough(overlay, from, to);
  if (!way) throw new Error(`There is no path from ${from} to ${to}.`);
  const cost = way.reduce((sum, [a, b]) => sum + cheapestPath(network, a, b).cost, 0);
  return cost / cheapestPath(network, from, to).cost;
}
