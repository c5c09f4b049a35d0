// The test cell: packs answers and tests, and has them carried out where the student's code cannot reach them.

import { host } from "../engine/host.js";
import { ship } from "../engine/ship/ship.js";
import { MisuseError, quote } from "../node/errors.js";
import { Node } from "../node/node.js";
import { carryOut } from "./carry-out.js";
import type { Job, PackedAnswer, Tests } from "./job.js";
import { reasonOf } from "./reason.js";
import type { Report } from "./report.js";

const reserved = ["test", "run", "explore"];

/**
 * A test cell. `answers` (functions, classes, node classes, data) live in an isolate of their own and are used as over a wire: every
 * call is awaited, `await new Gate()` gives a handle, arguments and results are plain data. A node class is only ever handed to `run`
 * or `explore`; `run` runs in the simulator. A test fails when it throws (node:assert) or returns false or a sentence; the last run inside it is
 * drawn. Tests run in order once the callback has settled. `test`, `run`, `explore` are no answers' names.
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

function pack(id: string, answers: Record<string, unknown>, tests: (t: Tests) => Promise<void>): Job {
  if (typeof id !== "string" || typeof answers !== "object" || answers === null || typeof tests !== "function")
    throw new MisuseError(
      `grade(${quote(id)}, ...) takes an id, the answers such as { Front }, and a function of the tests.`,
    );
  const clash = reserved.find((name) => name in answers);
  if (clash) throw new MisuseError(`grade(${quote(id)}, ...): no answer can be named "${clash}".`);
  const complete = /\/\/ BEGIN HIDDEN TESTS/.test(String(tests)) || process.env.NBGRADER_EXECUTION === "autograde";
  return {
    id,
    complete,
    answers: Object.entries(answers).map(([name, answer]) => packAnswer(name, answer)),
    tests: ship(tests, `the tests of ${id}`),
  };
}

function packAnswer(name: string, answer: unknown): PackedAnswer {
  try {
    const kind = kindOf(answer);
    return { name, kind, shipment: ship(answer, `your ${name}`, kind !== "node") };
  } catch (error) {
    return { name, kind: "broken", why: reasonOf(error) };
  }
}

function kindOf(answer: unknown): PackedAnswer["kind"] {
  if (typeof answer !== "function") return "data";
  if (answer.prototype instanceof Node) return "node";
  return /^class\b/.test(Function.prototype.toString.call(answer)) ? "class" : "function";
}
