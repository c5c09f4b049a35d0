// Plotly reads text as a little HTML and, where MathJax is loaded, `$...$` as a formula. Here text stays what it is.

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", $: "&#36;" };

/** Text as Plotly markup that shows it literally. Line breaks become spaces. */
export function literal(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").replace(/[&<>$]/g, (character) => ENTITIES[character]!);
}
