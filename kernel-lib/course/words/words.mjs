// What pages say around the course's own text: start page, slides, book and feedback. Reports of cells have theirs in
// kernel-lib/src/grade/words.ts; what a command prints to a terminal is English.
import { de } from "./de.mjs";
import { en } from "./en.mjs";

/** @typedef {typeof en} Words */

/** @type {Record<import("../command/course.mjs").Course["language"], Words>} */
const all = { en, de };

/** @param {import("../command/course.mjs").Course["language"]} language */
export const words = (language) => all[language];
