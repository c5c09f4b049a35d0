// Names of earlier cells: tslab writes `exports.Server` for them, but leaves some bare, as in `{ Server }`.
import { analyze } from "eslint-scope";
import type { Edit } from "./edits.js";
import { walk } from "./walk.js";

/** `earlier` are the names that earlier cells define. */
export function earlierNames(program: any, earlier: ReadonlySet<string>): Edit[] {
  const bare = bareNames(program, earlier);
  const edits: Edit[] = [];
  walk(program, (node) => {
    if (node.type === "Property" && node.shorthand) {
      const value = node.value.type === "AssignmentPattern" ? node.value.left : node.value;
      if (bare.delete(value)) edits.push({ at: value.start, remove: 0, insert: `${value.name}: exports.` });
    } else if (bare.delete(node)) edits.push({ at: node.start, remove: 0, insert: "exports." });
  });
  return edits;
}

function bareNames(program: any, earlier: ReadonlySet<string>): Set<unknown> {
  const scopes = analyze(program, { ecmaVersion: 2022, sourceType: "script", ignoreEval: true });
  const free = scopes.globalScope!.through.filter(({ identifier }) => earlier.has(identifier.name));
  return new Set(free.map(({ identifier }) => identifier));
}
