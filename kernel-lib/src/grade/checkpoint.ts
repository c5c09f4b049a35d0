// Checkpoints in a chapter: a guess before the run, a few lines judged at once. One practice point each; they never
// throw.
import { type Run, watchRuns } from "../engine/run.js";
import { equal } from "../node/equality.js";
import { quote } from "../node/errors.js";
import { nearest } from "../node/near-miss.js";
import { predictionHtml } from "./html.js";
import { reasonOf, reasonOfOutcome } from "./reason.js";
import { Report } from "./report.js";

/** A guess made before the run. It shows itself as a cell's last expression. */
export class Prediction<T = any> {
  /** @param guess undefined until there is a guess */
  constructor(
    readonly id: string,
    readonly question: string,
    readonly guess?: T,
  ) {}

  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    const said =
      this.guess === undefined
        ? "No guess yet: write yours as the third argument."
        : `Your guess: ${quote(this.guess)}`;
    return {
      "text/plain": `${this.id}: ${this.question}\n${said}`,
      "text/html": predictionHtml(this.id, this.question, said),
    };
  }
}

/**
 * A guess before the run; leaving it out is allowed and never an error.
 * @param question as a sentence, for those who read the slides
 */
export function predict<T = any>(id: string, question: string, guess?: T): Prediction<T> {
  return new Prediction(id, question, guess);
}

type Judge<A> = (answer: A) => boolean | string | Promise<boolean | string>;

/**
 * Compares a prediction with what the run showed, or judges a few lines, at once: one point, why, and the failing run.
 * A number that is no whole number counts as right within 1 %.
 * @param truth what the run showed, or a judge: true, false, or a sentence that says what is wrong
 * @param why explains the answer; of lines to be written it is shown only once there are some, or where
 * VERTEILT_SHOW_ANSWERS is set
 */
export function checkpoint<T>(id: string, prediction: Prediction<T>, truth: T, why?: string): Promise<Report>;
export function checkpoint<A>(id: string, answer: A, judge: Judge<A>, why?: string): Promise<Report>;
export async function checkpoint(id: string, answer: unknown, truthOrJudge: unknown, why?: string): Promise<Report> {
  if (answer instanceof Prediction) return compare(id, answer, truthOrJudge, why);
  if (typeof truthOrJudge === "function") return judge(id, answer, truthOrJudge as Judge<unknown>, why);
  return compare(id, new Prediction(id, "Your answer", answer), truthOrJudge, why);
}

/** A class in which a method is not written yet, but one whose name comes close. */
class Misnamed {
  constructor(readonly why: string) {}
}

/**
 * The class, once the reader has written `method` in it; undefined before that: `checkpoint(id, written(Mine, "onGet"),
 * judge)`. Where there is a method whose name comes close, such as `onget`, the checkpoint says so.
 */
export function written<C extends abstract new (...args: any[]) => any>(Class: C, method: string): C | undefined {
  if (Object.hasOwn(Class.prototype, method)) return Class;
  const found = nearest(method, Object.getOwnPropertyNames(Class.prototype));
  if (found === undefined) return undefined;
  return new Misnamed(`${Class.name} has no ${method}; it has ${found}. Did you mean ${method}?`) as never;
}

function compare(id: string, { question, guess }: Prediction, truth: unknown, remark?: string): Report {
  const answered = guess !== undefined;
  const ok = answered && agrees(guess, truth);
  const reason = answered
    ? ok
      ? undefined
      : `You guessed ${quote(guess)}; it is ${quote(truth)}.`
    : `No guess yet. It is ${quote(truth)}.`;
  return new Report({ id, answered, remark, results: [{ sentence: question, points: 1, ok, why: reason }] });
}

async function judge(id: string, answer: unknown, verdict: Judge<unknown>, remark?: string): Promise<Report> {
  const sentence = "Your answer";
  if (answer === undefined || answer instanceof Misnamed) {
    const why = `No answer yet${answer ? `: ${answer.why}` : "."}`;
    const open = { sentence, points: 1, ok: false, why };
    // The explanation would give the answer away; slides show it all the same.
    return new Report({
      id,
      answered: false,
      remark: process.env.VERTEILT_SHOW_ANSWERS ? remark : undefined,
      results: [open],
    });
  }
  let last: Run | undefined;
  const unwatch = watchRuns((run) => {
    last = run;
  });
  let reason: string | undefined;
  try {
    reason = reasonOfOutcome(await verdict(answer));
  } catch (error) {
    reason = reasonOf(error);
  } finally {
    unwatch();
  }
  return new Report({
    id,
    remark,
    results: [{ sentence, points: 1, ok: reason === undefined, why: reason, run: last }],
  });
}

function agrees(guess: unknown, truth: unknown): boolean {
  if (typeof guess === "number" && typeof truth === "number" && !Number.isInteger(truth))
    return Math.abs(guess - truth) <= Math.abs(truth) * 0.01;
  return equal(guess, truth);
}
