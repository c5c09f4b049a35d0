// A test at every loop head and function entry, so that an interrupt stops code that would run for ever.
import type { Edit } from "./edits.js";
import { walk } from "./walk.js";

// `__interrupt` is an Int32Array on the global object that another thread sets. Where there is none the test does nothing, so a
// function that is shipped elsewhere works there as it is. A plain read costs a fifth of Atomics.load, and V8 repeats it in loops.
const statement = "if(globalThis.__interrupt?.[0])throw globalThis.__interrupted();";
const expression = "globalThis.__interrupt?.[0]&&globalThis.__interrupted(),";

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
      return loop(node.body);
    case "ArrowFunctionExpression":
      return node.body.type === "BlockStatement" ? [block(node.body)] : around(node.body, `(${expression}`, ")");
    case "FunctionDeclaration":
    case "FunctionExpression":
      return [block(node.body)];
    default:
      return [];
  }
}

function loop(body: any): Edit[] {
  return body.type === "BlockStatement" ? [block(body)] : around(body, `{${statement}`, "}");
}

/** After directives such as "use strict", which must stay first. */
function block(body: any): Edit {
  const directive = body.body.findLast((statement: any) => statement.directive !== undefined);
  return { at: directive?.end ?? body.start + 1, remove: 0, insert: statement };
}

function around({ start, end }: any, before: string, after: string): Edit[] {
  return [
    { at: start, remove: 0, insert: before },
    { at: end, remove: 0, insert: after },
  ];
}
