// Variables that cells share: tslab copies a top-level `let` to `exports` at each assignment, so that another cell's assignment
// never reaches the functions beside it. Here `exports.n` becomes a view of the variable itself, and the copies are left out.
import type { Edit } from "./edits.js";
import { walk } from "./walk.js";

const views: Record<string, PropertyDescriptor> = {};

/** Puts views below the properties of `exports`, and the function that compiled cells make them with on the global object. */
export function installViews(exports: object): void {
  const below = Object.create(Object.prototype);
  Object.setPrototypeOf(exports, below);
  const view = (name: string, get?: () => unknown, set?: (value: unknown) => void) => {
    const before = views[name];
    delete below[name];
    delete views[name];
    if (get) {
      views[name] = { get, set, enumerable: true, configurable: true };
      Reflect.deleteProperty(exports, name);
      Object.defineProperty(below, name, views[name]);
    } else if (before) Reflect.set(exports, name, before.get!());
  };
  Object.defineProperty(globalThis, "__view", { value: view });
}

export function liveVariables(code: string, program: any): Edit[] {
  const live = new Map<string, any>();
  for (const node of program.body)
    if (node.type === "VariableDeclaration" && node.kind !== "const")
      for (const { id } of node.declarations) for (const name of bound(id)) live.set(name, node);
  const edits: Edit[] = [];
  const ended = Object.keys(views).filter((name) => !live.has(name) && assigns(program, name));
  if (ended.length > 0)
    edits.push({ at: 0, remove: 0, insert: ended.map((name) => `globalThis.__view("${name}");`).join("") });
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

/** Whether the cell defines `name` anew: it has `exports.name = name` or the like at top level. */
function assigns(program: any, name: string): boolean {
  return program.body.some((node: any) => {
    if (/^(Function|Class)Declaration$/.test(node.type)) return node.id.name === name;
    return node.type === "VariableDeclaration" && node.declarations.some(({ id }: any) => bound(id).includes(name));
  });
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
