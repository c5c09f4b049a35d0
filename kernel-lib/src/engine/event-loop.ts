// Turns of the event loop: code that waits for microtasks takes one, and long computations let output and interrupts
// through.

const EVERY_MS = 50;

/** Resolves in the next turn of the event loop, when all microtasks have run. */
export function nextTurn(): Promise<void> {
  return new Promise(typeof setImmediate === "function" ? (resolve) => setImmediate(resolve) : afterMessage);
}

/** A page has no setImmediate, and its timers are held up. */
function afterMessage(resolve: () => void): void {
  const { port1, port2 } = new MessageChannel();
  Object.assign(port1, {
    onmessage() {
      port1.close();
      resolve();
    },
  });
  port2.postMessage(undefined);
}

/** For a long computation that shares its thread: lets other work happen about every 50 ms. */
export class TurnTaker {
  #last = performance.now();

  /** A turn of the event loop, if one is due. */
  breathe(): Promise<void> | undefined {
    return performance.now() - this.#last < EVERY_MS ? undefined : this.#turn();
  }

  async #turn(): Promise<void> {
    await nextTurn();
    this.#last = performance.now();
  }
}
