// The test cell, judged on the spot: in plain Node, and in a cell that the kernel has not judged itself. Marks come
// from the judge, which evaluates nothing of a student's (kernel-lib/grading).
import { explore as exploreSystem } from "../api/explore.js";
import { run as runSystem } from "../api/run.js";
import { MisuseError } from "../node/errors.js";
import { judgeable, withDeterministicLimits } from "./deterministic-limits.js";
import { far } from "./far.js";
import { Report } from "./report.js";
import type { TestResult } from "./test-result.js";
import { checkCall, TestList, type Tests } from "./tests.js";
import { reportWords } from "./words.js";

/**
 * A test cell. `answers` (functions, classes, node classes, data) are used as over a wire: every call is awaited,
 * `await new Gate()` gives a handle, arguments and results are plain data. A node class is only ever handed to `run` or
 * `explore`; `run` runs in the simulator. A test fails when it throws (node:assert) or returns false or a sentence; the
 * last run inside it is drawn. Tests run in order once the callback has settled. `test`, `run`, `explore` are no
 * answers' names.
 */
export async function grade(
  id: string,
  answers: Record<string, unknown>,
  tests: (t: Tests) => Promise<void>,
): Promise<Report> {
  checkCall(id, answers, tests);
  const list = new TestList();
  const named = Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, far(answer)]));
  await tests({ ...named, test: list.test, ...tools(list) });
  const results: TestResult[] = [];
  for (const [index, { sentence, points }] of list.all.entries()) {
    const failed = await list.try(index, (work) => work);
    results.push({ sentence, points, ok: !failed, why: failed?.why, run: failed?.seen });
  }
  return new Report({ id, results, remark: isComplete(tests) ? undefined : reportWords().visibleOnly });
}

function isComplete(tests: Function): boolean {
  return /\/\/ BEGIN HIDDEN TESTS/.test(String(tests));
}

function tools(list: TestList): Pick<Tests, "run" | "explore"> {
  return {
    run: async (system, options = {}) => {
      if (options.engine === "threads")
        throw new MisuseError("Tests run in the simulator, so that no mark depends on the machine's speed.");
      const { attempt } = list;
      const run = await runSystem(attempt.asks(system), { ...options, engine: "simulator" });
      attempt.seen = run;
      return run;
    },
    explore: async (system, options = {}) => {
      const { attempt } = list;
      const verdict = await exploreSystem(system, withDeterministicLimits(options));
      attempt.seen = verdict.counterexample ?? attempt.seen;
      return judgeable(verdict);
    },
  };
}
