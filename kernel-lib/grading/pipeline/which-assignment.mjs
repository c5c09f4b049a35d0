// Which assignment Moodle's export belongs to: Moodle does not say. The lecturer does, or else most of the notebooks.
import { Failure } from "../../course/command/failure.mjs";
import { readSubmitted } from "./read.mjs";
import { recognised, traitsOf } from "./recognise.mjs";

/** As many notebooks say enough, and of what size. */
const MOST = 30;
const LARGEST = 4_000_000;

/**
 * @param {readonly import("./sources.mjs").Source[]} sources
 * @param {string} wanted its name, or its number
 */
export function named(sources, wanted) {
  const found = sources.find(({ name }) => name === wanted || name.startsWith(`${wanted.padStart(2, "0")}-`));
  if (found) return found.name;
  throw new Failure(`There is no assignment ${JSON.stringify(wanted)}.`, {
    fix: `give --assignment one of: ${sources.map(({ name }) => name).join(", ")}`,
    code: 2,
  });
}

/**
 * @param {readonly import("./submissions.mjs").Submission[]} submissions
 * @param {readonly import("./sources.mjs").Source[]} sources
 * @returns {Promise<{ name: string, count: number, of: number }>}
 */
export async function recognisedIn(submissions, sources) {
  const traits = sources.map(traitsOf);
  const files = submissions.flatMap(({ notebooks }) => notebooks.slice(0, 1)).slice(0, MOST);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { file } of files)
    try {
      const name = recognised((await readSubmitted(file, LARGEST)).cells, traits);
      if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
    } catch {
      // It is named when it is marked.
    }
  const [[name = "", count = 0] = []] = [...counts].sort((a, b) => b[1] - a[1]);
  const of = [...counts.values()].reduce((sum, one) => sum + one, 0);
  if (count * 2 > of) return { name, count, of };
  throw new Failure("Which assignment was handed in cannot be seen from the notebooks.", {
    fix: `say which: --assignment NN, one of: ${sources.map(({ name }) => name).join(", ")}`,
    code: 2,
  });
}
