// Variables that cells share: tslab copies a top-level `let` to `exports` at each assignment, so that another cell's
// assignment never reaches the functions beside it. Here `exports.n` becomes a view of the variable itself, and the
// copies are left out.
import type { Edit } from "./edits.js";
import { walk } from "./walk.js";

/**
 * The cell makes views of its variables with `__view`, and with `__unview` ends those of names that it defines
 * otherwise.
 */
export function liveVariables(code: string, program: any): Edit[] {
  const live = new Map<string, any>();
  const fixed: string[] = [];
  for (const node of program.body) {
    if (/^(Function|Class)Declaration$/.test(node.type)) fixed.push(node.id.name);
    if (node.type !== "VariableDeclaration") continue;
    for (const name of node.declarations.flatMap(({ id }: any) => bound(id)))
      if (node.kind === "const") fixed.push(name);
      else live.set(name, node);
  }
  const edits: Edit[] = [];
  const ended = fixed.filter((name) => !live.has(name)).map((name) => JSON.stringify(name));
  if (ended.length > 0) edits.push({ at: 0, remove: 0, insert: `globalThis.__unview(${ended.join()});` });
  for (const [name, node] of live)
    edits.push({ at: node.end, remove: 0, insert: `globalThis.__view("${name}",()=>${name},_=>{${name}=_});` });
  walk(program, (node) => {
    const name = exported(node);
    if (name === undefined || !(clears(node) || live.has(name))) return;
    const equals = code.indexOf("=", node.left.end);
    edits.push({ at: node.start, remove: equals + 1 - node.start, insert: "" });
  });
  return edits;
}

/** The name in `exports.name = ...`. */
function exported(node: any): string | undefined {
  if (node.type !== "AssignmentExpression" || node.operator !== "=" || node.left.type !== "MemberExpression")
    return undefined;
  const { object, property, computed } = node.left;
  return object.name === "exports" && !computed ? property.name : undefined;
}

/** `exports.a = exports.b = void 0` would clear what an earlier run defined before the new value is there. */
function clears(node: any): boolean {
  let value = node.right;
  while (exported(value) !== undefined) value = value.right;
  return value.type === "UnaryExpression" && value.operator === "void" && value.argument.value === 0;
}

function bound(pattern: any): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((part: any) => bound(part.type === "Property" ? part.value : part.argument));
    case "ArrayPattern":
      return pattern.elements.flatMap(bound);
    case "AssignmentPattern":
      return bound(pattern.left);
    case "RestElement":
      return bound(pattern.argument);
    default:
      return [];
  }
}
