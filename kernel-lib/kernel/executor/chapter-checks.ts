// Cells that check what a chapter states. Where a reader has changed the cells above, such a check has nothing to say. That
// is no mistake of the reader's, so it does not stop Run All. They are known by their caption, because no front end sends
// the tags of a cell.

const CAPTION = /^\s*\/\/ Checks (?:the numbers|what) this chapter states/;

/** Set where an unmet check is the author's mistake: when chapters are tested, printed, and edited. */
const STRICT = "VERTEILT_CHECKS";

const sentences: Record<string, string> = {
  en: "The numbers above are not the chapter's any more, so this check says nothing.",
  de: "Die Zahlen oben sind nicht mehr die des Kapitels, also sagt diese Prüfung nichts.",
};

/** What an unmet check shows in place of its error; undefined for any other cell, and where checks are strict. */
export function saysNothing(code: string): { [display: symbol]: () => Record<string, string> } | undefined {
  if (!CAPTION.test(code) || process.env[STRICT] === "strict") return undefined;
  const sentence = sentences[process.env.VERTEILT_LANGUAGE ?? "en"] ?? sentences.en;
  return {
    [Symbol.for("Jupyter.display")]: () => ({
      "text/plain": sentence,
      "text/html": `<span style="font-size: 14px; opacity: 0.75">${sentence}</span>`,
    }),
  };
}
