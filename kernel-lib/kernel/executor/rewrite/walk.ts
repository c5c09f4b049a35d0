// Visits every node of an acorn syntax tree, parents first.

/** `visit` may return false to leave out what is below a node. */
export function walk(node: any, visit: (node: any, parent: any) => unknown, parent?: any): void {
  if (visit(node, parent) === false) return;
  for (const key of Object.keys(node)) {
    const child = node[key];
    if (Array.isArray(child)) {
      for (const part of child) if (part && typeof part.type === "string") walk(part, visit, node);
    } else if (child && typeof child.type === "string") walk(child, visit, node);
  }
}

export function isFunction(node: any): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}
