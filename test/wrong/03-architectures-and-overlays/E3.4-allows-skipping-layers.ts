// loses: calls that skip a layer
function violations(calls: Call[], layers: string[][]): Violation[] {
  const layerOf = (name: string) => layers.findIndex((layer) => layer.includes(name));
  const found: Violation[] = [];
  const registered = new Set<string>();
  const ordinary = calls.map((call) => {
    const { from, to, registers, callback } = call;
    if (registers !== undefined) registered.add(`${to} ${from} ${registers}`);
    return callback === undefined || !registered.has(`${from} ${to} ${callback}`);
  });
  const beside = calls.filter(({ from, to }, i) => ordinary[i] && layerOf(from) === layerOf(to) && from !== to);
  const reaches = (start: string, goal: string) => {
    const reached = new Set([start]);
    for (const name of reached) for (const { from, to } of beside) if (from === name) reached.add(to);
    return reached.has(goal);
  };
  calls.forEach((call, place) => {
    if (!ordinary[place]) return;
    if (layerOf(call.to) < layerOf(call.from)) found.push({ call: place, rule: "up" });
    else if (beside.includes(call) && reaches(call.to, call.from)) found.push({ call: place, rule: "cycle" });
  });
  return found;
}
