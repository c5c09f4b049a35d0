// Text that nobody reads in a lecture: more words on a slide than a room takes in while someone speaks.

import { arrange } from "./arrange.mjs";
import { headingOf } from "./continued.mjs";
import { isLookedUp, MOST_WORDS, wordsOn } from "./words.mjs";

/**
 * The slides with too many words that could be neither shortened nor continued, as sentences.
 * @param {import("../notebook/notebook.mjs").Notebook} notebook executed, its slide types checked
 * @param {{ long?: boolean }} [options]
 * @returns {string[]}
 */
export function longText(notebook, options) {
  return arrange(notebook, options)
    .slides.filter((slide) => wordsOn(slide) > MOST_WORDS && !isLookedUp(slide))
    .map((slide) => `"${headingOf(slide)}" has ${wordsOn(slide)} words; a slide holds ${MOST_WORDS}`);
}
