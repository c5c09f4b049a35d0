// What somebody probably meant who wrote a name that does not exist.

/**
 * The candidate that differs from `name` in upper and lower case only, or by one slip: a letter too many, too few, wrong
 * or swapped with the next. Long names may have two, and in names of three letters a wrong one is no slip: `get` and
 * `set` are different things.
 */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let found: string | undefined;
  let least = name.length < 4 ? 0 : name.length < 8 ? 1 : 2;
  for (const candidate of candidates) {
    const slips = slipsBetween(name.toLowerCase(), candidate.toLowerCase());
    if (slips > least || (found !== undefined && slips === least)) continue;
    found = candidate;
    least = slips;
  }
  return found;
}

/** Optimal string alignment distance (Damerau 1964): insertions, deletions, substitutions and swaps of neighbours. */
function slipsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(substituted, rows[i - 1]![j]! + 1, row[j - 1]! + 1, isSwap ? rows[i - 2]![j - 2]! + 1 : Infinity),
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
