// What a press of the interrupt button does in the process that runs cells: ask, then terminate the code, then give the process up.
import type { Phase } from "../thread.js";
import { isRestricted } from "./noted.js";
import { terminate } from "./terminate.js";

const idle: Phase = 0;

/** Ticks of `tick` ms: a machine under load ticks slower, and so has more patience with the cell. */
const patience = { terminate: 3, end: 8 };
const tick = 100;

export class Press {
  private timer: NodeJS.Timeout | undefined;
  private waiting = false;
  /** Ticks since the press in which nobody looked at the flag, and in which the cell still ran. */
  private unseen = 0;
  private running = 0;

  constructor(
    private readonly flag: Int32Array,
    /** Called when the cell reacts to nothing. */
    private readonly giveUp: () => void,
  ) {}

  /**
   * Loops see the flag, waits end by message. What reacts to neither is terminated, or else ended with its process. `waiting` says
   * whether somebody waits for a cell to end.
   */
  press(waiting: boolean): void {
    Atomics.store(this.flag, 0, 1);
    this.waiting = waiting;
    this.unseen = 0;
    this.running = 0;
    this.timer ??= setInterval(() => this.look(), tick);
  }

  /** A cell begins or has ended: a press that was for the one before has nothing more to do. */
  calm(): void {
    Atomics.compareExchange(this.flag, 0, 1, 0);
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    const isSeen = Atomics.load(this.flag, 0) !== 1;
    if (isSeen && !this.waiting) return this.calm();
    if (!isSeen && ++this.unseen === patience.terminate && !isRestricted()) terminate();
    // Before the student's code runs there is nothing to stop: the flag stops it where it begins.
    if (Atomics.load(this.flag, 1) !== idle && ++this.running === patience.end) this.giveUp();
  }
}
