// What a student reads when something did not run or is gone.
import type { CellError } from "../messages.js";
import type { Ended } from "./executor.js";

/** The process that ran cells has ended. */
export function lost({ reason, interrupted }: Ended): CellError {
  const ename = interrupted ? "KeyboardInterrupt" : "SessionLost";
  const what = interrupted ? `The cell was interrupted. ${reason}` : reason;
  const evalue = `${what}. All variables are gone: run the cells above again.`;
  return { ename, evalue, traceback: [`\u001b[1;31m${ename}\u001b[0m: ${evalue}`] };
}

/** Why the names of cell `line` are missing after that. */
export function gone(line: number): string {
  return `Cell In[${line}] defined it, but the variables are gone: run that cell again.`;
}

/** Why the names of a cell that was aborted before it ran are missing. */
export function skipped(code: string): string {
  const first = code.split("\n").find((line) => line.trim() !== "") ?? "";
  return `The cell that defines it ("${first.trim().slice(0, 50)}") was skipped because an earlier cell failed: run it first.`;
}

/** The tests of a cell were interrupted. */
export const interrupted: CellError = {
  ename: "KeyboardInterrupt",
  evalue: "The cell was interrupted.",
  traceback: ["\u001b[1;31mKeyboardInterrupt\u001b[0m: The cell was interrupted."],
};
