// The sources of pictures: the slide that shows a picture also says where it comes from.

import { source } from "../notebook/notebook.mjs";
import { arrange } from "./arrange.mjs";
import { headingOf } from "./continued.mjs";
import { slideType } from "./slide-types.mjs";

const PICTURE = /!\[[^\]]*\]\(|<img\b/;
const CREDIT = /^[*_]*(Sources?|Pictures?|Photos?)\b.*:/im;

/**
 * The slides with a picture and no line that says where it comes from, as sentences. Pictures that a cell draws are the
 * course's own.
 * @param {import("../notebook/notebook.mjs").Notebook} notebook its slide types checked
 * @param {{ long?: boolean }} [options]
 * @returns {string[]}
 */
export function withoutCredit(notebook, options) {
  /** @type {{ heading: string, text: string }[]} */
  const slides = [];
  for (const cell of arrange(notebook, options).notebook.cells) {
    if (cell.cell_type !== "markdown" || slideType(cell) === "notes") continue;
    if (slides.length === 0 || ["slide", "subslide"].includes(slideType(cell) ?? ""))
      slides.push({ heading: headingOf([cell]), text: "" });
    slides[slides.length - 1].text += `\n${source(cell)}`;
  }
  return slides
    .filter(({ text }) => PICTURE.test(text) && !CREDIT.test(text))
    .map(
      ({ heading }) =>
        `"${heading}" shows a picture and does not say whose; write a line such as "Picture: Jane Doe, CC BY 4.0" on the slide`,
    );
}
