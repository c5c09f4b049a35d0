// The title slide: whose course it is, as notebooks/course.json says. What the chapter says of itself there is meant for
// readers of the notebook.

import { source } from "../notebook/notebook.mjs";
import { words } from "../words/words.mjs";
import { escapeHtml } from "./escape-html.mjs";

/**
 * @typedef {object} Titled
 * @property {string} name of the course
 * @property {string} about one line
 * @property {string} institution "" if none
 * @property {string} [logo] the path of a picture, relative to the notebooks
 * @property {number} number of the chapter
 * @property {number[]} numbers of all chapters of the course
 * @property {"en" | "de"} language of the interface
 */

/** "Chapter 4 of *Verteilt*, a course." and the lines below it. */
const SAID = /\n+^Chapter \d+ of \*[^\n]*(?:\n[^\n]+)*/m;

/**
 * The title slide's cell with the course's name, its institution and its logo.
 * @param {import("../notebook/notebook.mjs").Cell} cell
 * @param {Titled} course
 */
export function titled(cell, { name, about, institution, logo, number, language }) {
  const course = [
    `<span>${escapeHtml(words(language).slides.chapterOf(number, name))}</span>`,
    about && `<span>${escapeHtml(about)}</span>`,
    institution && `<span>${escapeHtml(institution)}</span>`,
  ];
  const picture = logo ? `<img class="logo" src="${escapeHtml(encodeURI(logo))}" alt="">` : "";
  const furniture = `<div class="course">${picture}${course.filter(Boolean).join("")}</div>`;
  return { ...cell, source: `${source(cell).replace(SAID, "")}\n\n${furniture}` };
}
