// Reads a student's feedback page.

/** What a reader of an HTML page sees. */
export function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/gs, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(
      /&(quot|lt|gt|amp);/g,
      (_, name: "quot" | "lt" | "gt" | "amp") => ({ quot: '"', lt: "<", gt: ">", amp: "&" })[name],
    );
}

/** The text of one exercise's verdict. */
export function verdictOf(html: string, cell: string): string {
  const part = html.split('<section class="exercise"').find((one) => one.startsWith(` id="${cell}-tests"`));
  if (part === undefined) throw new Error(`The feedback has no verdict for ${cell}.`);
  return textOf(part);
}
