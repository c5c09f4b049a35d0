// The page around a text of the book: header with search, the chapters at the side, what is on this page, and the way
// on.

import { escapeHtml } from "../slides/escape-html.mjs";

/**
 * @typedef {{ file: string, title: string, number?: number, exercises?: string }} Place a page in the navigation;
 *   `exercises`: the file of the exercises that go with it
 */

/**
 * The whole page.
 * @param {{ file: string, title: string, body: string, headings: import("./sections.mjs").Heading[], places: Place[],
 *   uses: { figures: boolean, diagrams: boolean, math: boolean } }} page `title` as HTML text
 */
export function page({ file, title, body, headings, places, uses }) {
  const scripts = [
    uses.figures && "plotly.min.js",
    uses.diagrams && "mermaid.tiny.js",
    uses.math && "katex.min.js",
    uses.math && "auto-render.min.js",
    "book.js",
  ].filter(Boolean);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${file === "index.html" ? "" : `${title} · `}Verteilt</title>
<link rel="icon" href="assets/logo.svg">
<link rel="stylesheet" href="assets/book.css">
${uses.math ? '<link rel="stylesheet" href="assets/katex.min.css">\n' : ""}<script>
{
  let theme;
  try { theme = localStorage.getItem("verteilt-theme"); } catch {}
  document.documentElement.dataset.theme = theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}
</script>
${scripts.map((name) => `<script defer src="assets/${name}"></script>`).join("\n")}
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header class="top">
<button type="button" class="menu" aria-expanded="false" aria-controls="chapters">Chapters</button>
<a class="home" href="index.html">Verteilt</a>
<search>
<input type="search" placeholder="Search" aria-label="Search the course" autocomplete="off" aria-controls="found" aria-keyshortcuts="/">
<div id="found" role="region" aria-label="Search results" aria-live="polite" hidden></div>
</search>
<button type="button" class="theme">Dark</button>
</header>
<div class="frame">
<nav id="chapters" aria-label="Chapters">
<ol>
${places.map((place) => inNavigation(place, file)).join("\n")}
</ol>
</nav>
<main id="content" tabindex="-1">
${body.trim()}
${way(file, places)}
</main>
${contents(headings)}
</div>
</body>
</html>
`;
}

/**
 * @param {Place} place
 * @param {string} current
 */
function inNavigation({ file, title, number, exercises }, current) {
  const link = (/** @type {string} */ to, /** @type {string} */ text) =>
    `<a href="${to}"${to === current ? ' aria-current="page"' : ""}>${text}</a>`;
  const label = `<span class="number">${number ?? ""}</span> ${title}`;
  const more = exercises ? `\n<ul><li>${link(exercises, `Exercises to ${number}`)}</li></ul>` : "";
  return `<li>${link(file, label)}${more}</li>`;
}

/** @param {import("./sections.mjs").Heading[]} headings */
function contents(headings) {
  const sections = headings.filter(({ level }) => level === 2);
  if (sections.length < 3) return '<div class="contents"></div>';
  const items = sections.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`);
  return `<nav class="contents" aria-label="On this page">\n<p>On this page</p>\n<ul>\n${items.join("\n")}\n</ul>\n</nav>`;
}

/**
 * The links to the previous and the next page.
 * @param {string} file
 * @param {Place[]} places
 */
function way(file, places) {
  const all = places.flatMap(({ exercises, ...place }) =>
    exercises ? [place, { file: exercises, title: `Exercises to ${place.number}` }] : [place],
  );
  const at = all.findIndex((place) => place.file === file);
  const [before, after] = [all[at - 1], at >= 0 ? all[at + 1] : undefined];
  const link = (/** @type {Place | undefined} */ to, /** @type {string} */ label, /** @type {string} */ rel) =>
    to ? `<a rel="${rel}" href="${to.file}"><span>${label}</span> ${to.title}</a>` : "<span></span>";
  return `<nav class="way" aria-label="Back and on">${link(before, "Back", "prev")}${link(after, "Next", "next")}</nav>`;
}

/**
 * The first page: the chapters with what they are about, and the time they take.
 * @param {{ place: Place, summary?: string, minutes?: number, goals: string[] }[]} chapters
 */
export function firstPage(chapters) {
  const items = chapters.map(({ place, summary, minutes, goals }) => {
    const time = minutes ? `<p class="time">About ${minutes} minutes</p>` : "";
    const learn =
      goals.length > 0
        ? `<details><summary>What you will learn in chapter ${place.number}</summary><ul>${goals.map((goal) => `<li>${goal}</li>`).join("")}</ul></details>`
        : "";
    const more = place.exercises ? `<p><a href="${place.exercises}">Exercises to ${place.number}</a></p>` : "";
    return `<li>
<h2><span class="number">${place.number}</span> <a href="${place.file}">${place.title}</a></h2>
${summary ? `<p>${escapeHtml(summary)}</p>` : ""}${time}${learn}${more}
</li>`;
  });
  return `<h1>Verteilt</h1>
<p class="lead">A distributed-systems course you can run. This is the course to read; to run it, change it and be told whether you are
right, open it in JupyterLab with <code>npm start</code>.</p>
<ol class="chapters">
${items.join("\n")}
</ol>`;
}

/**
 * The glossary as a page, each term with an anchor.
 * @param {readonly import("../notebook/glossary.mjs").Entry[]} entries
 * @param {(term: string) => string} slug
 */
export function glossaryPage(entries, slug) {
  const rows = entries.map(
    ({ term, german, meaning }) =>
      `<tr id="${slug(term)}"><th scope="row">${escapeHtml(term)}</th><td lang="de">${escapeHtml(german)}</td><td>${escapeHtml(meaning)}</td></tr>`,
  );
  return `<h1 id="glossary">Glossary</h1>
<p>The terms of the course in English and German, each in one line.</p>
<p><label>Show only terms with <input type="text" class="only" autocomplete="off"></label> <span class="count" role="status"></span></p>
<div class="prose"><div class="wide" tabindex="0" role="group" aria-label="Terms"><table class="glossary">
<thead><tr><th scope="col">English</th><th scope="col">German</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div></div>`;
}
