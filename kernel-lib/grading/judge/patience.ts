// How long a test may take. Processor time counts, not the clock, so that a busy machine costs nobody points; the clock only ends what
// computes nothing and never answers.
import { computedBy, descendantsOf } from "../sandbox/usage.js";

/** Seconds of processor time that answers may take for one test, and for all of a cell; a judge may take more. */
const TEST_S = 8;
const CELL_S = 30;
const JUDGE_FACTOR = 3;
const LOOK_MS = 50;
/** Looks in which nothing at all happens: a machine under load looks less often. */
const STILL_LOOKS = 400;
/** Where nobody can tell processor time. */
const CLOCK_FACTOR = 4;

export interface Late {
  /** Whether the judge itself is at fault, and not only the process of the answers. */
  readonly judge: boolean;
  readonly why: string;
}

export class Patience {
  #answers = 0;
  #judge = 0;
  #test = { answers: 0, judge: 0 };
  #last = new Map<number, number>();
  #still = 0;
  #stop = () => {};
  readonly #seconds: number;

  /** @param seconds of one test; tests of the judge set less */
  constructor(seconds = Number(process.env.VERTEILT_TEST_SECONDS) || TEST_S) {
    this.#seconds = seconds;
  }

  /** Seconds of processor time so far. */
  get used(): number {
    return (this.#answers + this.#judge) / 1000;
  }

  /** A test begins. */
  begin(): void {
    this.#test = { answers: this.#answers, judge: this.#judge };
    this.#still = 0;
  }

  /** Calls `late` as often as something has taken too long, until `stop`. @param pid of the judge's process */
  watch(pid: number, late: (late: Late) => void): void {
    let at = performance.now();
    this.#last = new Map([pid, ...descendantsOf(pid)].map((one) => [one, computedBy(one) ?? 0]));
    const timer = setInterval(() => {
      const passed = performance.now() - at;
      at = performance.now();
      const found = this.#look(pid, passed);
      if (!found) return;
      this.begin();
      late(found);
    }, LOOK_MS);
    this.#stop = () => {
      this.#look(pid, performance.now() - at);
      clearInterval(timer);
    };
  }

  stop(): void {
    this.#stop();
  }

  #look(pid: number, passed: number): Late | undefined {
    const judge = computedBy(pid);
    if (judge === undefined) this.#answers += passed / CLOCK_FACTOR;
    else {
      const since = this.#since(pid, judge);
      this.#judge += since;
      const answers = descendantsOf(pid).reduce((sum, one) => sum + this.#since(one, computedBy(one) ?? 0), 0);
      this.#answers += answers;
      this.#still = since + answers === 0 ? this.#still + 1 : 0;
    }
    const answers = this.#answers - this.#test.answers;
    const ours = this.#judge - this.#test.judge;
    const limit = this.#seconds * 1000;
    const loop = `It was not done after ${this.#seconds} s of computing. Does a loop never end?`;
    if (answers > limit) return { judge: false, why: loop };
    if (ours > JUDGE_FACTOR * limit) return { judge: true, why: loop };
    if (this.#answers > CELL_S * 1000 && answers > 0)
      return { judge: false, why: "There was no time left for this test: those before it took too long." };
    if (this.#still > STILL_LOOKS) return { judge: true, why: "It waited for something that never came." };
    return undefined;
  }

  #since(pid: number, computed: number): number {
    const last = this.#last.get(pid) ?? 0;
    this.#last.set(pid, computed);
    return Math.max(0, computed - last);
  }
}
