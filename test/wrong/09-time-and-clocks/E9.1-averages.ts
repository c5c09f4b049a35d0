// loses: of several probes the shortest round trip counts, wherever it is, also if it is odd
function sync(probes: Probe[], min: number): Estimate | undefined {
  const possible = probes.filter(({ sent, received }) => received - sent >= 2 * min);
  if (possible.length === 0) return undefined;
  const mean = (of: (probe: Probe) => number) =>
    possible.reduce((sum, probe) => sum + of(probe), 0) / possible.length;
  return {
    offset: mean(({ sent, server, received }) => server + (received - sent) / 2 - received),
    error: mean(({ sent, received }) => (received - sent) / 2) - min,
  };
}
