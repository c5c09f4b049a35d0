// Text for HTML: the one place where slides, handouts and the book escape it.

/**
 * Text as it stands in HTML, also inside an attribute.
 * @param {string} text
 */
export function escapeHtml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
