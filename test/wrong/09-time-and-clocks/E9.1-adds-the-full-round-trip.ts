// loses: of several probes the shortest round trip counts, wherever it is, also if it is odd
function sync(probes: Probe[], min: number): Estimate | undefined {
  const possible = probes.filter(({ sent, received }) => received - sent >= 2 * min);
  if (possible.length === 0) return undefined;
  const trip = (probe: Probe) => probe.received - probe.sent;
  const best = possible.reduce((a, b) => (trip(b) < trip(a) ? b : a));
  return { offset: best.server + trip(best) - best.received, error: trip(best) / 2 - min };
}
