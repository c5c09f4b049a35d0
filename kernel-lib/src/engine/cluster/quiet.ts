// Quiet on several machines: nothing moves on any, and two rounds of counts agree that all that was sent was received
// (Mattern 1987, four counters).

export interface Counts {
  /** Nothing moves on this side, and no timer is set. */
  readonly quiet: boolean;
  /** Envelopes sent that were not lost, and envelopes received. */
  readonly sent: number;
  readonly received: number;
}

/** @param counts asks all sides, those that do not answer included */
export async function isQuiet(counts: () => Promise<readonly (Counts | undefined)[]>): Promise<boolean> {
  const first = evenCount(await counts());
  return first !== undefined && evenCount(await counts()) === first;
}

/** @returns how many were sent and received, if nothing is on its way; undefined if something may be */
function evenCount(all: readonly (Counts | undefined)[]): number | undefined {
  if (!all.every((one) => one?.quiet === true)) return undefined;
  const [sent, received] = [total(all, "sent"), total(all, "received")];
  return sent === received ? sent : undefined;
}

function total(all: readonly (Counts | undefined)[], what: "sent" | "received"): number {
  return all.reduce((sum, one) => sum + Number(one?.[what] ?? 0), 0);
}
