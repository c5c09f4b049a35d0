// The test cell: packs answers and tests, and has them carried out where the student's code cannot reach them.

import { host } from "../engine/host.js";
import { ship } from "../engine/ship/ship.js";
import { carryOut } from "./carry-out.js";
import type { PackedJob, Tests } from "./job.js";
import { checkCall, packAnswer } from "./pack.js";
import type { Report } from "./report.js";

/**
 * A test cell. `answers` (functions, classes, node classes, data) live in a process of their own and are used as over a
 * wire: every call is awaited, `await new Gate()` gives a handle, arguments and results are plain data. A node class is
 * only ever handed to `run` or `explore`; `run` runs in the simulator. A test fails when it throws (node:assert) or
 * returns false or a sentence; the last run inside it is drawn. Tests run in order once the callback has settled.
 * `test`, `run`, `explore` are no answers' names.
 */
export async function grade(
  id: string,
  answers: Record<string, unknown>,
  tests: (t: Tests) => Promise<void>,
): Promise<Report> {
  const job = pack(id, answers, tests);
  const kernel = host();
  return kernel?.grade ? (kernel.grade(job) as Promise<Report>) : carryOut(job);
}

function pack(id: string, answers: Record<string, unknown>, tests: (t: Tests) => Promise<void>): PackedJob {
  checkCall(id, answers, tests);
  const complete = /\/\/ BEGIN HIDDEN TESTS/.test(String(tests)) || process.env.NBGRADER_EXECUTION === "autograde";
  return {
    id,
    complete,
    answers: Object.entries(answers).map(([name, answer]) => packAnswer(name, answer)),
    tests: ship(tests, `the tests of ${id}`),
  };
}
