function violations(calls: Call[], layers: string[][]): Violation[] {
  const layerOf: Record<string, number> = {};
  layers.forEach((layer, depth) => layer.forEach((name) => (layerOf[name] = depth)));

  const registered = new Set<string>();
  const legal = calls.map(({ from, to, registers, callback }) => {
    const isLegal = callback !== undefined && registered.has(`${from}|${to}|${callback}`);
    if (registers !== undefined) registered.add(`${to}|${from}|${registers}`);
    return isLegal;
  });

  const next: Record<string, string[]> = {};
  calls.forEach(({ from, to }, i) => {
    if (!legal[i] && from !== to && layerOf[from] === layerOf[to]) (next[from] ??= []).push(to);
  });
  const leadsTo = (at: string, goal: string, seen: string[]): boolean =>
    at === goal || (next[at] ?? []).some((to) => !seen.includes(to) && leadsTo(to, goal, [...seen, to]));

  const found: Violation[] = [];
  calls.forEach(({ from, to }, call) => {
    if (legal[call]) return;
    const down = layerOf[to] - layerOf[from];
    if (down < 0) found.push({ call, rule: "up" });
    if (down > 1) found.push({ call, rule: "skip" });
    if (down === 0 && from !== to && leadsTo(to, from, [to])) found.push({ call, rule: "cycle" });
  });
  return found;
}
