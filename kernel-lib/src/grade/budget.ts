// How long a test may take. Processor time counts, not the clock, so that a busy machine costs nobody points; the clock
// only ends what computes nothing and never answers.
import type { Sandbox } from "./isolates/sandbox.js";

/** Seconds of processor time for one test, and for all of a cell. */
const TEST_S = 8;
const CELL_S = 40;
/** Looks in which nothing at all happens: a machine under load looks less often. */
const STILL_LOOKS = 300;
const LOOK_MS = 50;
/** If nothing reports processor time. */
const CLOCK_FACTOR = 4;
/** Questions of one test to the answers. */
const MOST_REQUESTS = 300_000;

/** What somebody may use up. */
export class Budget {
  #used = 0;
  readonly #test: number;

  /** @param seconds of one test; tests of the grader set less */
  constructor(seconds = Number(process.env.VERTEILT_TEST_SECONDS) || TEST_S) {
    this.#test = seconds * 1000;
  }

  get isOver(): boolean {
    return this.#used >= CELL_S * 1000;
  }

  /**
   * Rejects when the test has taken too long.
   * @param activity of the tests themselves: how long they computed, in ms, and how much they asked
   */
  watch(
    sandbox: Sandbox,
    activity: () => { active: number; requests: number },
  ): { late: Promise<never>; stop(): void } {
    let timer: NodeJS.Timeout | undefined;
    const began = performance.now();
    const first = { computed: sandbox.usage()?.computed ?? 0, ...activity() };
    let last = first;
    let still = 0;
    let spent = 0;
    const late = new Promise<never>((_, reject) => {
      const fail = (what: string) => reject(new Error(what));
      timer = setInterval(() => {
        const usage = sandbox.usage();
        const now = { computed: usage?.computed ?? 0, ...activity() };
        still = now.computed === last.computed && now.active - last.active < 1 ? still + 1 : 0;
        last = now;
        spent = usage ? now.computed - first.computed : (performance.now() - began) / CLOCK_FACTOR;
        const limit = Math.min(this.#test, CELL_S * 1000 - this.#used);
        if (spent > limit || now.active - first.active > limit * CLOCK_FACTOR)
          fail(`It was not done after ${this.#test / 1000} s of computing. Does a loop never end?`);
        else if (still > STILL_LOOKS) fail("It waited for something that never came.");
        else if (now.requests - first.requests > MOST_REQUESTS)
          fail(`It was not done after ${MOST_REQUESTS.toLocaleString("en")} calls. Does it never end?`);
      }, LOOK_MS);
    });
    late.catch(() => {});
    return {
      late,
      stop: () => {
        clearInterval(timer);
        this.#used += spent;
      },
    };
  }
}
