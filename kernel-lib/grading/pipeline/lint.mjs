// Every mistake an author can make in exercises, in one list: the sources in solutions/, and the answers in test/ that
// try them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../course/command/failure.mjs";
import { readSources } from "./sources.mjs";
import { checkVariants } from "./variants.mjs";

/**
 * @param {string} project the top folder; what students get has neither solutions/ nor test/
 * @returns {string[]} sentences that name file and cell, and say what fixes them
 */
export function lintExercises(project) {
  const { sources, problems } = readSources(join(project, "solutions"));
  const tests = join(project, "test");
  return [...problems, ...(existsSync(tests) ? checkVariants(tests, sources) : [])];
}

/**
 * Throws a Failure that lists every mistake when there is one.
 * @param {string} project
 */
export function demandSoundExercises(project) {
  const problems = lintExercises(project);
  if (problems.length > 0)
    throw new Failure(`The exercises have mistakes:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`, {
      fix: "change the files named above, then run: npm run release",
    });
}
