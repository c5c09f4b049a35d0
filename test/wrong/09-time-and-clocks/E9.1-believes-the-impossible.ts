// loses: impossible probes are ignored, and without any other there is no answer
function sync(probes: Probe[], min: number): Estimate | undefined {
  if (probes.length === 0) return undefined;
  const trip = (probe: Probe) => probe.received - probe.sent;
  const best = probes.reduce((a, b) => (trip(b) < trip(a) ? b : a));
  return { offset: best.server + trip(best) / 2 - best.received, error: trip(best) / 2 - min };
}
