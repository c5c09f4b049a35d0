// Text for HTML: the one place where slides, handouts and the book escape it.

/**
 * Text escaped for HTML, including attributes.
 * @param {string} text
 */
export function escapeHtml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
