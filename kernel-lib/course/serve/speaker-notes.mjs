// Speaker notes are the lecturer's: students' copies go without them.

/** @typedef {{ cells: { metadata?: { slideshow?: { slide_type?: string } } }[] }} Notebook */

/**
 * A notebook without its cells of the slide type "notes"; any other file, and a damaged notebook, as it is.
 * @param {string} name the file's
 * @param {Buffer} content
 * @returns {Buffer}
 */
export function withoutNotes(name, content) {
  if (!name.endsWith(".ipynb")) return content;
  /** @type {Notebook} */
  let notebook;
  try {
    notebook = JSON.parse(content.toString());
  } catch {
    return content;
  }
  if (!Array.isArray(notebook.cells)) return content;
  const cells = notebook.cells.filter((cell) => cell.metadata?.slideshow?.slide_type !== "notes");
  if (cells.length === notebook.cells.length) return content;
  return Buffer.from(`${JSON.stringify({ ...notebook, cells }, null, 1)}\n`);
}
