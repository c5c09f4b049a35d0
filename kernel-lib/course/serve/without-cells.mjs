// A copy of a notebook that leaves some cells out.

/**
 * @typedef {{ cell_type: string, source: string | string[],
 *   metadata?: { slideshow?: { slide_type?: string }, tags?: string[] } }} Cell
 */

/**
 * A notebook without some of its cells; any other file, and a damaged notebook, as it is.
 * @param {string} name the file's
 * @param {Buffer} content
 * @param {(cell: Cell) => boolean} isLeftOut
 * @returns {Buffer}
 */
export function withoutCells(name, content, isLeftOut) {
  if (!name.endsWith(".ipynb")) return content;
  /** @type {{ cells: Cell[] }} */
  let notebook;
  try {
    notebook = JSON.parse(content.toString());
  } catch {
    return content;
  }
  if (!Array.isArray(notebook.cells)) return content;
  const cells = notebook.cells.filter((cell) => !isLeftOut(cell));
  if (cells.length === notebook.cells.length) return content;
  return Buffer.from(`${JSON.stringify({ ...notebook, cells }, null, 1)}\n`);
}
