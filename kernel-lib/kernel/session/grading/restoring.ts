// While a submission is marked, its cells outlive the process that ran them: in a new one they run again, except those that may have ended it.
import type { ToExecutor } from "../../thread.js";
import { isGiven } from "./record.js";

interface Cell {
  readonly code: string;
  readonly count: number;
}

export class Restoring {
  #cells: Cell[] = [];
  #isLost = false;
  #number = 0;
  #running: { id: string; end(isAlive: boolean): void } | undefined;

  constructor(private readonly post: (message: ToExecutor) => void) {}

  /** The cell came to its end. */
  keep(code: string, count: number): void {
    this.#cells.push({ code, count });
  }

  /** A new process has none of the variables. `isKnown`: the cell that ended the old one is known, and is none of those kept. */
  lost(isKnown: boolean): void {
    this.#isLost = true;
    const running = this.#running;
    this.#running = undefined;
    if (running) running.end(false);
    else if (!isKnown) this.#dropLatest();
  }

  /** A cell has ended; true if it was one that ran again. */
  ended(id: string): boolean {
    if (this.#running?.id !== id) return false;
    const { end } = this.#running;
    this.#running = undefined;
    end(true);
    return true;
  }

  /** Brings the variables back where they were lost. */
  async restore(): Promise<void> {
    while (this.#isLost) {
      this.#isLost = false;
      for (const cell of this.#cells) {
        if (await this.#again(cell)) continue;
        this.#cells = this.#cells.filter((other) => other !== cell);
        break;
      }
    }
  }

  /** What ended the process was left behind by some cell of the student's: most likely by the latest. */
  #dropLatest(): void {
    const latest = this.#cells.findLast(({ code }) => !isGiven(code));
    this.#cells = this.#cells.filter((cell) => cell !== latest);
  }

  #again({ code, count }: Cell): Promise<boolean> {
    const id = `again-${++this.#number}`;
    return new Promise((end) => {
      this.#running = { id, end };
      this.post({ type: "execute", cell: id, count, code, silent: true, expressions: {} });
    });
  }
}
