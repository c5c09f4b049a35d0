// A test at every loop head and function entry, so that an interrupt stops code that would run for ever.
import { type Guard, guardsAt } from "../../../src/engine/ship/guards.js";
import type { Edit } from "./edits.js";
import { isFunction, walk } from "./walk.js";

// `__interrupt` is an Int32Array on the global object that another thread sets. Where there is none the test does
// nothing, so a function that is shipped elsewhere works there as it is. A plain read costs a fifth of Atomics.load,
// and V8 repeats it in loops.
const test = "globalThis.__interrupt?.[0]";
const call = "globalThis.__interrupted()";
/** In a loop that awaits: by then the flag may long be down again. */
const awaiting = "globalThis.__awaited?.();";

export function guards(program: any): Edit[] {
  const edits: Edit[] = [];
  walk(program, (node) => {
    const isAwaiting = isLoop(node) && awaits(node);
    const statement = `if(${test})${call};${isAwaiting ? awaiting : ""}`;
    const guard: Guard = { statement, block: [`{${statement}`, "}"], expression: [`(${test}&&${call},`, ")"] };
    edits.push(...guardsAt(node, guard).map((insertion) => ({ ...insertion, remove: 0 })));
  });
  return edits;
}

function isLoop({ type }: any): boolean {
  return /^(For|While|DoWhile|ForIn|ForOf)Statement$/.test(type);
}

/** Whether the code awaits outside of functions in it. */
export function awaits(code: any): boolean {
  let found = false;
  walk(code, (node) => {
    found ||= node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await);
    return !found && !isFunction(node);
  });
  return found;
}
