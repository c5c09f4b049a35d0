// The page around a text of the book: header with search, the chapters at the side, what is on this page, and the way
// on.

import { extname } from "node:path";
import { escapeHtml } from "../slides/escape-html.mjs";
import { words } from "../words/words.mjs";

/**
 * @typedef {{ file: string, title: string, number?: number, exercises?: string }} Place a page in the navigation;
 *   `exercises`: the file of the exercises that go with it
 */

/** @typedef {import("../command/course.mjs").Course} Course */
/** @typedef {import("../words/words.mjs").Words["book"]} Said */

/**
 * The whole page.
 * @param {{ file: string, title: string, body: string, headings: import("./sections.mjs").Heading[], places: Place[],
 *   uses: { figures: boolean, diagrams: boolean, math: boolean }, about: Course }} page `title` as HTML text
 */
export function page({ file, title, body, headings, places, uses, about }) {
  const said = words(about.language).book;
  const name = escapeHtml(about.name);
  const scripts = [
    uses.figures && "plotly.min.js",
    uses.diagrams && "mermaid.tiny.js",
    uses.math && "katex.min.js",
    uses.math && "auto-render.min.js",
    "figures.js",
    "book.js",
  ].filter(Boolean);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${file === "index.html" ? "" : `${title} · `}${name}</title>
<link rel="icon" href="assets/${logoName(about)}">
<link rel="stylesheet" href="assets/book.css">
${uses.math ? '<link rel="stylesheet" href="assets/katex.min.css">\n' : ""}<script>
{
  let theme;
  try { theme = localStorage.getItem("verteilt-theme"); } catch {}
  document.documentElement.dataset.theme = theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}
</script>
${scripts.map((name) => `<script defer src="assets/${name}"></script>`).join("\n")}
<script>globalThis.verteiltWords = ${JSON.stringify({ nothing: said.nothing("%"), dark: said.dark, light: said.light })};</script>
</head>
<body>
<a class="skip" href="#content">${said.skip}</a>
<header class="top">
<button type="button" class="menu" aria-expanded="false" aria-controls="chapters">${said.chapters}</button>
<a class="home" href="index.html">${name}</a>
<search>
<input type="search" placeholder="${said.search}" aria-label="${said.searchLabel}" autocomplete="off" aria-controls="found" aria-keyshortcuts="/">
<div id="found" role="region" aria-label="${said.results}" aria-live="polite" hidden></div>
</search>
<button type="button" class="theme">${said.dark}</button>
</header>
<div class="frame">
<nav id="chapters" aria-label="${said.chapters}">
<ol>
${places.map((place) => inNavigation(place, file, said)).join("\n")}
</ol>
</nav>
<main id="content" tabindex="-1">
${body.trim()}
${way(file, places, said)}
</main>
${contents(headings, said)}
</div>
</body>
</html>
`;
}

/**
 * @param {Place} place
 * @param {string} current
 * @param {Said} said
 */
function inNavigation({ file, title, number, exercises }, current, said) {
  const link = (/** @type {string} */ to, /** @type {string} */ text) =>
    `<a href="${to}"${to === current ? ' aria-current="page"' : ""}>${text}</a>`;
  const label = `<span class="number">${number ?? ""}</span> ${title}`;
  const more = exercises ? `\n<ul><li>${link(exercises, said.exercises(number))}</li></ul>` : "";
  return `<li>${link(file, label)}${more}</li>`;
}

/**
 * @param {import("./sections.mjs").Heading[]} headings
 * @param {Said} said
 */
function contents(headings, said) {
  const sections = headings.filter(({ level }) => level === 2);
  if (sections.length < 3) return '<div class="contents"></div>';
  const items = sections.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`);
  return `<nav class="contents" aria-label="${said.onThisPage}">\n<p>${said.onThisPage}</p>\n<ul>\n${items.join("\n")}\n</ul>\n</nav>`;
}

/**
 * The links to the previous and the next page.
 * @param {string} file
 * @param {Place[]} places
 * @param {Said} said
 */
function way(file, places, said) {
  const all = places.flatMap(({ exercises, ...place }) =>
    exercises ? [place, { file: exercises, title: said.exercises(place.number) }] : [place],
  );
  const at = all.findIndex((place) => place.file === file);
  const [before, after] = [all[at - 1], at >= 0 ? all[at + 1] : undefined];
  const link = (/** @type {Place | undefined} */ to, /** @type {string} */ label, /** @type {string} */ rel) =>
    to ? `<a rel="${rel}" href="${to.file}"><span>${label}</span> ${to.title}</a>` : "<span></span>";
  return `<nav class="way" aria-label="${said.backAndOn}">${link(before, said.back, "prev")}${link(after, said.next, "next")}</nav>`;
}

/**
 * The first page: the chapters with what they are about, and the time they take.
 * @param {{ place: Place, summary?: string, minutes?: number, goals: string[] }[]} chapters
 * @param {Course} about
 */
export function firstPage(chapters, about) {
  const said = words(about.language).book;
  const items = chapters.map(({ place, summary, minutes, goals }) => {
    const time = minutes ? `<p class="time">${said.minutes(minutes)}</p>` : "";
    const learn =
      goals.length > 0
        ? `<details><summary>${said.goals(place.number)}</summary><ul>${goals.map((goal) => `<li>${goal}</li>`).join("")}</ul></details>`
        : "";
    const more = place.exercises ? `<p><a href="${place.exercises}">${said.exercises(place.number)}</a></p>` : "";
    return `<li>
<h2><span class="number">${place.number}</span> <a href="${place.file}">${place.title}</a></h2>
${summary ? `<p>${escapeHtml(summary)}</p>` : ""}${time}${learn}${more}
</li>`;
  });
  const of = about.institution ? `\n<p class="institution">${escapeHtml(about.institution)}</p>` : "";
  return `<h1>${escapeHtml(about.name)}</h1>${of}
<p class="lead">${said.lead}</p>
<ol class="chapters">
${items.join("\n")}
</ol>`;
}

/**
 * The glossary as a page, each term with an anchor.
 * @param {readonly import("../notebook/glossary.mjs").Entry[]} entries
 * @param {(term: string) => string} slug
 * @param {Course} about
 */
export function glossaryPage(entries, slug, about) {
  const said = words(about.language).book;
  const rows = entries.map(
    ({ term, german, meaning }) =>
      `<tr id="${slug(term)}"><th scope="row">${escapeHtml(term)}</th><td lang="de">${escapeHtml(german)}</td><td>${escapeHtml(meaning)}</td></tr>`,
  );
  return `<h1 id="glossary">${said.glossary}</h1>
<p>${said.aboutGlossary}</p>
<p><label>${said.onlyTerms} <input type="text" class="only" autocomplete="off"></label> <span class="count" role="status"></span></p>
<div class="prose"><div class="wide" tabindex="0" role="group" aria-label="${said.terms}"><table class="glossary">
<thead><tr>${said.termColumns.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div></div>`;
}

/**
 * The file of the logo in the book's assets.
 * @param {Course} about
 */
export const logoName = ({ logo }) => `logo${logo ? extname(logo) : ".svg"}`;
