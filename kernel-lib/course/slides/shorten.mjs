// A slide has at most sixty words. Of each paragraph and item it shows the first sentence, and the others while there is
// room, and of several paragraphs the first; the rest is in the speaker view. A text that is still too long is continued
// on the next slide.

import { source, textOf } from "../notebook/notebook.mjs";
import { sentencesIn } from "../notebook/sentences.mjs";
import { continued, headingOf, withNotes } from "./continued.mjs";
import { isNote } from "./slide-types.mjs";
import { isLookedUp, MOST_WORDS, wordsIn, wordsOn } from "./words.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

/** What begins a line that is no further sentence of a paragraph. */
const BLOCK = /^ *(?:$|[-*+] |\d+\. |[|#>]|<|!\[|```|\$\$|[*_]*(?:Sources?|Pictures?|Photos?)\b.*:)/;

/**
 * The slide with no more than sixty words, as one or more slides.
 * @param {Cell[]} slide
 * @returns {Cell[][]}
 */
export function shortened(slide) {
  if (isLookedUp(slide)) return [slide];
  /** @type {string[]} */
  const left = [];
  let cells = slide;
  for (;;) {
    const over = wordsOn(cells) - MOST_WORDS;
    const last = over > 0 ? mostDispensable(cells, over) : undefined;
    if (!last) break;
    cells = cells.map((cell, index) => (index === last.cell ? last.without : cell));
    left.unshift(last.sentence);
  }
  const rest = left.length > 0 ? [forSpeaker(left.join(" "))] : [];
  return inParts([...cells, ...rest]);
}

/**
 * The sentence a slide can do without: one of the last in their paragraphs, the shortest that is enough, or the longest.
 * @param {readonly Cell[]} cells
 * @param {number} over words too many
 */
function mostDispensable(cells, over) {
  const further = cells.flatMap((cell, index) => inProse(cell, index));
  const place = Math.max(...further.map((one) => one.place));
  const candidates = further
    .filter((one) => one.place === place)
    .sort((a, b) => wordsIn(a.sentence) - wordsIn(b.sentence));
  return candidates.find(({ sentence }) => wordsIn(sentence) >= over) ?? candidates.at(-1);
}

/**
 * @param {Cell} cell
 * @param {number} index
 * @returns {{ cell: number, place: number, sentence: string, without: Cell }[]}
 */
function inProse(cell, index) {
  if (isNote(cell)) return [];
  if (cell.cell_type === "code") return inAnswer(cell, index);
  const lines = source(cell).split("\n");
  let fenced = false;
  let place = 0;
  return lines.flatMap((line, at) => {
    if (/^\s*(?:```|\$\$)/.test(line)) fenced = !fenced;
    const begins = at === 0 || lines[at - 1].trim() === "";
    place = fenced || BLOCK.test(line) || begins ? 0 : place + 1;
    const isLast = at === lines.length - 1 || BLOCK.test(lines[at + 1]);
    const isRemark =
      begins && !fenced && !BLOCK.test(line) && lines.slice(0, at).some((above) => /^[^#\s]/.test(above));
    if ((place === 0 && !isRemark) || !isLast || /[:,]\s*$/.test(line)) return [];
    const without = { ...cell, source: lines.toSpliced(at, 1).join("\n") };
    return [{ cell: index, place, sentence: line.trim(), without }];
  });
}

/**
 * The explanation of an answer is one paragraph.
 * @param {Cell} cell
 * @param {number} index
 */
function inAnswer(cell, index) {
  return (cell.outputs ?? []).flatMap((output, at) => {
    const text = textOf(output.data?.["text/markdown"]);
    const why = /<p class="why">(.*)<\/p>/.exec(text)?.[1];
    const sentences = why === undefined ? [] : sentencesIn(why);
    if (sentences.length < 2) return [];
    const kept = text.replace(/<p class="why">.*<\/p>/, () => `<p class="why">${sentences.slice(0, -1).join(" ")}</p>`);
    const outputs = (cell.outputs ?? []).with(at, { ...output, data: { "text/markdown": kept } });
    // A question needs all that leads to it, and the speaker can explain its answer.
    const place = sentences.length + 100;
    return [{ cell: index, place, sentence: sentences[sentences.length - 1], without: { ...cell, outputs } }];
  });
}

/**
 * A long text as slides of about the same length: its paragraphs, items and rows stay whole.
 * @param {Cell[]} slide
 * @returns {Cell[][]}
 */
function inParts(slide) {
  const words = wordsOn(slide);
  const prose = slide.filter((cell) => !isNote(cell));
  if (words <= MOST_WORDS || prose.length !== 1 || prose[0].cell_type !== "markdown") return [slide];
  const [head, ...blocks] = source(prose[0]).split(/(?<=\n)(?=[-*+] |\d+\. |\| *[^ :|-])|(?<=\n\s*\n)/);
  const most = words / Math.ceil((words - wordsIn(head)) / MOST_WORDS);
  const texts = [head];
  let counted = wordsIn(head);
  for (const [index, block] of blocks.entries()) {
    if (counted + wordsIn(block) / 2 > most * texts.length && mayPart(block, blocks[index - 1])) texts.push("");
    // The first row of a continued table is its header.
    if (texts[texts.length - 1] === "" && isRow(block))
      texts[texts.length - 1] = blocks.slice(0, index).findLast(isHeader) ?? "";
    texts[texts.length - 1] += block;
    counted += wordsIn(block);
  }
  const cells = texts.map((text) => [{ ...prose[0], source: text.trimEnd() }]);
  const heading = headingOf(slide);
  const notes = slide.filter(isNote);
  return cells.map((part, index) => withNotes(index === 0 ? part : continued(part, heading), notes));
}

const isRow = (/** @type {string} */ block) => block.startsWith("|");
const isHeader = (/** @type {string} */ block) => /^\|.*\n *\|[-:| ]+\|/.test(block);

/**
 * Whether a slide may begin with this block: what ends with a colon and the head of a table belong to what follows.
 * @param {string} block
 * @param {string | undefined} before
 */
const mayPart = (block, before) =>
  before !== undefined && !/:\s*$/.test(before) && !isHeader(before) && wordsIn(block) > 0;

/**
 * What is left of the text, for the speaker.
 * @param {string} text
 * @returns {Cell}
 */
export const forSpeaker = (text) => ({
  cell_type: "markdown",
  source: text,
  metadata: { slideshow: { slide_type: "notes" }, verteilt: { rest: true } },
});
