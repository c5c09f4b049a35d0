// Quiet on several machines: nothing moves on any, and two rounds of counts agree that all that was sent was received
// (Mattern 1987, four counters).

export interface Counts {
  /** Nothing moves on this side, and no timer is set. */
  readonly quiet: boolean;
  /** Envelopes sent that were not lost, and envelopes received. */
  readonly sent: number;
  readonly received: number;
}

/** @returns how many were sent and received, if nothing is on its way; undefined if something may be */
export function evenCount(all: readonly (Counts | undefined)[]): number | undefined {
  if (!all.every((one) => one?.quiet === true)) return undefined;
  const [sent, received] = [total(all, "sent"), total(all, "received")];
  return sent === received ? sent : undefined;
}

function total(all: readonly (Counts | undefined)[], what: "sent" | "received"): number {
  return all.reduce((sum, one) => sum + Number(one?.[what] ?? 0), 0);
}
