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
export const SUBMISSIONS = 8;

/**
 * @typedef {object} Marking of all submissions
 * @property {number} minutes how long it took
 * @property {number} took the same in seconds
 * @property {number} cells what of it answers and tests took, in minutes
 * @property {number} processor seconds of processor time
 * @property {number} entering seconds of processor time for entering points
 */

/** @type {Promise<Marking> | undefined} */
let last;

/** Marks submissions of which every fourth is untouched, in a process of its own. */
function marking() {
  last ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), "bench-grading-"));
    try {
      handIn(folder);
      return await mark(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  })();
  return last;
}

/** @type {import("./rows.mjs").Measure[]} */
export const grading = [
  {
    what: `marking: ${SUBMISSIONS} submissions of chapter 1`,
    unit: "/min",
    less: false,
    ours: async () => SUBMISSIONS / (await marking()).minutes,
    limit: async () => SUBMISSIONS / (await marking()).cells,
    against: "answers and tests alone",
    reach: 0.4,
    rounds: 1,
  },
  {
    what: "marking: processor time of a submission",
    unit: "s",
    less: true,
    ours: async () => (await marking()).processor / SUBMISSIONS,
    limit: () => 6,
    against: "what it may take",
    reach: 1,
    rounds: 1,
  },
  {
    what: "marking: processor time of entering its points",
    unit: "s",
    less: true,
    ours: async () => (await marking()).entering / SUBMISSIONS,
    limit: () => 0.1,
    against: "what it may take",
    reach: 1,
    rounds: 1,
  },
];

/** @param {string} folder */
export function handIn(folder) {
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
 * @param {{ farm?: string }} [options]
 * @returns {Promise<Marking>}
 */
export async function mark(folder, options = {}) {
  const module = pathToFileURL(join(root, "kernel-lib", "grading", "pipeline", "autograde.mjs")).href;
  const program = `const { autograde } = await import(${JSON.stringify(module)});
const spent = await autograde(${JSON.stringify(folder)}, ${JSON.stringify(options)});
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ ...spent, own: (user + system) / 1e6 }));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`Marking failed in the benchmark:\n${said}`);
  const { took, seconds, entering, own } = JSON.parse(said.trim().split("\n").at(-1) ?? "");
  const atATime = Math.min(availableParallelism(), SUBMISSIONS);
  return { took, minutes: took / 60, cells: seconds / atATime / 60, processor: seconds + entering + own, entering };
}
