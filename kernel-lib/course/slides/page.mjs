// The page around a chapter's slides: one HTML file with every style, font, script and picture inside it.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../command/failure.mjs";
import { COLOURS } from "../templates/part-colours.mjs";
import { words } from "../words/words.mjs";
import { escapeHtml } from "./escape-html.mjs";
import { fontFaces } from "./fonts.mjs";
import { inLanguage, withHeadingFree } from "./reveal-words.mjs";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));

const PICTURES = /** @type {Record<string, string>} */ ({
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
});

/**
 * The whole page. Plotly, KaTeX and Mermaid are inside once each, and only when the slides use them.
 * @param {object} slides
 * @param {string} slides.sections nbconvert's
 * @param {string} slides.title the chapter's
 * @param {string} slides.folder that its pictures' paths start from
 * @param {[light: string, dark: string]} [slides.colours] of its part of the course
 * @param {string} [slides.ratio] "4x3" for slides that are not 16 : 9
 * @param {"en" | "de"} [slides.language] of the interface
 * @returns {string}
 */
export function page({ sections, title, folder, colours = COLOURS[0], ratio = "16x9", language = "en" }) {
  const body = embedPictures(sections, folder);
  const said = words(language).slides;
  const uses = {
    figures: body.includes('class="plot"'),
    diagrams: body.includes("data-mermaid="),
    math: hasMath(body),
  };
  const styles = [
    readPackage("reveal.js", "dist/reset.css"),
    readPackage("reveal.js", "dist/reveal.css"),
    fontFaces(dataUri),
    uses.math ? katexStyles() : "",
    readFileSync(join(here, "..", "templates", "look.css"), "utf8"),
    `:root { --part: ${colours[0]}; --accent: ${colours[0]}; } :root[data-theme="dark"] { --accent: ${colours[1]}; }`,
    readFileSync(join(here, "slides.css"), "utf8"),
    readFileSync(join(here, "code.css"), "utf8"),
    readFileSync(join(here, "kinds.css"), "utf8"),
    readFileSync(join(here, "controls.css"), "utf8"),
    readFileSync(join(here, "ask-room.css"), "utf8"),
  ];
  const scripts = [
    inLanguage(readPackage("reveal.js", "dist/reveal.js"), "reveal", language),
    withHeadingFree(inLanguage(readPackage("reveal.js", "dist/plugin/notes.js"), "notes", language)),
    uses.figures ? readPackage("plotly.js-dist-min", "plotly.min.js") : "",
    uses.diagrams ? readPackage("@mermaid-js/tiny", "dist/mermaid.tiny.js") : "",
    uses.math ? readPackage("katex", "dist/katex.min.js") : "",
    uses.math ? readPackage("katex", "dist/contrib/auto-render.min.js") : "",
    ...[
      "fit.js",
      "labels.js",
      "pictures.js",
      "lines.js",
      "deck.js",
      "to-notebook.js",
      "room-door.js",
      "ask-room.js",
    ].map((file) => readFileSync(join(here, file), "utf8")),
  ];
  return `<!DOCTYPE html>
<html lang="en" data-ratio="${ratio}" data-map="${said.map}" data-scrolls="${said.scrolls}" data-room="${escapeHtml(JSON.stringify(said.room))}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(plain(title))}</title>
${styles.filter(Boolean).map(style).join("\n")}
${script(readFileSync(join(here, "theme.js"), "utf8"))}
</head>
<body>
<div class="reveal">
<main class="slides">
${body.trim()}
</main>
</div>
${scripts.filter(Boolean).map(script).join("\n")}
</body>
</html>
`;
}

/**
 * Everything the page would fetch, inlined: pictures beside the notebook become data URIs.
 * @param {string} html
 * @param {string} folder
 */
export function embedPictures(html, folder) {
  return html.replace(/(<img\b[^>]*?\bsrc=")([^"]+)(")/g, (whole, before, address, after) => {
    if (address.startsWith("data:")) return whole;
    if (/^[a-z]+:/i.test(address) || address.startsWith("//"))
      throw new Failure(`The picture ${address} would be loaded from the network.`, {
        fix: "put it beside the notebook and refer to it by a relative path",
      });
    const file = join(folder, decodeURIComponent(address));
    const type = PICTURES[extname(file).toLowerCase()];
    if (!type || !existsSync(file))
      throw new Failure(`There is no picture "${address}" beside the notebook (${Object.keys(PICTURES).join(", ")}).`);
    return `${before}data:${type};base64,${readFileSync(file).toString("base64")}${after}`;
  });
}

/**
 * Whether a page shows formulas.
 * @param {string} html
 */
export function hasMath(html) {
  const prose = html.replace(/<(script|pre|code|style)\b[\s\S]*?<\/\1>/g, "");
  return /\$\$?[^$]+\$|\\\(|\\\[/.test(prose);
}

function katexStyles() {
  return readPackage("katex", "dist/katex.min.css").replace(
    /src:url\((fonts\/[^)]+\.woff2)\) format\("woff2"\)[^;}]*/g,
    (_, file) => `src:url(${dataUri("katex", `dist/${file}`)}) format("woff2")`,
  );
}

/**
 * The text of a file of an installed package.
 * @param {string} name
 * @param {string} file
 */
export function readPackage(name, file) {
  return readFileSync(packageFile(name, file), "utf8");
}

/**
 * @param {string} name
 * @param {string} file
 */
const dataUri = (name, file) => `data:font/woff2;base64,${readFileSync(packageFile(name, file)).toString("base64")}`;

/**
 * A file of an installed package, even if its `exports` do not name it.
 * @param {string} name
 * @param {string} file
 */
export function packageFile(name, file) {
  for (const folder of require.resolve.paths(name) ?? []) {
    const found = join(folder, name, file);
    if (existsSync(found)) return found;
  }
  throw new Failure(`The npm package ${name} is not installed.`, { fix: "npm run setup" });
}

/** @param {string} css */
const style = (css) => `<style>\n${css.replaceAll("</style", "<\\/style")}\n</style>`;

/** @param {string} code */
const script = (code) =>
  `<script>\n${code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--")}\n</script>`;

/** @param {string} heading */
const plain = (heading) => heading.replace(/[*_`]/g, "");
