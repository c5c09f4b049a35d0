// loses: callbacks are legal once registered, by this name and with this component; others are not
function violations(calls: Call[], layers: string[][]): Violation[] {
  const layerOf = (name: string) => layers.findIndex((layer) => layer.includes(name));
  const found: Violation[] = [];
  const beside = calls.filter(({ from, to }) => layerOf(from) === layerOf(to) && from !== to);
  const reaches = (start: string, goal: string) => {
    const reached = new Set([start]);
    for (const name of reached) for (const { from, to } of beside) if (from === name) reached.add(to);
    return reached.has(goal);
  };
  calls.forEach(({ from, to }, call) => {
    const down = layerOf(to) - layerOf(from);
    if (down < 0) found.push({ call, rule: "up" });
    else if (down > 1) found.push({ call, rule: "skip" });
    else if (down === 0 && from !== to && reaches(to, from)) found.push({ call, rule: "cycle" });
  });
  return found;
}
