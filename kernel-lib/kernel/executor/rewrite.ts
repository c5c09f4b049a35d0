// One pass over a compiled cell: guards where it could run for ever, and names of earlier cells that tslab leaves bare.
// Text is only inserted within lines, so positions map back by counting.
import { type Node, parse } from "acorn";
import { analyze } from "eslint-scope";

export interface Rewritten {
  readonly code: string;
  readonly original: string;
  /** Where in `original` the character at `offset` of `code` came from. */
  originalOffset(offset: number): number;
}

/** Read at every loop head and function entry: an Int32Array on the global object, set by another thread. Absent elsewhere. */
export const guard = "if(globalThis.__interrupt?.[0])throw globalThis.__interrupted();";
const guardExpression = "globalThis.__interrupt?.[0]&&globalThis.__interrupted(),";

interface Edit {
  at: number;
  remove: number;
  insert: string;
}

/** `earlier` are the names that earlier cells define. */
export function rewrite(code: string, earlier: ReadonlySet<string>): Rewritten {
  const program = parse(code, {
    ecmaVersion: "latest",
    sourceType: "script",
    allowAwaitOutsideFunction: true,
    allowReturnOutsideFunction: true,
    allowSuperOutsideMethod: true,
  });
  const edits: Edit[] = [];
  walk(program, undefined, (node) => guards(node, edits));
  bareNames(program, earlier, edits);
  prologue(program, edits);
  return apply(code, edits);
}

function guards(node: any, edits: Edit[]): void {
  switch (node.type) {
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      guardStatement(node.body, edits);
      break;
    case "ArrowFunctionExpression":
      if (node.body.type !== "BlockStatement") {
        const { start, end } = node.body;
        edits.push({ at: start, remove: 0, insert: `(${guardExpression}` }, { at: end, remove: 0, insert: ")" });
      } else guardBlock(node.body, edits);
      break;
    case "FunctionDeclaration":
    case "FunctionExpression":
      guardBlock(node.body, edits);
      break;
  }
}

/** After directives such as "use strict", which must stay first. */
function guardBlock(block: any, edits: Edit[]): void {
  const directives = block.body.filter((statement: any) => statement.directive !== undefined);
  const at = directives.length > 0 ? directives.at(-1).end : block.start + 1;
  edits.push({ at, remove: 0, insert: guard });
}

function guardStatement(body: any, edits: Edit[]): void {
  if (body.type === "BlockStatement") edits.push({ at: body.start + 1, remove: 0, insert: guard });
  else edits.push({ at: body.start, remove: 0, insert: `{${guard}` }, { at: body.end, remove: 0, insert: "}" });
}

/** tslab leaves some names of earlier cells bare, such as the shorthand property `{ Server }`. */
function bareNames(program: Node, earlier: ReadonlySet<string>, edits: Edit[]): void {
  const scopes = analyze(program as any, { ecmaVersion: 2022, sourceType: "script", ignoreEval: true });
  const bare = new Set<unknown>();
  for (const reference of scopes.globalScope!.through)
    if (earlier.has(reference.identifier.name)) bare.add(reference.identifier);
  if (bare.size === 0) return;
  const seen = new Set<unknown>();
  walk(program, undefined, (node: any, parent: any) => {
    if (node.type === "Property" && node.shorthand) {
      const value = node.value.type === "AssignmentPattern" ? node.value.left : node.value;
      if (bare.has(value) && !seen.has(value)) edits.push({ at: value.start, remove: 0, insert: `${value.name}: exports.` });
      seen.add(value).add(node.key);
    } else if (bare.has(node) && !seen.has(node)) {
      // A call `f()` must not receive `exports` as `this`; tslab itself lets it.
      seen.add(node);
      if (parent?.type !== "Property" || parent.key !== node || parent.computed) edits.push({ at: node.start, remove: 0, insert: "exports." });
    }
  });
}

/** `exports.a = exports.b = void 0` would clear what an earlier run defined before the new value is there. */
function prologue(program: any, edits: Edit[]): void {
  for (const { type, expression, start, end } of program.body) {
    if (type !== "ExpressionStatement" || expression.type !== "AssignmentExpression") continue;
    let value = expression;
    while (value.type === "AssignmentExpression" && value.left.object?.name === "exports") value = value.right;
    if (value.type === "UnaryExpression" && value.operator === "void") edits.push({ at: start, remove: end - start, insert: "" });
  }
}

function apply(original: string, edits: Edit[]): Rewritten {
  const sorted = edits.map((edit, order) => ({ ...edit, order })).sort((a, b) => a.at - b.at || a.order - b.order);
  let code = "";
  let at = 0;
  const marks: { code: number; original: number }[] = [];
  for (const edit of sorted) {
    code += original.slice(at, edit.at);
    marks.push({ code: code.length, original: edit.at });
    code += edit.insert;
    at = edit.at + edit.remove;
    marks.push({ code: code.length, original: at });
  }
  code += original.slice(at);
  return {
    code,
    original,
    originalOffset(offset) {
      let i = marks.length - 1;
      while (i >= 0 && marks[i].code > offset) i--;
      if (i < 0) return offset;
      const moved = marks[i].original + offset - marks[i].code;
      const limit = marks[i + 1]?.original ?? original.length;
      return Math.min(moved, limit);
    },
  };
}

function walk(node: any, parent: any, visit: (node: any, parent: any) => void): void {
  visit(node, parent);
  for (const key of Object.keys(node)) {
    const child = node[key];
    if (Array.isArray(child)) for (const part of child) part && typeof part.type === "string" && walk(part, node, visit);
    else if (child && typeof child.type === "string") walk(child, node, visit);
  }
}
