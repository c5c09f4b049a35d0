// What a press of the interrupt button does in the process that runs cells: ask, then terminate the code, and give
// up the process only if that does not help. On a busy machine a thread that is not scheduled looks like one that does
// not react, so what counts is what the thread itself did: how long it computed, or that it sleeps. Where the system
// does not say, the process is given up only at a second press.
import { readFileSync } from "node:fs";
import { terminate } from "./terminate.js";
import { type Phase, slots } from "./thread.js";

const starting: Phase = 0;
const idle: Phase = 2;

const TICK_MS = 100;
/** Looks at a thread that sleeps, and processor time (ms) of one that computes, before its code is terminated. */
const ASK = { asleep: 3, computed: 50 };
/** The same after that, before the process is given up. */
const END = { asleep: 50, computed: 10_000 };
/** Looks between two attempts at terminating, and after a second press. */
const AGAIN = 10;

interface Seen {
  /** Consecutive looks in which the thread slept. */
  asleep: number;
  /** Its processor time (ms) at the first look. */
  since: number | undefined;
  looks: number;
}

const nothingSeen = (): Seen => ({ asleep: 0, since: undefined, looks: 0 });

export class InterruptEscalation {
  private timer: NodeJS.Timeout | undefined;
  private waiting = false;
  private presses = 0;
  private seen = nothingSeen();
  private isTerminated = false;

  constructor(
    private readonly flag: Int32Array,
    /** Called when the cell reacts to nothing. */
    private readonly giveUp: () => void,
  ) {}

  /**
   * Loops see the flag, waits end by message. `waiting` says whether a cell is expected to end, `presses` how
   * often the button was pressed for it.
   */
  press(waiting: boolean, presses: number): void {
    Atomics.store(this.flag, slots.interrupt, 1);
    this.waiting = waiting;
    this.presses = presses;
    this.seen = nothingSeen();
    if (presses <= 1) this.isTerminated = false;
    this.timer ??= setInterval(() => this.look(), TICK_MS);
  }

  /** A cell begins or has ended: a press meant for the previous one has nothing left to do. */
  calm(): void {
    Atomics.compareExchange(this.flag, slots.interrupt, 1, 0);
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    const phase = Atomics.load(this.flag, slots.phase);
    const isHeard = Atomics.load(this.flag, slots.interrupt) !== 1;
    const isOver = phase === idle;
    if (isHeard && !this.waiting) return this.calm();
    // Before the student's code runs there is nothing to stop: the flag stops it where it begins.
    if (phase === starting || (isHeard && isOver)) return;
    this.seen.looks++;
    const thread = stateOf(Atomics.load(this.flag, slots.thread));
    this.seen.asleep = thread?.asleep ? this.seen.asleep + 1 : 0;
    this.seen.since ??= thread?.computed;
    const computed = thread ? thread.computed - this.seen.since! : 0;
    const { looks, asleep } = this.seen;
    if (!this.isTerminated) {
      const mayAsk = thread ? asleep >= ASK.asleep || computed >= ASK.computed : looks >= AGAIN;
      if (mayAsk) this.terminate();
    } else if (!isOver && thread && (asleep >= END.asleep || computed >= END.computed)) this.giveUp();
    else if (this.presses > 1 && looks >= AGAIN) this.giveUp();
    else if (looks % AGAIN === 0) terminate();
  }

  private terminate(): void {
    // A cell that continues although it was asked, in code that checks no flag, is asked again.
    Atomics.store(this.flag, slots.interrupt, 1);
    terminate();
    this.isTerminated = true;
    this.seen = nothingSeen();
  }
}

/**
 * Whether a thread of this process sleeps, and how long (ms) it has computed; undefined if the system does not say.
 */
function stateOf(thread: number): { asleep: boolean; computed: number } | undefined {
  if (thread === 0) return undefined;
  try {
    const text = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
    // The name, in parentheses, may hold anything: state follows it, and eleven and twelve fields on user and system
    // time.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { asleep: fields[0] === "S", computed: (Number(fields[11]) + Number(fields[12])) * TICK_OF_CLOCK_MS };
  } catch {
    return undefined;
  }
}

/** Linux counts processor time in hundredths of a second for programs, whatever it does itself. */
const TICK_OF_CLOCK_MS = 10;
