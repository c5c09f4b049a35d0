// Feedback: one page for a student, of our own words, the escaped text of answers, and reports. It has no script, asks the
// network for nothing, and can be printed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { course } from "../../course/command/paths.mjs";
import { put } from "./remarks.mjs";

/** @typedef {import("../../course/words/words.mjs").Words["feedback"]} Words */
/** @typedef {{ words: Words, language: string }} Said in which language a page is */

/**
 * @typedef {object} Head of a page
 * @property {string} assignment
 * @property {string} student as it is called
 * @property {number} points with what was taken off
 * @property {number} of
 * @property {readonly string[]} remarks
 */

/**
 * @param {Head} head
 * @param {readonly import("./exercise-parts.mjs").ExercisePart[]} exercises
 * @param {import("./verdicts.mjs").Verdicts} verdicts
 * @param {Record<string, [points: number, of: number]>} cells what each test cell is worth in the gradebook
 * @param {Record<string, string>} comments of the lecturer, by grade_id
 * @param {Said} said
 */
export function markedPage(head, exercises, verdicts, cells, comments, said) {
  const { words, language } = said;
  const worth = (/** @type {[number, number]} */ [points, of]) =>
    words.points(short(points, language), short(of, language));
  const failed = exercises.flatMap(({ id, cell }) =>
    (verdicts.tests[cell] ?? []).filter(({ ok }) => !ok).map((test) => ({ id, cell, ...test })),
  );
  const list = exercises.map(
    ({ id, title, cell }) =>
      `<li><a href="#${escapeHtml(cell)}">${escapeHtml(title || id)}</a>: ${worth(cells[cell] ?? [0, 0])}</li>`,
  );
  const missed = failed.map(
    ({ id, cell, sentence, points, hidden }) =>
      `<li><a href="#${escapeHtml(cell)}">${escapeHtml(id)}</a> ${escapeHtml(sentence)} (${short(points, language)}` +
      `${hidden ? `, ${words.hidden}` : ""})</li>`,
  );
  const parts = exercises.map(({ id, title, cell, answer }) => {
    const [points = 0] = cells[cell] ?? [];
    const judged = (verdicts.tests[cell] ?? []).reduce((sum, test) => sum + (test.ok ? test.points : 0), 0);
    const byHand =
      Math.abs(points - judged) > 0.001 ? `<p class="comment">${words.byHand(short(points, language))}</p>` : "";
    return `<section class="exercise" id="${escapeHtml(cell)}">
<h2>${escapeHtml(title || id)}</h2>
${verdicts.reports[cell] ?? ""}
${byHand}${comment(comments[cell], words)}
<section class="answer" aria-label="${escapeHtml(words.yourAnswer(id))}"><h3>${escapeHtml(words.yourAnswer(id))}</h3>
<pre class="input"><code>${escapeHtml(verdicts.answers[answer] ?? words.noAnswer)}</code></pre>
${comment(comments[answer], words)}</section>
</section>`;
  });
  return page(
    head,
    said,
    `<nav aria-label="${words.exercises}"><ul>\n${list.join("\n")}\n</ul></nav>`,
    missed.length > 0
      ? `<section class="failed"><h2>${words.failed}</h2><ul>\n${missed.join("\n")}\n</ul></section>`
      : `<p>${words.allPassed}</p>`,
    ...parts,
  );
}

/**
 * The page of what could not be marked: why, and what to do.
 * @param {Head} head
 * @param {{ status: import("./submissions.mjs").Unmarked | "not recognised", why: import("./remarks.mjs").Remark }} problem
 * @param {Said} said
 */
export function unmarkedPage(head, { status, why }, said) {
  const { words } = said;
  const again = status === "not judged" ? "" : ` ${words.askAgain}`;
  return page(
    head,
    said,
    `<p><strong>${words.notMarked}</strong> ${escapeHtml(words.because(put(why, words.remarks)))}</p>`,
    `<h2>${words.whatToDo}</h2>\n<p>${words.remedies[status]}${again}</p>`,
  );
}

/**
 * Points as people write them.
 * @param {number} points
 * @param {string} language
 */
export const short = (points, language) =>
  (Math.round(points * 100) / 100).toLocaleString(language, { useGrouping: false });

/**
 * @param {number} minutes
 * @param {Words} words
 */
export const lateness = (minutes, words) =>
  words.late(words.span(Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60));

/** @param {string} text */
export const escapeHtml = (text) =>
  text
    // Half of a character is none that a page can hold.
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * A page of ours, whatever it is about.
 * @param {string} title
 * @param {string} language
 * @param {readonly string[]} parts HTML
 */
export function wholePage(title, language, parts) {
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${style()}
</style>
</head>
<body>
${parts.join("\n")}
</body>
</html>
`;
}

/**
 * @param {Head} head
 * @param {Said} said
 * @param {string[]} parts
 */
function page({ assignment, student, points, of, remarks }, { words, language }, ...parts) {
  const header = `<header>
<h1>${escapeHtml(assignment)}</h1>
<p class="student">${escapeHtml(student)}</p>
${of > 0 ? `<p class="total">${words.points(short(points, language), short(of, language))}</p>` : ""}
${remarks.map((remark) => `<p>${escapeHtml(remark)}</p>`).join("\n")}
</header>`;
  return wholePage(words.title(assignment), language, [header, "<main>", ...parts, "</main>"]);
}

/**
 * @param {string | undefined} text
 * @param {Words} words
 */
const comment = (text, words) =>
  text ? `<div class="comment"><strong>${words.comment}</strong> ${escapeHtml(text)}</div>` : "";

/** @type {string | undefined} */
let read;
function style() {
  const templates = join(course, "templates");
  read ??= ["look.css", "verteilt-feedback/feedback.css"]
    .map((file) => readFileSync(join(templates, file), "utf8"))
    .join("\n");
  return read;
}
