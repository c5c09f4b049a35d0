// One pass over a compiled cell: it can be interrupted, its names of earlier cells are found, its variables are shared.
import { parse } from "acorn";
import { apply, type Edited } from "./edits.js";
import { awaits, guards } from "./guards.js";
import { imports } from "./imports.js";
import { liveVariables } from "./live.js";
import { earlierNames } from "./names.js";
import { scopeNotes } from "./scopes.js";
import { slips } from "./slips.js";

export interface Rewritten extends Edited {
  /** Whether it awaits outside of functions. tslab overlooks `for await`. */
  readonly awaits: boolean;
}

export interface Hints {
  /** Says which modules `require` may not load. */
  isModule(specifier: string): boolean;
  /** Names of `import name = A.B`. */
  aliases: ReadonlySet<string>;
  /** Names that `declare global` declares. */
  globals: ReadonlySet<string>;
  /** Whether functions note what they close over. */
  notesScopes: boolean;
}

/** `earlier` are the names that earlier cells define. */
export function rewrite(code: string, earlier: ReadonlySet<string>, hints: Hints): Rewritten {
  const program = parse(code, {
    ecmaVersion: "latest",
    sourceType: "script",
    ranges: true,
    allowAwaitOutsideFunction: true,
    allowReturnOutsideFunction: true,
    allowSuperOutsideMethod: true,
  });
  const modules = imports(code, program, hints.isModule);
  const notes = hints.notesScopes ? scopeNotes(program) : [];
  const edits = [
    ...notes.filter(({ closes }) => closes !== undefined),
    ...guards(program),
    ...notes.filter(({ closes }) => closes === undefined),
    ...modules,
    ...slips(program, hints),
    ...liveVariables(code, program),
    ...earlierNames(program, earlier),
  ];
  return {
    ...apply(code, edits),
    awaits: awaits(program) || modules.some(({ insert }) => insert.startsWith("(await")),
  };
}
