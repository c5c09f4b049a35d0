// While a submission is marked, its cells outlive the process that ran them: in a new one they run again, except those that may have ended it.
import { isGiven } from "./record.js";

interface Cell {
  readonly code: string;
  readonly count: number;
}

export class Restoring {
  #cells: Cell[] = [];
  #isLost = false;
  #isRunning = false;

  /** `again` runs a cell silently; false where the process ended with it. */
  constructor(private readonly again: (cell: Cell) => Promise<boolean>) {}

  /** The cell came to its end. */
  keep(code: string, count: number): void {
    this.#cells.push({ code, count });
  }

  /** A new process has none of the variables. `isKnown`: the cell that ended the old one is known, and is none of those kept. */
  lost(isKnown: boolean): void {
    this.#isLost = true;
    if (!this.#isRunning && !isKnown) this.#dropLatest();
  }

  /** Brings the variables back where they were lost. */
  async restore(): Promise<void> {
    while (this.#isLost) {
      this.#isLost = false;
      for (const cell of this.#cells) {
        this.#isRunning = true;
        const isAlive = await this.again(cell);
        this.#isRunning = false;
        if (isAlive) continue;
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
}
