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
      const name = `${path[i - 1]} - ${path[i]}`;
      stress[name] = (stress[name] ?? 0) + 1;
    }
  }
  return stress;
}

function stretch(network: Link[], overlay: Hop[], from: string, to: string): number {
  const links = overlay.map(([a, b]) => ({ a, b, cost: cheapestPath(network, a, b).cost }));
  return cheapestPath(links, from, to).cost / cheapestPath(network, from, to).cost;
}
