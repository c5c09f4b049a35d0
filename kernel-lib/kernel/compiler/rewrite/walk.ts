// Visits every node of an acorn syntax tree, parents first.
import { base, make } from "acorn-walk";

/** In a pattern acorn-walk visits only the values, but `{ three }` must be seen as the shorthand it is. */
const visitors: any = make(
  {
    ObjectPattern: (node: any, state, go) => {
      for (const property of node.properties) go(property, state);
    },
  },
  base,
);

/** `visit` may return false to leave out what is below a node. */
export function walk(root: any, visit: (node: any, parent: any) => unknown): void {
  let last: any;
  const go = (node: any, parent: any, as?: string): void => {
    // Some nodes are visited twice, the second time in the role they play.
    if (node !== last) {
      last = node;
      if (visit(node, parent) === false) return;
    }
    visitors[as ?? node.type](node, as ? parent : node, go);
  };
  go(root, undefined);
}

export function isFunction(node: any): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}
