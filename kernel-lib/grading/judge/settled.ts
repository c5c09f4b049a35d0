// Waits for what a test has begun. While nothing runs here, answers that promised something are given the turn; where
// nothing is left that could bring about the end, the wait is over at once, whatever the clock says.
import type { Peer } from "../membrane/peer.js";

export async function settled<T>(peer: Peer, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  for (let idle = 0; ; ) {
    await new Promise((resolve) => setImmediate(resolve));
    if (isOver) return work;
    if (process.getActiveResourcesInfo().some((kind) => kind === "Immediate" || kind === "Timeout")) continue;
    if (peer.open > 0 && peer.ask(["wait"]) === true) idle = 0;
    else if (++idle > 3) throw new Error("It waited for something that never came.");
  }
}
