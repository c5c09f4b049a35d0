// Where V8 may not be asked what a function closes over, because the inspector is off, each function of a cell notes it
// when it is made.
import { analyze } from "eslint-scope";
import type { Edit } from "./edits.js";
import { isFunction, walk } from "./walk.js";

/** What the wrapper of every cell brings along, beside `exports`, which is the same for all. */
const wrapped = ["require"];

export function scopeNotes(program: any): Edit[] {
  const scopes = analyze(program, { ecmaVersion: 2022, sourceType: "script", ignoreEval: true });
  const cell = new Set([...wrapped, ...scopes.globalScope!.variables.map(({ name }) => name)]);
  const edits: Edit[] = [];
  const parents: any[] = [];
  walk(program, (node, parent) => {
    while (parents.length > 0 && parents.at(-1) !== parent) parents.pop();
    if (isNoted(node, parent)) edits.push(...note(node, parents, outerNames(scopes.acquireAll(node) ?? [], cell)));
    parents.push(node);
  });
  return edits;
}

/** Methods are reached by their classes. */
function isNoted(node: any, parent: any): boolean {
  if (!isFunction(node) && !/^Class(Declaration|Expression)$/.test(node.type)) return false;
  return !(
    parent?.type === "MethodDefinition" ||
    (parent?.type === "Property" && (parent.method || parent.kind !== "init"))
  );
}

/** Undefined where there is nothing to note. */
function outerNames(own: readonly any[], cell: ReadonlySet<string>): string[] | undefined {
  const outermost = own.find((scope) => !own.includes(scope.upper));
  const through: any[] = outermost?.through ?? [];
  const names: string[] = through
    .filter((reference: any) => reference.resolved || cell.has(reference.identifier.name))
    .map((reference: any) => reference.identifier.name);
  if (names.length === 0 && !through.some(({ identifier }) => identifier.name === "exports")) return undefined;
  return [...new Set(names)];
}

function note(node: any, parents: readonly any[], names: readonly string[] | undefined): Edit[] {
  if (!names) return [];
  // No name of our own may stand before an outer one.
  const reader = `function(){switch(arguments[0]){${names.map((name) => `case"${name}":return ${name};`).join("")}}}`;
  const rest = `,${JSON.stringify(names)},${reader}`;
  if (node.type === "ClassDeclaration")
    return node.id ? [{ at: node.end, remove: 0, insert: `;${open}${node.id.name}${rest});` }] : [];
  if (node.type === "FunctionDeclaration") {
    const block = parents.at(-1);
    if (!node.id || !/^(Program|BlockStatement)$/.test(block?.type)) return [];
    const directive = block.body.findLast((statement: any) => statement.directive !== undefined);
    const at = directive?.end ?? (block.type === "Program" ? 0 : block.start + 1);
    return [{ at, remove: 0, insert: `;${open}${node.id.name}${rest});` }];
  }
  const name = node.id ? undefined : nameGiven(node, parents.at(-1));
  return [
    { at: node.start, remove: 0, insert: open },
    { at: node.end, remove: 0, insert: `${rest}${name ? `,${JSON.stringify(name)}` : ""})`, closes: node.start },
  ];
}

/** Where nobody takes notes, such as in a node's thread, this does nothing. */
const open = "(globalThis.__scope||Object)(";

/** A function without a name gets that of the variable it is kept in; as an argument it would lose it. */
function nameGiven(node: any, parent: any): string | undefined {
  if (parent?.type === "VariableDeclarator" && parent.init === node) return parent.id.name;
  if (parent?.type === "AssignmentExpression" && parent.right === node) return parent.left.name;
  if (parent?.type === "Property" && parent.value === node && !parent.computed) return parent.key.name;
  return undefined;
}
