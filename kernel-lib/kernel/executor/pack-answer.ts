// What the student declared under a name, packed for a test cell that is carried out elsewhere.
import type { PackedAnswer } from "../../src/grade/job.js";

/** `variables` are those of all cells. What is missing is broken without a reason: the kernel knows why. */
export function tryToPack(name: string, variables: Record<string, unknown>): PackedAnswer {
  try {
    if (!(name in variables)) return { name, kind: "broken" };
    // Loaded when it is first needed: most notebooks have no test cells.
    const { packAnswer }: typeof import("../../src/grade/pack.js") = require("../../src/grade/pack.js");
    return packAnswer(name, variables[name]);
  } catch (error) {
    return { name, kind: "broken", why: `Your ${name} cannot be read: ${String((error as Error)?.message)}` };
  }
}
