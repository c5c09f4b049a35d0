// What a press of the interrupt button does in the process that runs cells: ask, then signal, then give the process up.
import type { Phase } from "../thread.js";

const idle: Phase = 0;
const direct: Phase = 1;

/** Ticks of `tick` ms: a machine under load ticks slower, and so has more patience with the cell. */
const patience = { signal: 3, end: 8 };
const tick = 100;

export class Press {
  private timer: NodeJS.Timeout | undefined;
  private ticks = 0;

  constructor(
    private readonly flag: Int32Array,
    /** Called when the cell reacts to nothing. */
    private readonly giveUp: () => void,
  ) {
    surviveSignal();
  }

  /** Loops see the flag, waits end by message. What reacts to neither is sent SIGINT, and then ended with its process. */
  press(waiting: boolean): void {
    Atomics.store(this.flag, 0, 1);
    if (!waiting) return;
    this.ticks = 0;
    this.timer ??= setInterval(() => this.look(), tick);
  }

  /** A cell begins or has ended: a press that was for the one before has nothing more to do. */
  calm(): void {
    Atomics.compareExchange(this.flag, 0, 1, 0);
    clearInterval(this.timer);
    this.timer = undefined;
    surviveSignal();
  }

  private look(): void {
    const phase = Atomics.load(this.flag, 1);
    // Before the student's code runs there is nothing to stop: the flag stops it where it begins.
    if (phase === idle) return;
    this.ticks++;
    // Breaks V8 out of a regular expression or `Atomics.wait`, which reach no loop head. Windows has no such signal.
    if (this.ticks === patience.signal && phase === direct && process.platform !== "win32")
      process.kill(process.pid, "SIGINT");
    if (this.ticks === patience.end) this.giveUp();
  }
}

/** While V8 listens to SIGINT for a cell, Node's own handling is off, and it stays off until a listener is added again. */
function surviveSignal(): void {
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", () => {});
}
