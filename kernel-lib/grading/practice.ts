// Practice in JupyterLab: a test cell is judged as marking judges it, across the same membrane, but of the cells that
// have run in this notebook, and without an enclosure, because on their own machine students cheat only themselves.
import type { Judge } from "./judge/judge.js";
import type { RecordedTest } from "./test-cell.js";

export interface Verdict {
  readonly data: Record<string, unknown>;
}
export interface Failure {
  readonly error: { ename: string; evalue: string; traceback: string[] };
}

/** What the kernel is handed (kernel/session/practice.ts). */
export class Practice {
  #judge: Judge | undefined;

  isTest(code: string): boolean {
    return /^\s*(?:await\s+)?grade\s*\(/.test(code);
  }

  /** @param cells the code of the cells that have run before it, in their order */
  judge(code: string, cells: readonly string[]): { verdict: Promise<Verdict | Failure>; stop(): void } {
    const verdict = this.#carryOut(code, cells).catch((error: Error) => ({
      error: {
        ename: error.name,
        evalue: error.message,
        traceback: [`\u001b[1;31m${error.name}\u001b[0m: ${error.message}`],
      },
    }));
    return { verdict, stop: () => this.#judge?.interrupt() };
  }

  close(): void {
    this.#judge?.close();
  }

  async #carryOut(code: string, cells: readonly string[]): Promise<Verdict> {
    // Loaded at the first test cell: most notebooks have none.
    const { Judge }: typeof import("./judge/judge.js") = require("./judge/judge.js");
    const { recordedTest }: typeof import("./record.js") = require("./record.js");
    const { compile }: typeof import("./sandbox/compile.js") = require("./sandbox/compile.js");
    const { programOf }: typeof import("./test-cell.js") = require("./test-cell.js");
    const { reportWords }: typeof import("../src/grade/words.js") = require("../src/grade/words.js");
    const judge = (this.#judge ??= new Judge());
    const recorded = recordedTest(code, cells) ?? unrecorded(code, cells);
    const test = programOf(recorded);
    const submitted = cells
      .filter((cell) => !this.isTest(cell))
      .map((cell) => ({ code: cell, given: recorded.given.includes(cell) }));
    const wanted = [{ names: test.names, classes: test.classes, end: submitted.length }];
    const compiled = await compile("none", { cells: submitted, wanted });
    const { programs, classes } = compiled;
    const mistakes = compiled.mistakes.map(([, why]) => why);
    const assignment = { test, answers: programs[0]!, classes: classes[0]!, mistakes, protection: "none" } as const;
    const isComplete = /\/\/ BEGIN HIDDEN TESTS/.test(code);
    const { report } = await judge.carryOut(assignment, isComplete ? undefined : reportWords().visibleOnly);
    return { data: { "text/plain": String(report.points), "text/html": report.html } };
  }
}

/**
 * A test cell that no release recorded, as while an exercise is being written: all but its imports is taken for the
 * student's.
 */
function unrecorded(tests: string, cells: readonly string[]): RecordedTest {
  const imports = cells.flatMap((cell) => cell.match(/^import\b[^;]*?\bfrom\s+["'][^"']+["'];?[ \t]*$/gm) ?? []);
  return { gradeId: "", points: 0, tests, given: [imports.join("\n")], before: 1 };
}
