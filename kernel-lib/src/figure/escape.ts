// Text stays what it is. Plotly reads it as a little HTML and, where MathJax is loaded, `$...$` as a formula; HTML
// reads tags.

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", $: "&#36;" };

/** Text as Plotly markup that shows it literally. Line breaks become spaces. */
export function literal(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").replace(/[&<>$]/g, (character) => ENTITIES[character]!);
}

/**
 * Text for use in HTML and SVG, attributes included. Control characters, which neither may hold, become the replacement
 * character.
 */
export function escapeHtml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it is about
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd")
      .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}
