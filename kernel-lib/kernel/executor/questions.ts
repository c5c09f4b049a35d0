// `prompt` and `confirm` in a cell: the question goes to the front end that ran the cell, and the cell's thread waits
// for the answer in shared memory, as in a browser. Where questions cannot be answered they return null, and say so
// once.
import type { FromExecutor } from "../messages.js";
import { interruptMessage, KeyboardInterrupt } from "./interrupt.js";

/** The answer: its state, its length in bytes, and UTF-8. */
const WAITING = 0;
const ANSWERED = 1;
const NOBODY = 2;
const HEAD = 8;
export const ANSWER_BYTES = 64 * 1024;

/** How often (ms) a waiting cell checks whether it should stop. */
const LOOK_MS = 50;

export class Questions {
  private canAsk = false;
  private isNoted = false;
  private cell = "";
  private readonly view: Int32Array;

  constructor(
    private readonly shared: SharedArrayBuffer,
    private readonly flag: Int32Array,
    private readonly send: (message: FromExecutor & { cell: string }) => void,
    private readonly print: (text: string) => void,
  ) {
    this.view = new Int32Array(shared, 0, 2);
    const define = (name: string, value: unknown) =>
      Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
    define("prompt", (question = "", preset?: string) => {
      const answer = this.ask(`${question}`);
      return answer === "" && preset !== undefined ? `${preset}` : answer;
    });
    define("confirm", (question = "") => {
      const answer = this.ask(`${question} (y/n)`);
      return answer === null ? null : /^\s*(y|yes|ja|j|true|1)\s*$/i.test(answer);
    });
  }

  /** A cell begins; `canAsk` says whether its questions can be answered. */
  begin(cell: string, canAsk: boolean): void {
    this.cell = cell;
    this.canAsk = canAsk;
  }

  private ask(question: string): string | null {
    if (!this.canAsk) {
      if (!this.isNoted) this.print("Questions cannot be answered here, so prompt and confirm return null.\n");
      this.isNoted = true;
      return null;
    }
    Atomics.store(this.view, 0, WAITING);
    this.send({ type: "ask", cell: this.cell, question });
    while (Atomics.wait(this.view, 0, WAITING, LOOK_MS) === "timed-out")
      if (Atomics.load(this.flag, 0) === 1) throw new KeyboardInterrupt(interruptMessage);
    if (Atomics.load(this.view, 0) === NOBODY) return null;
    const bytes = new Uint8Array(this.shared, HEAD, Atomics.load(this.view, 1));
    return new TextDecoder().decode(bytes.slice());
  }
}

/** Called on the other thread: hands over what was typed, or that there will be no answer. */
export function putAnswer(shared: SharedArrayBuffer, value: string | null): void {
  const view = new Int32Array(shared, 0, 2);
  const bytes = new TextEncoder().encode(value ?? "").subarray(0, ANSWER_BYTES - HEAD);
  new Uint8Array(shared, HEAD).set(bytes);
  Atomics.store(view, 1, bytes.length);
  Atomics.store(view, 0, value === null ? NOBODY : ANSWERED);
  Atomics.notify(view, 0);
}
