// What `explore` found, in words.
import { counted } from "../figure/time.js";
import { INTERRUPTION, type Verdict } from "../verify/options.js";

/** The verdict in words. */
export function sentenceOf(verdict: Verdict): string {
  return sentencesOf(verdict).join(" ");
}

/** The verdict sentence by sentence: first what was found, then what it rests on. */
export function sentencesOf(verdict: Verdict): [found: string, ...rest: string[]] {
  const { ok, broken, why, remarks, assumed, advice = [] } = verdict;
  const extent = extentOf(verdict);
  const rest = [
    ...(remarks ?? []).map((remark) => `(${remark}.)`),
    `Assumed: ${assumed.join("; ")}.`,
    ...(advice.length > 0 ? [`To get further: ${advice.join("; ")}.`] : []),
  ];
  if (ok) return [`Nothing is violated in ${extent}`, ...rest];
  if (broken === undefined) return [`Not everything was reached in ${extent}`, ...rest];
  const found = `"${broken}" is ${isViolated(verdict) ? "violated" : "never reached"}`;
  return [`${found}${why === undefined ? "" : `: ${why}`}.`, extent, ...rest];
}

/** Whether a property is broken by a schedule, rather than never reached. */
export function isViolated({ broken, counterexample, limit }: Verdict): boolean {
  return broken !== undefined && (counterexample !== undefined || limit === INTERRUPTION);
}

function extentOf({ unique, complete, limit, reduced }: Verdict): string {
  const orders = reduced ? ", in one order where orders make no difference" : "";
  if (complete) return `${states(unique)}: every schedule was explored${orders}.`;
  return limit === undefined
    ? `Found after ${states(unique)}.`
    : `${states(unique)}, up to the limit (${limit}): not every schedule was explored.`;
}

/** "1,234 states" */
export function states(unique: number): string {
  return counted(unique, "state");
}
