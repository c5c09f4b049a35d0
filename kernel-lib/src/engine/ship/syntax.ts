// The text of a function as a syntax tree.
import { parseExpressionAt, type Node as Syntax } from "acorn";
import { analyze, type ScopeManager } from "eslint-scope";

/**
 * The expression in the text of a function, class or method, and how the text becomes one: as it stands, or as the
 * method of an object. Its positions are `offset` beyond those in the text.
 */
export function parse(text: string): { expression: Syntax; form: "expression" | "method"; offset: number } {
  const options = {
    ecmaVersion: "latest",
    ranges: true,
    allowSuperOutsideMethod: true,
    allowAwaitOutsideFunction: true,
  } as const;
  try {
    return { expression: whole(`(${text}\n)`, options), form: "expression", offset: 1 };
  } catch (error) {
    try {
      return { expression: whole(`({${text}\n})`, options), form: "method", offset: 2 };
    } catch {
      throw error;
    }
  }
}

function whole(code: string, options: Parameters<typeof parseExpressionAt>[2]): Syntax {
  const expression = parseExpressionAt(code, 0, options);
  if (code.slice(expression.end).replace(")", "").trim() !== "")
    throw new SyntaxError(`unexpected ${code.slice(expression.end, expression.end + 20)}`);
  return expression;
}

/** Visits a node and all below it, parents first. */
export function walk(node: any, parents: any[], visit: (node: any, parents: readonly any[]) => void): void {
  visit(node, parents);
  parents.push(node);
  for (const key of Object.keys(node)) {
    const child = node[key];
    if (Array.isArray(child))
      for (const part of child) part && typeof part.type === "string" && walk(part, parents, visit);
    else if (child && typeof child.type === "string") walk(child, parents, visit);
  }
  parents.pop();
}

/** The scopes of an expression. */
export function scopesIn(expression: Syntax): ScopeManager {
  const program = { type: "Program", sourceType: "script", body: [{ type: "ExpressionStatement", expression }] };
  return analyze(program as any, { ecmaVersion: 2022, sourceType: "script", ignoreEval: true });
}
