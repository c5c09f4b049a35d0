// loses: circles of two, three or four, and calls that lead into one, out of one, or to oneself
function violations(calls: Call[], layers: string[][]): Violation[] {
  const layerOf = (name: string) => layers.findIndex((layer) => layer.includes(name));
  const down = ({ from, to }: Call) => layerOf(to) - layerOf(from);
  const isLegal = (call: Call, place: number) => call.callback !== undefined
    && calls.slice(0, place).some(({ from, to, registers }) =>
      registers === call.callback && from === call.to && to === call.from);
  const ordinary = calls.filter((call, place) => !isLegal(call, place));
  const beside = ordinary.filter((call) => down(call) === 0 && call.from !== call.to);
  const reaches = (start: string, goal: string) => {
    let reached = [start];
    // over one other, or none
    reached = [...reached, ...beside.filter(({ from }) => reached.includes(from)).map(({ to }) => to)];
    return reached.includes(goal);
  };
  return calls.flatMap((call, place) => {
    if (!ordinary.includes(call)) return [];
    if (down(call) < 0) return [{ call: place, rule: "up" as const }];
    if (down(call) > 1) return [{ call: place, rule: "skip" as const }];
    return beside.includes(call) && reaches(call.to, call.from) ? [{ call: place, rule: "cycle" as const }] : [];
  });
}
