// Marking a chapter's submissions, beside the time that students' cells and the tests alone take: the ratio is their
// share.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { kindOf } from "../../grading/pipeline/kind.mjs";
import { writeWhole } from "../command/files.mjs";
import { root } from "../command/paths.mjs";
import { source } from "../notebook/notebook.mjs";

const CHAPTER = "01-what-is-a-distributed-system";
const SUBMISSIONS = 8;

/**
 * @typedef {{ minutes: number, cells: number }} Marking how long it took, and what of it answers and tests took, in
 *   minutes
 */

/** @type {Marking | undefined} */
let last;

/** Marks submissions of which every fourth is untouched, in a process of its own. */
async function submissionsPerMinute() {
  const folder = mkdtempSync(join(tmpdir(), "bench-grading-"));
  try {
    handIn(folder);
    last = await mark(folder);
    return SUBMISSIONS / last.minutes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cellsAlone() {
  return SUBMISSIONS / (last?.cells ?? Number.NaN);
}

/** @type {import("./rows.mjs").Measure[]} */
export const grading = [
  {
    what: `marking: ${SUBMISSIONS} submissions of chapter 1`,
    unit: "/min",
    less: false,
    ours: submissionsPerMinute,
    limit: cellsAlone,
    against: "answers and tests alone",
    reach: 0.4,
    rounds: 1,
  },
];

/** @param {string} folder */
function handIn(folder) {
  const file = `${CHAPTER}/${CHAPTER}.ipynb`;
  const exercise = readFileSync(join(root, "exercises", file), "utf8");
  /** @type {import("../notebook/notebook.mjs").Notebook} */
  const solved = JSON.parse(exercise);
  const solution = JSON.parse(readFileSync(join(root, "solutions", file), "utf8"));
  for (const cell of solved.cells)
    if (kindOf(cell) === "answer")
      cell.source = source(solution.cells.find((/** @type {{ id?: string }} */ one) => one.id === cell.id));
  for (let i = 0; i < SUBMISSIONS; i++)
    writeWhole(join(folder, `student-${i}`, file), i % 4 === 3 ? exercise : JSON.stringify(solved));
}

/**
 * @param {string} folder
 * @returns {Promise<Marking>}
 */
async function mark(folder) {
  const module = pathToFileURL(join(root, "kernel-lib", "grading", "pipeline", "autograde.mjs")).href;
  const program = `const { autograde } = await import(${JSON.stringify(module)});
console.log(JSON.stringify(await autograde(${JSON.stringify(folder)})));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`Marking failed in the benchmark:\n${said}`);
  const { took, seconds } = JSON.parse(said.trim().split("\n").at(-1) ?? "");
  const atATime = Math.min(availableParallelism(), SUBMISSIONS);
  return { minutes: took / 60, cells: seconds / atATime / 60 };
}
