// Where code that never ends can be caught: at the head of every loop, and where every function begins. Says where a
// guard goes and leaves to others what it is; the notebook's cells and the simulator have one each.

/** Puts `insert` at `at`. */
export interface Insertion {
  readonly at: number;
  readonly insert: string;
  /** Where the part begins that this ends: of several that end at one place, the inner ones end first. */
  readonly closes?: number;
}

/** A guard as a statement, and what encloses a statement or an expression with one. */
export interface Guard {
  readonly statement: string;
  readonly block: readonly [open: string, close: string];
  readonly expression: readonly [open: string, close: string];
}

/** The insertions that guard this node of a syntax tree, but not those below it. */
export function guardsAt(node: any, { statement, block, expression }: Guard): Insertion[] {
  switch (node.type) {
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return node.body.type === "BlockStatement" ? [atBeginning(node.body, statement)] : around(node.body, block);
    case "ArrowFunctionExpression":
      return node.body.type === "BlockStatement" ? [atBeginning(node.body, statement)] : around(node.body, expression);
    case "FunctionDeclaration":
    case "FunctionExpression":
      return [atBeginning(node.body, statement)];
    default:
      return [];
  }
}

/** After directives such as "use strict", which must stay first. */
function atBeginning(block: any, statement: string): Insertion {
  const directive = block.body.findLast(({ directive }: any) => directive !== undefined);
  return { at: directive?.end ?? block.start + 1, insert: statement };
}

function around({ start, end }: any, [before, after]: readonly [string, string]): Insertion[] {
  return [
    { at: start, insert: before },
    { at: end, insert: after, closes: start },
  ];
}
