// Checkpoints in a chapter: a guess before the run, a few lines judged at once. One practice point each; they never
// throw, and reveal nothing before there is a guess.
import { type Run, watchRuns } from "../engine/run.js";
import { equal } from "../node/equality.js";
import { quote } from "../node/errors.js";
import { nearest } from "../node/near-miss.js";
import type { Trace } from "../trace/trace.js";
import type { Verdict } from "../verify/options.js";
import { predictionHtml } from "./html.js";
import { reasonOf, reasonOfOutcome } from "./reason.js";
import { Report } from "./report.js";
import { reportWords } from "./words.js";

/** A guess made before the run. It shows itself as a cell's last expression. */
export class Prediction<T = any> {
  /** @param guess undefined until there is a guess */
  constructor(
    readonly id: string,
    readonly question: string,
    readonly guess?: T,
  ) {}

  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    const words = reportWords();
    const isMissing = this.guess === undefined;
    const said = isMissing ? words.guessWanted : words.yourGuess(spoken(this.guess));
    return {
      "text/plain": `${this.id}: ${this.question}\n${said}`,
      "text/html": predictionHtml(this.id, this.question, said, isMissing),
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

type Outcome = boolean | string | Verdict;
type Judge<A> = (answer: A) => Outcome | Promise<Outcome>;

/**
 * Compares a prediction with what the run showed, or judges a few lines, at once: one point, why, and the failing run.
 * A number that is no whole number counts as right within 1 %, and a text whatever its capitals and outer blanks.
 * Until there is a guess or an answer, it asks and reveals nothing; the answer is folded away in the HTML only, or shown
 * where VERTEILT_SHOW_ANSWERS is set, as slides do.
 * @param truth what the run showed, or a judge: true, false, a sentence that says what is wrong, or the verdict of
 * `explore`, whose counterexample is drawn
 * @param why explains the answer
 */
export function checkpoint<T>(id: string, prediction: Prediction<T>, judge: Judge<T>, why?: string): Promise<Report>;
export function checkpoint<T>(id: string, prediction: Prediction<T>, truth: T, why?: string): Promise<Report>;
export function checkpoint<A>(id: string, answer: A, judge: Judge<A>, why?: string): Promise<Report>;
export async function checkpoint(id: string, answer: unknown, truthOrJudge: unknown, why?: string): Promise<Report> {
  const isGuess = answer instanceof Prediction;
  const { question, guess } = isGuess ? answer : new Prediction(id, reportWords().yourAnswer, answer);
  if (typeof truthOrJudge !== "function") return compare(id, question, guess, truthOrJudge, why);
  if (guess === undefined) return open(id, question, isGuess ? "guess" : "answer", why);
  if (guess instanceof Misnamed) return open(id, question, "answer", why, undefined, guess.why);
  return judge(id, question, guess, isGuess, truthOrJudge as Judge<unknown>, why);
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
  return new Misnamed(reportWords().didYouMean(Class.name, method, found)) as never;
}

function compare(id: string, question: string, guess: unknown, truth: unknown, remark?: string): Report {
  const words = reportWords();
  const is = words.is(spoken(truth));
  if (guess === undefined) return open(id, question, "guess", remark, is);
  const ok = agrees(guess, truth);
  const reason = ok ? undefined : words.saidAndWas(spoken(guess), spoken(truth));
  return new Report({ id, experiment: true, remark, results: [{ sentence: question, points: 1, ok, why: reason }] });
}

/** A value as one reads it: the digits of a large number in groups. */
function spoken(value: unknown): string {
  const isLarge = typeof value === "number" && Number.isInteger(value) && Math.abs(value) >= 10_000;
  return isLarge ? reportWords().number(value) : quote(value);
}

/** Nobody has answered yet. */
function open(
  id: string,
  question: string,
  missing: "guess" | "answer",
  remark?: string,
  is?: string,
  nearMiss?: string,
): Report {
  const words = reportWords();
  const revealed = process.env.VERTEILT_SHOW_ANSWERS !== undefined;
  const result = { sentence: question, points: 1, ok: false };
  const why = `${words.missing[missing]}${nearMiss ? `: ${nearMiss}` : "."}`;
  if (revealed)
    return new Report({ id, answered: false, remark, results: [{ ...result, why: is ? `${why} ${is}` : why }] });
  const folded = [is, remark].filter((part) => part !== undefined).join(" ") || undefined;
  return new Report({ id, answered: false, folded, results: [{ ...result, why: `${why} ${words.asks[missing]}` }] });
}

async function judge(
  id: string,
  sentence: string,
  answer: unknown,
  experiment: boolean,
  verdict: Judge<unknown>,
  remark?: string,
): Promise<Report> {
  let seen: Run | Trace | undefined;
  const unwatch = watchRuns((run) => {
    seen = run;
  });
  let reason: string | undefined;
  try {
    const outcome = await verdict(answer);
    reason = reasonOfOutcome(outcome);
    seen = (outcome as Partial<Verdict> | undefined)?.counterexample ?? seen;
  } catch (error) {
    reason = reasonOf(error);
  } finally {
    unwatch();
  }
  const why = reason !== undefined && experiment ? `${reportWords().said(spoken(answer))} ${reason}` : reason;
  const ok = reason === undefined;
  const results = [{ sentence, points: 1, ok, why, run: seen }];
  // Lines can be written again: what they should be stays folded until they pass. A guess is made once.
  return new Report({ id, experiment, results, ...(ok || experiment ? { remark } : { folded: remark }) });
}

function agrees(guess: unknown, truth: unknown): boolean {
  if (typeof guess === "number" && typeof truth === "number" && !Number.isInteger(truth))
    return Math.abs(guess - truth) <= Math.abs(truth) * 0.01;
  if (typeof guess === "string" && typeof truth === "string")
    return guess.trim().toLowerCase() === truth.trim().toLowerCase();
  return equal(guess, truth);
}
