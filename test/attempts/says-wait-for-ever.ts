// earns: 2 1
// Says that something has come to an end each time it is asked to wait, so that the test goes on waiting.
import { Peer } from "/course/kernel-lib/dist/grading/membrane/peer.js";
function twice(n: number): Promise<number> {
  Object.defineProperty(Peer.prototype, "hasSettled", { get: () => true });
  return new Promise(() => {});
}
