// Where a cell is, for what only the notebook knows: `import.meta` of a cell, and the line at which a cell waits when
// it is interrupted.
import type { Edit } from "./edits.js";
import { isFunction, walk } from "./walk.js";

/** `import.meta` describes the notebook: its URL, its path and folder. */
export function importMeta(program: any, notebook: { url: string; filename: string; dirname: string }): Edit[] {
  const edits: Edit[] = [];
  walk(program, (node) => {
    if (node.type !== "MetaProperty" || node.meta.name !== "import") return;
    const { url, filename, dirname } = notebook;
    const parts = `url:${JSON.stringify(url)},filename:${JSON.stringify(filename)},dirname:${JSON.stringify(dirname)}`;
    const resolve = 'resolve:_=>require("node:url").pathToFileURL(require.resolve(_)).href';
    edits.push({ at: node.start, remove: node.end - node.start, insert: `({${parts},${resolve}})` });
  });
  return edits;
}

/**
 * Each `await` outside of functions reports its place before it waits; `sourceOf` leads from an offset to the
 * student's line and column.
 */
export function waits(
  program: any,
  sourceOf: (offset: number) => { line: number; column: number } | undefined,
): Edit[] {
  const edits: Edit[] = [];
  walk(program, (node) => {
    if (isFunction(node)) return false;
    if (node.type !== "AwaitExpression") return true;
    const at = sourceOf(node.start);
    if (!at) return true;
    const { start, end } = node.argument;
    edits.push({ at: start, remove: 0, insert: "globalThis.__waits(" });
    edits.push({ at: end, remove: 0, insert: `,${at.line},${at.column})`, closes: start });
    return true;
  });
  return edits;
}
