// A test at every loop head and function entry, so that an interrupt stops code that would run for ever.
import type { Edit } from "./edits.js";
import { isFunction, walk } from "./walk.js";

// `__interrupt` is an Int32Array on the global object that another thread sets. Where there is none the test does
// nothing, so a function that is shipped elsewhere works there as it is. A plain read costs a fifth of Atomics.load,
// and V8 repeats it in loops.
const statement = "if(globalThis.__interrupt?.[0])globalThis.__interrupted();";
const expression = "globalThis.__interrupt?.[0]&&globalThis.__interrupted(),";
/** In a loop that awaits: by then the flag may long be down again. */
const awaiting = "globalThis.__awaited?.();";

export function guards(program: any): Edit[] {
  const edits: Edit[] = [];
  walk(program, (node) => edits.push(...guardsOf(node)));
  return edits;
}

function guardsOf(node: any): Edit[] {
  switch (node.type) {
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return loop(node.body, awaits(node) ? statement + awaiting : statement);
    case "ArrowFunctionExpression":
      return node.body.type === "BlockStatement"
        ? [block(node.body, statement)]
        : around(node.body, `(${expression}`, ")");
    case "FunctionDeclaration":
    case "FunctionExpression":
      return [block(node.body, statement)];
    default:
      return [];
  }
}

function loop(body: any, guard: string): Edit[] {
  return body.type === "BlockStatement" ? [block(body, guard)] : around(body, `{${guard}`, "}");
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

/** After directives such as "use strict", which must stay first. */
function block(body: any, guard: string): Edit {
  const directive = body.body.findLast((statement: any) => statement.directive !== undefined);
  return { at: directive?.end ?? body.start + 1, remove: 0, insert: guard };
}

function around({ start, end }: any, before: string, after: string): Edit[] {
  return [
    { at: start, remove: 0, insert: before },
    { at: end, remove: 0, insert: after, closes: start },
  ];
}
