// The checks of `npm test`, each with how many passed and failed.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, state } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { say, step } from "../command/steps.mjs";
import { lintExercises } from "../grading/lint.mjs";

/** @typedef {{ passed: number, failed: number }} Counted */

const any = Array.from({ length: 256 }, (_, code) => code);

/** @param {string[]} path */
const script = (...path) => join(root, "node_modules", ...path);

/** @returns {Promise<Counted>} */
export function checkTypes() {
  return one("Checking types", [script("typescript", "bin", "tsc"), "--noEmit", "-p", root]);
}

/** @returns {Promise<Counted>} */
export function checkLint() {
  return one("Checking lint and format", [
    script("@biomejs", "biome", "bin", "biome"),
    "check",
    "--error-on-warnings",
    root,
  ]);
}

/**
 * Looks for mistakes in the exercises; each is told.
 * @param {string} [project] the top folder
 * @returns {Promise<Counted>}
 */
export async function checkExercises(project = root) {
  const problems = await step("Checking exercises", () => lintExercises(project));
  for (const problem of problems) say(`  - ${problem}`);
  return problems.length > 0 ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
}

/**
 * Runs vitest in our own terminal; the counts come from its JSON report.
 * @param {readonly string[]} args
 * @returns {Promise<Counted>}
 */
export async function runTests(args) {
  const report = join(state, "vitest.json");
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await run(process.execPath, [script("vitest", "vitest.mjs"), "run", ...reporters, ...args], {
    show: true,
    allow: any,
  });
  return countTests(report, code);
}

/**
 * Counts the tests in vitest's JSON report. A file that could not even be loaded, and a vitest that died, count as failed.
 * @param {string} report
 * @param {number} code vitest's exit code
 * @returns {Counted}
 */
export function countTests(report, code) {
  /** @type {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */
  let counts;
  try {
    counts = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const broken = counts.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = counts.numFailedTests + broken;
  return { passed: counts.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/**
 * @param {string} label
 * @param {string[]} args
 * @returns {Promise<Counted>}
 */
async function one(label, args) {
  try {
    await run(process.execPath, args, { label });
    return { passed: 1, failed: 0 };
  } catch (error) {
    const { message, log } = /** @type {import("../command/failure.mjs").Failure} */ (error);
    process.stdout.write(`${log ? readFileSync(log, "utf8") : ""}\n${message}\n`);
    return { passed: 0, failed: 1 };
  }
}
