// What is said of a submission beside its points: kept as a key of the pages' words with what it speaks of, so that students
// read it in the course's language, and the tables have it in English.
import { words } from "../../course/words/words.mjs";

/** @typedef {import("./page.mjs").Words["remarks"]} Remarks */
/** @typedef {[key: keyof Remarks, ...about: (string | number | Remark)[]]} Remark what it is about may be a remark itself */

/**
 * @param {Remark} remark
 * @param {Remarks} said
 * @returns {string}
 */
export function put([key, ...about], said = words("en").feedback.remarks) {
  const write = /** @type {(...about: (string | number)[]) => string} */ (said[key]);
  return write(...about.map((each) => (Array.isArray(each) ? put(each, said) : each)));
}

/**
 * All of them in a line of a table.
 * @param {readonly Remark[]} remarks
 * @param {Remarks} [said]
 */
export const inOneLine = (remarks, said) => remarks.map((one) => put(one, said)).join("; ");
