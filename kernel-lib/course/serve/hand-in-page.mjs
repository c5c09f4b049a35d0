// What handing in says: as lines for a terminal, and as the page behind "Hand in" on the start page, which also offers the
// file to download.
import { basename } from "node:path";

/** @typedef {import("../../grading/pipeline/hand-in.mjs").HandedIn} HandedIn */
/** @typedef {import("../words/words.mjs").Words} Words */

/**
 * @param {HandedIn} made
 * @param {Words["handIn"]} said
 * @returns {string[]} lines
 */
export function handedInLines(made, said) {
  return [
    `${made.name}. ${said.saved(made.saved)}`,
    given(made, said),
    ...made.open.map((open) => `  - ${about(open, said)}`),
    ...made.others.map((file) => said.other(file)),
    ...made.unreadable.map((file) => said.unreadable(file)),
    said.readable,
    `  ${made.file}`,
  ];
}

/**
 * @param {HandedIn} made
 * @param {Words["handIn"]} said
 * @param {string} language of the page
 * @returns {string} HTML
 */
export function handedInPage(made, said, language) {
  const file = basename(made.file);
  return page(said.title(made.name), language, [
    `<p>${html(said.saved(made.saved))} ${html(said.saveFirst)}</p>`,
    `<p><strong>${html(given(made, said))}</strong></p>`,
    made.open.length > 0 ? `<ul>${made.open.map((open) => `<li>${html(about(open, said))}</li>`).join("")}</ul>` : "",
    ...made.others.map((other) => `<p>${html(said.other(other))}</p>`),
    ...made.unreadable.map((other) => `<p>${html(said.unreadable(other))}</p>`),
    `<p><a class="file" href="../files/hand-in/${encodeURIComponent(file)}?download=1" download>${html(said.download(file))}</a></p>`,
    `<p>${html(said.readable)} <code>${html(made.file)}</code></p>`,
  ]);
}

/**
 * @param {import("../command/failure.mjs").Failure} failure
 * @param {Words["handIn"]} said
 * @param {string} language of the page
 * @returns {string} HTML
 */
export function failedPage({ message, fix }, said, language) {
  return page(said.failed, language, [
    `<p class="text">${html(message)}</p>`,
    fix ? `<p class="text">${html(said.fix(fix))}</p>` : "",
  ]);
}

/**
 * @param {HandedIn} made
 * @param {Words["handIn"]} said
 */
const given = ({ answers, open }, said) =>
  open.length === 0 ? said.all(answers) : said.some(answers - open.length, answers);

/**
 * @param {import("../../grading/pipeline/open-answers.mjs").Open} open
 * @param {Words["handIn"]} said
 */
const about = ({ exercise, state, left, places }, said) =>
  `${exercise}: ${state === "partly" ? said.partly(left, places) : said[state]}`;

/**
 * @param {string} title
 * @param {string} language
 * @param {readonly string[]} parts HTML
 */
const page = (title, language, parts) => `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title>
<style>
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; font: 1.05rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
.text { white-space: pre-wrap; }
.file { display: inline-block; padding: 0.5rem 1rem; border: 2px solid; border-radius: 6px; font-weight: 600; }
code { overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${html(title)}</h1>
${parts.filter(Boolean).join("\n")}
</body>
</html>
`;

/** @param {string} text */
const html = (text) =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
