// Speaker notes are the lecturer's: students' copies go without them.
import { withoutCells } from "./without-cells.mjs";

/**
 * A notebook without its cells of the slide type "notes"; any other file, and a damaged notebook, as it is.
 * @param {string} name the file's
 * @param {Buffer} content
 * @returns {Buffer}
 */
export function withoutNotes(name, content) {
  return withoutCells(name, content, ({ metadata }) => metadata?.slideshow?.slide_type === "notes");
}
