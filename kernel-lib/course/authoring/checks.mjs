// The checks of `npm test`, each with how many passed and failed.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lintExercises } from "../../grading/pipeline/lint.mjs";
import { pythonEnv } from "../command/jupyter-env.mjs";
import { course, root, state, venvBin } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { say, step } from "../command/steps.mjs";
import { chapterProblems } from "./chapters.mjs";

/** @typedef {{ passed: number, failed: number }} Counted */

const any = Array.from({ length: 256 }, (_, code) => code);

/** @param {string[]} path */
const script = (...path) => join(root, "node_modules", ...path);

/**
 * Types of what runs in Node, and of what runs in browsers.
 * @returns {Promise<Counted>}
 */
export async function checkTypes() {
  const compiler = script("typescript", "bin", "tsc");
  const browser = join(course, "tsconfig.browser.json");
  return sum([
    await one("Checking types", [compiler, "--noEmit", "-p", root]),
    await one("Checking types of what runs in browsers", [compiler, "-p", browser]),
  ]);
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
 * Lint, format and types of our Python scripts.
 * @returns {Promise<Counted>}
 */
export async function checkPython() {
  const python = (/** @type {string} */ label, /** @type {string[]} */ ...args) =>
    one(label, ["-m", ...args], { command: venvBin("python"), env: pythonEnv() });
  return sum([
    await python("Checking lint of Python", "ruff", "check", root),
    await python("Checking format of Python", "ruff", "format", "--check", root),
    await python("Checking types of Python", "mypy"),
  ]);
}

/**
 * Looks for mistakes in the exercises; each is told.
 * @param {string} [project] the top folder
 * @returns {Promise<Counted>}
 */
export async function checkExercises(project = root) {
  const problems = await step("Checking exercises", () => lintExercises(project));
  return report(problems);
}

/**
 * Looks for chapters that break a rule for chapters; each fault is reported.
 * @param {string} [project] the top folder
 * @returns {Promise<Counted>}
 */
export async function checkChapters(project = root) {
  const problems = await step("Checking chapters", async () => chapterProblems(project));
  return report(problems);
}

/**
 * @param {readonly string[]} problems
 * @returns {Counted}
 */
function report(problems) {
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
 * Counts the tests in vitest's JSON report. A file that could not even be loaded, and a vitest that died, count as
 * failed.
 * @param {string} report
 * @param {number} code vitest's exit code
 * @returns {Counted}
 */
export function countTests(report, code) {
  /**
   * @type {{ numPassedTests: number, numFailedTests: number,
   *   testResults: { status: string, assertionResults: { status: string }[] }[] }}
   */
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

/** @param {readonly Counted[]} parts @returns {Counted} */
export function sum(parts) {
  return parts.reduce((all, one) => ({ passed: all.passed + one.passed, failed: all.failed + one.failed }));
}

/**
 * @param {string} label
 * @param {string[]} args
 * @param {{ command?: string, env?: NodeJS.ProcessEnv }} [options] `command`: Node by default
 * @returns {Promise<Counted>}
 */
async function one(label, args, { command = process.execPath, env } = {}) {
  try {
    await run(command, args, { label, env });
    return { passed: 1, failed: 0 };
  } catch (error) {
    const { message, log } = /** @type {import("../command/failure.mjs").Failure} */ (error);
    process.stdout.write(`${log ? readFileSync(log, "utf8") : ""}\n${message}\n`);
    return { passed: 0, failed: 1 };
  }
}
