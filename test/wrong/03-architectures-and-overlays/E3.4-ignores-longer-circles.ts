// loses: circles of two, three or four, and calls that lead into one, out of one, or to oneself
function violations(calls: Call[], layers: string[][]): Violation[] {
  const layerOf = (name: string) => layers.findIndex((layer) => layer.includes(name));
  const found: Violation[] = [];
  const registered = new Set<string>();
  calls.forEach((call, place) => {
    const { from, to, registers, callback } = call;
    if (registers !== undefined) registered.add(`${to} ${from} ${registers}`);
    if (callback !== undefined && registered.has(`${from} ${to} ${callback}`)) return;
    const down = layerOf(to) - layerOf(from);
    const isAnswered = calls.some((other) => other.from === to && other.to === from && other.callback === undefined);
    if (down < 0) found.push({ call: place, rule: "up" });
    else if (down > 1) found.push({ call: place, rule: "skip" });
    else if (down === 0 && from !== to && isAnswered) found.push({ call: place, rule: "cycle" });
  });
  return found;
}
