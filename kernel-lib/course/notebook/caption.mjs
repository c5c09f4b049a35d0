// The caption of a collapsed code cell: its first line, a comment, which JupyterLab shows in the cell's place.

/** The line of the caption, with its line end. */
export const CAPTION = /^\/\/ ?(.*)(?:\n|$)/;

/**
 * What a collapsed cell says it does. Undefined when its first line is no comment.
 * @param {string} code
 * @returns {string | undefined}
 */
export function captionOf(code) {
  return CAPTION.exec(code)?.[1]?.trim() || undefined;
}
