// One sentence a line in Markdown cells, so that a change of one sentence is a change of one line. Tables, headings,
// code and HTML stay as they are; so do lines that end within a sentence.

/** What ends with a period and ends no sentence. */
const ABBREVIATIONS = /(?:\b(?:e\.g|i\.e|cf|vs|etc|Dr|St|No|Fig|pp?|approx|ca|al|[A-Z])\.)["')*_\]]*$/;
/** The end of a sentence, with what closes behind it, before something that begins one. */
const END = /[.!?]["'”)*_`\]]*(?=\s+["'“(*_`[]*[\p{Lu}\d$])/gu;

/**
 * The text with a line break after each sentence. Rendered, it is the same.
 * @param {string} markdown
 * @returns {string}
 */
export function oneSentenceALine(markdown) {
  let fence = "";
  return markdown
    .split("\n")
    .flatMap((line) => {
      const mark = /^\s*(```+|~~~+|\$\$)/.exec(line)?.[1] ?? "";
      if (fence) {
        if (mark.startsWith(fence)) fence = "";
        return [line];
      }
      if (mark) {
        if (!(mark === "$$" && /\$\$.+\$\$\s*$/.test(line))) fence = mark;
        return [line];
      }
      return isProse(line) ? sentencesOf(line) : [line];
    })
    .join("\n");
}

/** @param {string} line */
const isProse = (line) => !/^\s*(?:\||#|<|={3,}|-{3,}|\[[^\]]+\]:)|^ {4}(?! *(?:[-*+]|\d+\.) )|^\s*$/.test(line);

/**
 * A line of prose as lines; what follows in a list or quotation keeps its place below the first.
 * @param {string} line
 */
function sentencesOf(line) {
  const [lead = ""] = /^\s*(?:>\s?)*(?:(?:[-*+]|\d+\.)\s+)?/.exec(line) ?? [];
  const below = lead.replace(/[^>\s]/g, " ");
  const sentences = sentencesIn(line.slice(lead.length));
  return sentences.map((sentence, index) => (index === 0 ? lead : below) + sentence);
}

/**
 * A line of prose as its sentences; splits outside of code, links and formulas.
 * @param {string} text
 * @returns {string[]}
 */
export function sentencesIn(text) {
  const masked = text.replace(/`[^`]*`|\[[^\]]*\]\([^)]*\)|\$[^$\s][^$]*\$/g, (whole) =>
    // The last character stays, since a sentence may end or begin with what is masked.
    whole.length < 3 ? whole : `${whole[0]}${"X".repeat(whole.length - 2)}${whole.at(-1)}`,
  );
  const sentences = [];
  let from = 0;
  for (const match of masked.matchAll(END)) {
    const end = match.index + match[0].length;
    if (ABBREVIATIONS.test(masked.slice(from, end))) continue;
    // A number alone, as in "1. First", begins a list.
    if (/^\d+\.$/.test(masked.slice(from, end))) continue;
    sentences.push(text.slice(from, end));
    from = end + (/^\s+/.exec(text.slice(end))?.[0].length ?? 0);
  }
  return [...sentences, text.slice(from)];
}
