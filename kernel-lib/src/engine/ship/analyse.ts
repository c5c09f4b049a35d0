// Reads a function's text: which outer names it uses and how, and what isolation needs to know of a class.
import type { Node as Syntax } from "acorn";
import { parse, scopesIn, walk } from "./syntax.js";

/** One use of an outer name: `exports.table.push(1)` is { name: "exports", members: ["table"], change: "push" }. */
export interface Use {
  readonly name: string;
  /** The static members that follow. */
  readonly members: readonly string[];
  /** True if more follows that is only known at run time, `table[i]`. */
  readonly computed: boolean;
  /** "=" for an assignment, "delete", or the method of a call that changes its object. */
  readonly change?: string;
  /** Offset in the text. */
  readonly at: number;
}

export interface Analysis {
  /** How the text becomes an expression: as it stands, or as the method of an object. */
  readonly form: "expression" | "method";
  readonly uses: readonly Use[];
  /** Of a class: where its text names the class it extends. */
  readonly heritage?: { readonly start: number; readonly end: number };
  readonly statics: boolean;
  readonly privates: readonly string[];
}

const mutators = new Set("push pop shift unshift splice sort reverse fill copyWithin set add delete clear".split(" "));
const analyses = new Map<string, Analysis>();

/** Analyses the text of a function, class or method as `String(f)` gives it. */
export function analyse(text: string): Analysis {
  let analysis = analyses.get(text);
  if (!analysis) {
    analysis = fresh(text);
    analyses.set(text, analysis);
  }
  return analysis;
}

function fresh(text: string): Analysis {
  const { expression, form, offset } = parse(text);
  const parent = (expression as any).superClass as Syntax | null | undefined;
  const scopes = scopesIn(expression);
  const free = new Map<unknown, boolean>();
  for (const reference of scopes.globalScope!.through) free.set(reference.identifier, reference.isWrite());
  const uses: Use[] = [];
  const privates: string[] = [];
  let statics = false;
  walk(expression as any, [], (node, parents) => {
    if (node.type === "Identifier" && free.has(node) && !isWithin(node, parent))
      uses.push(useOf(node, parents, free.get(node)!, offset));
    if (node.type === "StaticBlock" || (node.type === "PropertyDefinition" && node.static)) statics = true;
    if (node.type === "PropertyDefinition" && node.key.type === "PrivateIdentifier") privates.push(`#${node.key.name}`);
  });
  const heritage = parent ? { start: parent.start - offset, end: parent.end - offset } : undefined;
  return { form, uses, heritage, statics, privates };
}

function isWithin(node: Syntax, outer: Syntax | null | undefined): boolean {
  return !!outer && node.start >= outer.start && node.end <= outer.end;
}

function useOf(node: any, parents: readonly any[], written: boolean, offset: number): Use {
  const members: string[] = [];
  let computed = false;
  let child = node;
  let level = parents.length - 1;
  let change = written ? "=" : undefined;
  for (; level >= 0; level--) {
    const parent = parents[level];
    if (parent.type === "ChainExpression") {
      child = parent;
      continue;
    }
    if (parent.type !== "MemberExpression" || parent.object !== child) break;
    if (parent.computed) computed = true;
    else if (!computed) members.push(parent.property.name);
    child = parent;
  }
  const parent = parents[level];
  if (parent?.type === "AssignmentExpression" && parent.left === child) change = "=";
  else if (parent?.type === "UpdateExpression") change = "=";
  else if (parent?.type === "UnaryExpression" && parent.operator === "delete") change = "delete";
  else if (
    parent?.type === "CallExpression" &&
    parent.callee === child &&
    !computed &&
    mutators.has(members.at(-1) ?? "")
  )
    change = members.pop();
  return { name: node.name, members, computed, change, at: node.start - offset };
}
