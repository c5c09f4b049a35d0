// Fixes for small bugs in tslab: `import N = A.B` becomes `exports.A.exports.B`, a function without a name that is a
// cell's last value gets the name of the variable it is kept in, and what `declare global` declares is looked up among
// the cells' names.
import type { Edit } from "./edits.js";
import { walk } from "./walk.js";

export interface Fixes {
  aliases: ReadonlySet<string>;
  globals: ReadonlySet<string>;
}

export function tslabFixes(program: any, { aliases, globals }: Fixes): Edit[] {
  const edits: Edit[] = [];
  if (globals.size > 0)
    walk(program, ({ type, object, property }) => {
      if (type === "MemberExpression" && object.name === "exports" && globals.has(property.name))
        edits.push({ at: object.start, remove: object.end - object.start, insert: "globalThis" });
    });
  for (const statement of program.body) {
    if (statement.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declarations) {
      if (aliases.has(id.name)) edits.push(...withoutInner(init));
      if (id.name === "tsLastExpr" && /^(Arrow)?FunctionExpression$|^ClassExpression$/.test(init?.type) && !init.id)
        edits.push({ at: init.start, remove: 0, insert: "(0," }, { at: init.end, remove: 0, insert: ")" });
    }
  }
  return edits;
}

/** Leaves out every `.exports` of a chain but the `exports` it begins with. */
function withoutInner(chain: any): Edit[] {
  const edits: Edit[] = [];
  walk(chain, ({ type, object, property }) => {
    if (type === "MemberExpression" && property.name === "exports")
      edits.push({ at: object.end, remove: property.end - object.end, insert: "" });
  });
  return edits;
}
