// How long a test may take. Processor time counts, not the clock, so that a busy machine costs no points; the clock
// only ends what computes nothing and never answers.
import { descendantsOf, isAsleep, usageOf } from "../sandbox/usage.js";

/**
 * Seconds of processor time that answers may take for one test, in which a judge may take more, and both of them for
 * all of a submission.
 */
const TEST_S = 8;
const SUBMISSION_S = 30;
const JUDGE_FACTOR = 3;
const LOOK_MS = 50;
/**
 * Looks at which every thread waits for something, in one test and in all of a submission: a machine under load looks
 * less often.
 */
const ASLEEP_LOOKS = 60;
const ASLEEP_IN_ALL = 200;
/**
 * What a test gets when the submission has had its time: most need no more, and so an endless one costs the others
 * nothing. Asking all of a test cell's nodes again gets more.
 */
const REST_S = 0.5;
const REST_AGAIN_S = 4;
const REST_LOOKS = 10;
/** And what a test gets when all tests together have used up such a rest, too. */
const REST_IN_ALL_S = 8;
const REST_IN_ALL_LOOKS = 60;
const LEAST_S = 0.05;
const LEAST_LOOKS = 2;
/** Less than this, times the factor above, would not let a judge start. */
const LEAST_OF_JUDGE_S = 0.5;
/** Bytes of memory that answers may hold together, whatever each of their processes may. */
const MEMORY = 1_500_000_000;
/** Where processor time is not known. */
const CLOCK_FACTOR = 4;

export interface Late {
  /** Whether the judge itself is at fault, and not only the process of the answers. */
  readonly judge: boolean;
  readonly why: string;
}

/** What one submission may use up. */
export class Patience {
  #answers = 0;
  #judge = 0;
  #asleep = 0;
  #test = { answers: 0, judge: 0, asleep: 0 };
  #last = new Map<number, number>();
  #rest = REST_S;
  #stop = () => {};
  #seesAnswers = true;
  readonly #seconds: number;
  readonly #inAll: number;

  /**
   * @param seconds of one test; tests of the judge set less
   * @param inAll seconds of a submission
   */
  constructor(seconds = Number(process.env.VERTEILT_TEST_SECONDS) || TEST_S, inAll = SUBMISSION_S) {
    this.#seconds = seconds;
    this.#inAll = inAll;
  }

  /** Seconds of processor time so far. */
  get used(): number {
    return (this.#answers + this.#judge) / 1000;
  }

  /** Whether a submission has had its time. */
  get isOver(): boolean {
    return this.used > this.#inAll || this.#asleep > ASLEEP_IN_ALL;
  }

  /** Whether it has had more than that. */
  get isSpent(): boolean {
    return this.used > this.#inAll + REST_IN_ALL_S || this.#asleep > ASLEEP_IN_ALL + REST_IN_ALL_LOOKS;
  }

  /** Seconds of processor time that were used elsewhere, as for compiling. */
  spend(seconds: number): void {
    this.#answers += seconds * 1000;
  }

  /**
   * A test begins.
   * @param isAgain nodes are asked again
   */
  begin(isAgain = false): void {
    this.#rest = isAgain ? REST_AGAIN_S : REST_S;
    this.#test = { answers: this.#answers, judge: this.#judge, asleep: this.#asleep };
  }

  /**
   * Calls `late` as often as something has taken too long, until `stop`.
   * @param pid of the judge's process
   * @param seesAnswers false where they are no processes of this system, as in a container: then the clock counts
   */
  watch(pid: number, late: (late: Late) => void, seesAnswers = true): void {
    this.#seesAnswers = seesAnswers;
    let at = performance.now();
    this.#last.clear();
    this.#judgeBy(pid);
    this.#answersBy(descendantsOf(pid));
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
    const judge = this.#seesAnswers ? this.#judgeBy(pid) : undefined;
    let memory = 0;
    if (judge === undefined) this.#answers += passed / CLOCK_FACTOR;
    else {
      this.#judge += judge;
      const started = descendantsOf(pid);
      const used = this.#answersBy(started);
      this.#answers += used.computed;
      memory = used.memory;
      if ([pid, ...started].every(isAsleep)) this.#asleep++;
    }
    const answers = this.#answers - this.#test.answers;
    const ours = this.#judge - this.#test.judge;
    const [seconds, looks] = this.#limits();
    const limit = seconds * 1000;
    const loop = `It was not done after ${seconds} s of computing. Does a loop never end?`;
    if (memory > MEMORY) return { judge: false, why: "It ran out of memory." };
    if (answers > limit) return { judge: false, why: loop };
    if (ours > JUDGE_FACTOR * Math.max(limit, LEAST_OF_JUDGE_S * 1000)) return { judge: true, why: loop };
    if (this.#asleep - this.#test.asleep > looks)
      return { judge: false, why: "It waited for something that never came." };
    return undefined;
  }

  /** Seconds that a test may compute, and looks at which it may sleep. */
  #limits(): [number, number] {
    if (this.isSpent) return [LEAST_S, LEAST_LOOKS];
    return this.isOver ? [this.#rest, REST_LOOKS] : [this.#seconds, ASLEEP_LOOKS];
  }

  /** What it has computed since the last look; what it has started and what has ended since is counted elsewhere. */
  #judgeBy(pid: number): number | undefined {
    const usage = usageOf(pid);
    return usage && this.#since(pid, usage.computed);
  }

  #answersBy(pids: readonly number[]): { computed: number; memory: number } {
    let computed = 0;
    let memory = 0;
    for (const pid of pids) {
      const usage = usageOf(pid);
      if (!usage) continue;
      computed += this.#since(pid, usage.computed + usage.ended);
      memory += usage.memory;
    }
    return { computed, memory };
  }

  #since(pid: number, computed: number): number {
    const last = this.#last.get(pid) ?? 0;
    this.#last.set(pid, computed);
    return Math.max(0, computed - last);
  }
}
