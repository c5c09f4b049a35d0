// What the judge found out about one submission, kept in DIR until it is handed in anew: feedback can be written again, when
// a lecturer has changed points or names, without judging again.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writePrivate } from "./private.mjs";

/**
 * @typedef {object} JudgedTest
 * @property {string} sentence
 * @property {number} points
 * @property {boolean} ok
 * @property {boolean} hidden
 *
 * @typedef {object} Verdicts
 * @property {Record<string, string>} answers the student's text, by grade_id
 * @property {Record<string, string>} reports HTML, by the test cell's grade_id
 * @property {Record<string, JudgedTest[]>} tests by the test cell's grade_id
 */

/** @param {string} folder DIR @param {string} key of the submission */
const fileOf = (folder, key) =>
  join(folder, ".verteilt", "verdicts", `${createHash("sha256").update(key).digest("hex")}.json`);

/** @param {string} folder @param {string} key */
export const hasVerdicts = (folder, key) => existsSync(fileOf(folder, key));

/**
 * @param {string} folder
 * @param {string} key
 * @returns {Verdicts | undefined}
 */
export function readVerdicts(folder, key) {
  try {
    return JSON.parse(readFileSync(fileOf(folder, key), "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} folder
 * @param {string} key
 * @param {Verdicts} verdicts
 */
export function keepVerdicts(folder, key, verdicts) {
  writePrivate(fileOf(folder, key), JSON.stringify(verdicts));
}
