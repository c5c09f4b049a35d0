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

/**
 * Whether a cell only asserts what the text around it says. By the same caption the kernel knows that an assertion that is
 * not met is no error of a reader who has changed a number (kernel/executor/chapter-checks.ts).
 * @param {string} code
 */
export function isCheck(code) {
  return /^\/\/ Checks (?:what|the numbers) this chapter states\b/.test(code);
}
