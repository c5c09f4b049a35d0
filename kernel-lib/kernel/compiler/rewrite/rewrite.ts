// One pass over a compiled cell: it can be interrupted, its names of earlier cells are found, its variables are shared.
import { parse } from "acorn";
import { apply, type Edited } from "./edits.js";
import { awaits, guards } from "./guards.js";
import { imports } from "./imports.js";
import { liveVariables } from "./live.js";
import { earlierNames } from "./names.js";
import { importMeta, waits } from "./places.js";
import { tslabFixes } from "./tslab-fixes.js";

export interface Rewritten extends Edited {
  /** Whether it awaits outside of functions. tslab overlooks `for await`. */
  readonly awaits: boolean;
}

export interface Hints {
  /** Names that earlier cells define. */
  earlier: ReadonlySet<string>;
  /** Says which modules `require` may not load. */
  isModule(specifier: string): boolean;
  /** Names of `import name = A.B`. */
  aliases: ReadonlySet<string>;
  /** Names that `declare global` declares. */
  globals: ReadonlySet<string>;
  notebook: { url: string; filename: string; dirname: string };
  /** From an offset of the code to the student's line and column, zero-based. */
  sourceOf(offset: number): { line: number; column: number } | undefined;
}

export function rewrite(code: string, hints: Hints): Rewritten {
  const program = parse(code, {
    ecmaVersion: "latest",
    sourceType: "script",
    ranges: true,
    allowAwaitOutsideFunction: true,
    allowReturnOutsideFunction: true,
    allowSuperOutsideMethod: true,
    // For `import.meta`; imports themselves are compiled by now.
    allowImportExportEverywhere: true,
  });
  const modules = imports(code, program, hints.isModule);
  const edits = [
    ...guards(program),
    ...modules,
    ...importMeta(program, hints.notebook),
    ...tslabFixes(program, hints),
    ...liveVariables(code, program),
    ...waits(program, hints.sourceOf),
    ...earlierNames(program, hints.earlier),
  ];
  return {
    ...apply(code, edits),
    awaits: awaits(program) || modules.some(({ insert }) => insert.startsWith("(await")),
  };
}
