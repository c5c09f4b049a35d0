// The plan of a course, a table with a column of chapters: without those that notebooks/course.json leaves out.

/** "4 to 8" or "9" */
const CHAPTERS = /(\d+)(?: (to|bis) (\d+))?/g;

/**
 * A text whose tables with a last column headed "Chapters" name no chapter that the course does not have; a row that named
 * only such goes.
 * @param {string} text
 * @param {readonly number[]} numbers of the chapters the course has
 */
export function withoutLeftOut(text, numbers) {
  let isPlan = false;
  return text
    .split("\n")
    .flatMap((line) => {
      const row = /^(\|.*\|)([^|]+)(\|\s*)$/.exec(line);
      const [, before = "", named = "", after = ""] = row ?? [];
      if (!row || /^[ :-]+$/.test(named)) return [line];
      if (/^ *(?:Chapters|Kapitel) *$/.test(named)) isPlan = true;
      if (!isPlan || !/\d/.test(named)) return [line];
      const kept = named.replace(CHAPTERS, (_, from, to, last = from) => {
        const all = Array.from({ length: last - from + 1 }, (_, index) => Number(from) + index);
        return listed(
          all.filter((number) => numbers.includes(number)),
          to ?? "to",
        );
      });
      const joined = ` ${kept.replace(/^[\s,]+|(?<=,)(?:\s*,)+|[\s,]+$/g, "")} `;
      return /\d/.test(joined) ? [`${before}${joined}${after}`] : [];
    })
    .join("\n");
}

/**
 * "1, 2, 4 to 6"
 * @param {number[]} numbers in their order
 * @param {string} to
 */
function listed(numbers, to) {
  /** @type {number[][]} */
  const runs = [];
  for (const number of numbers) {
    if (runs.at(-1)?.at(-1) === number - 1) runs.at(-1)?.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]} ${to} ${run.at(-1)}` : run.join(", "))).join(", ");
}
