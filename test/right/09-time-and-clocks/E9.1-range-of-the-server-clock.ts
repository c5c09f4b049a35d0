// Computes the range in which the offset can be; the narrowest one is the best.
function sync(probes: Probe[], min: number): Estimate | undefined {
  let best: { low: number; high: number } | undefined;
  for (const { sent, server, received } of probes) {
    const low = server + min - received;
    const high = server - min - sent;
    if (high < low) continue;
    if (best === undefined || high - low < best.high - best.low) best = { low, high };
  }
  return best && { offset: (best.low + best.high) / 2, error: (best.high - best.low) / 2 };
}
