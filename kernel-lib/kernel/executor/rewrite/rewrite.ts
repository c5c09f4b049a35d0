// One pass over a compiled cell: it can be interrupted, its names of earlier cells are found, its variables are shared.
import { parse } from "acorn";
import { apply, type Edited } from "./edits.js";
import { awaits, guards } from "./guards.js";
import { liveVariables } from "./live.js";
import { earlierNames } from "./names.js";

export interface Rewritten extends Edited {
  /** Whether it awaits outside of functions. tslab overlooks `for await`. */
  readonly awaits: boolean;
}

/** `earlier` are the names that earlier cells define. */
export function rewrite(code: string, earlier: ReadonlySet<string>): Rewritten {
  const program = parse(code, {
    ecmaVersion: "latest",
    sourceType: "script",
    ranges: true,
    allowAwaitOutsideFunction: true,
    allowReturnOutsideFunction: true,
    allowSuperOutsideMethod: true,
  });
  const edits = [...guards(program), ...liveVariables(code, program), ...earlierNames(program, earlier)];
  return { ...apply(code, edits), awaits: awaits(program) };
}
