// What `explore` found, in words.
import { counted } from "../figure/time.js";
import { INTERRUPTION, type Verdict } from "../verify/options.js";

/** The verdict in words. */
export function sentenceOf({
  ok,
  unique,
  complete,
  broken,
  why,
  limit,
  counterexample,
  reduced,
  remarks,
  assumed,
  advice = [],
}: Verdict): string {
  const orders = reduced ? ", in one order where orders make no difference" : "";
  const extent = complete
    ? `${states(unique)}: every schedule was explored${orders}.`
    : limit === undefined
      ? `Found after ${states(unique)}.`
      : `${states(unique)}, up to the limit (${limit}): not every schedule was explored.`;
  const rest = [
    extent,
    ...(remarks ?? []).map((remark) => `(${remark}.)`),
    `Assumed: ${assumed.join("; ")}.`,
    ...(advice.length > 0 ? [`To get further: ${advice.join("; ")}.`] : []),
  ].join(" ");
  if (ok) return `Nothing is violated in ${rest}`;
  if (broken === undefined) return `Not everything was reached in ${rest}`;
  const isViolated = counterexample !== undefined || limit === INTERRUPTION;
  return `"${broken}" is ${isViolated ? "violated" : "never reached"}${why === undefined ? "" : `: ${why}`}. ${rest}`;
}

/** "1,234 states" */
export function states(unique: number): string {
  return counted(unique, "state");
}
