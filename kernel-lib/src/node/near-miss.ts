// Which of the known names someone probably meant: for messages about a name that there is not.

import { MisuseError } from "./errors.js";

/** @throws MisuseError naming a key of `given` that is none of these, and the one that was probably meant */
export function checkNames(
  given: object,
  known: readonly string[],
  [none, all] = ["There is no option", "The options are"],
): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const meant = nearest(unknown, known);
  const hint = meant === undefined ? "." : `; did you mean ${meant}?`;
  throw new MisuseError(`${none} "${unknown}"${hint} ${all} ${known.join(", ")}.`);
}

/**
 * The known name that differs in upper and lower case only, or in the fewest letters that are left out, added, changed
 * or swapped with their neighbour (Damerau 1964): one of a short name, two of a long one, and none of three letters,
 * because `get` and `set` are different things.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = name.length < 4 ? 0 : name.length < 8 ? 1 : 2;
  for (const one of known) {
    const distance = lettersBetween(name.toLowerCase(), one.toLowerCase());
    if (distance > least || (distance === least && best !== undefined)) continue;
    best = one;
    least = distance;
  }
  return best;
}

/** The optimal string alignment distance. */
function lettersBetween(a: string, b: string): number {
  let [before, last]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last![j]! + 1, row[j - 1]! + 1, last![j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before![j - 2]! + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last!.at(-1)!;
}
