// The page behind "hand in" on the start page: what npm run hand-in says, with the file to download.
import { basename } from "node:path";
import { about, given, savedAt } from "./hand-in-words.mjs";

/**
 * @param {import("../../grading/pipeline/hand-in.mjs").HandedIn} made
 * @returns {string} HTML
 */
export function handedInPage(made) {
  const file = basename(made.file);
  return page(`Hand in: ${made.name}`, [
    `<p>As you saved it ${escapeHtml(savedAt(made))}. What you have not saved since is not in it: save (Ctrl+S) and reload this page.</p>`,
    `<p><strong>${escapeHtml(given(made))}</strong></p>`,
    made.open.length > 0 ? `<ul>${made.open.map((open) => `<li>${escapeHtml(about(open))}</li>`).join("")}</ul>` : "",
    ...made.others.map(
      (other) => `<p>Not taken, because the other has as many answers or more: <code>${escapeHtml(other)}</code></p>`,
    ),
    `<p><a class="file" href="/files/hand-in/${encodeURIComponent(file)}?download=1" download>Download ${escapeHtml(file)}</a></p>`,
    `<p>Marking can read it. It also lies in your folder: <code>${escapeHtml(made.file)}</code></p>`,
  ]);
}

/**
 * @param {import("../command/failure.mjs").Failure} failure
 * @returns {string} HTML
 */
export function failedPage({ message, fix }) {
  return page("Nothing was handed in", [
    `<p class="text">${escapeHtml(message)}</p>`,
    fix ? `<p class="text">To fix it: ${escapeHtml(fix)}</p>` : "",
  ]);
}

/**
 * @param {string} title
 * @param {readonly string[]} parts HTML
 */
const page = (title, parts) => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
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
<h1>${escapeHtml(title)}</h1>
${parts.filter(Boolean).join("\n")}
</body>
</html>
`;

/** @param {string} text */
const escapeHtml = (text) =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
