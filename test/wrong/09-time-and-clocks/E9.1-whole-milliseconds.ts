// loses: of several probes the shortest round trip counts, wherever it is, also if it is odd
function sync(probes: Probe[], min: number): Estimate | undefined {
  const possible = probes
    .map(({ sent, server, received }) => ({ server, received, trip: received - sent }))
    .filter(({ trip }) => trip >= 2 * min)
    .sort((a, b) => a.trip - b.trip);
  if (possible.length === 0) return undefined;
  const { server, received, trip } = possible[0];
  return { offset: server + Math.floor(trip / 2) - received, error: Math.ceil(trip / 2) - min };
}
