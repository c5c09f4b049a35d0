// The whole book: every chapter run once, its exercises, the glossary and a first page, as a folder of plain files.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { readCourse } from "../command/course.mjs";
import { Failure } from "../command/failure.mjs";
import { writeWhole } from "../command/files.mjs";
import { jupyterEnv } from "../command/jupyter-env.mjs";
import { course, products, root, venvBin } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { say, step } from "../command/steps.mjs";
import { executed } from "../notebook/execute.mjs";
import { ofBook } from "../notebook/fingerprint.mjs";
import { readGlossary, slug } from "../notebook/glossary.mjs";
import { readNotebook, source } from "../notebook/notebook.mjs";
import { remarkOnRecording, withRecording } from "../notebook/recorded.mjs";
import { headingOf } from "../slides/continued.mjs";
import { escapeHtml } from "../slides/escape-html.mjs";
import { FONT_FILES, fontFaces } from "../slides/fonts.mjs";
import { chapters } from "../slides/make.mjs";
import { embedPictures, hasMath, packageFile, readPackage } from "../slides/page.mjs";
import { words } from "../words/words.mjs";
import { arrange } from "./arrange.mjs";
import { deadLinks, linkPages, linkTerms } from "./links.mjs";
import { firstPage, glossaryPage, logoName, page } from "./page.mjs";
import { searchIndex } from "./search.mjs";
import { anchored, sectionsOf, textOf } from "./sections.mjs";

const here = join(course, "book");
const templates = join(course, "templates");
const AGAIN = "npm run book";

/**
 * @typedef {import("./page.mjs").Place} Place
 * @typedef {{ file: string, title: string, html: string }} Text a text of the book, not yet a page
 */

/**
 * Makes the book, unless it exists and nothing it depends on has changed.
 * @param {{ files?: string[], target?: string, kept?: string }} [options] `files`: the chapters (all by default);
 *   `target`: the folder to write (build/book by default); `kept`: as for `executed`
 * @returns {Promise<string>} the first page
 */
export async function makeBook({ files = chapters(), target = join(products, "book"), kept } = {}) {
  for (const remark of files.map((file) => remarkOnRecording(readNotebook(file), file))) if (remark) say(`  ${remark}`);
  const first = join(target, "index.html");
  const record = join(dirname(target), `.${basename(target)}.made`);
  const inputs = ofBook(files, files.map(exercisesOf).filter(existsSync));
  if (existsSync(first) && existsSync(record) && readFileSync(record, "utf8") === inputs) {
    say(`  ${relative(root, first)}: up to date`);
    return first;
  }
  const parts = `${target}.part`;
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(join(parts, "assets"), { recursive: true });
  const texts = await textsOf(files, parts, kept);
  await step("Writing the book", () => write(files, texts, parts));
  rmSync(target, { recursive: true, force: true });
  renameSync(parts, target);
  writeWhole(record, inputs);
  say(`  ${relative(root, first)}: ${texts.size} texts`);
  return first;
}

/**
 * Chapters and exercises as HTML, by notebook.
 * @param {string[]} files
 * @param {string} folder for intermediate files
 * @param {string | undefined} kept
 * @returns {Promise<Map<string, string>>}
 */
async function textsOf(files, folder, kept) {
  const between = join(folder, ".parts");
  mkdirSync(between);
  /** @type {Map<string, string>} */
  const arranged = new Map();
  const { book: said, recorded } = words(readCourse().language);
  const put = (/** @type {string} */ file, /** @type {import("../notebook/notebook.mjs").Notebook} */ notebook) => {
    const name = `${arranged.size}.ipynb`;
    writeFileSync(join(between, name), JSON.stringify(arrange(notebook, said)));
    arranged.set(file, name.replace("ipynb", "html"));
  };
  for (const file of files) {
    put(file, withRecording(await executed(file, { kept, again: AGAIN }), file, recorded));
    if (existsSync(exercisesOf(file))) put(exercisesOf(file), readNotebook(exercisesOf(file)));
  }
  const args = [
    ["-m", "nbconvert", "--to", "html", "--template", "verteilt-book", "--log-level", "ERROR"],
    [`--TemplateExporter.extra_template_basedirs=${templates}`, `--TemplateExporter.extra_template_paths=${templates}`],
    ["--HTMLExporter.exclude_anchor_links=True", "--output-dir", between],
    readdirSync(between).map((name) => join(between, name)),
  ].flat();
  await run(venvBin("python"), args, { label: "Laying out the book", env: jupyterEnv(), again: AGAIN });
  const texts = new Map([...arranged].map(([file, name]) => [file, readFileSync(join(between, name), "utf8")]));
  rmSync(between, { recursive: true });
  return texts;
}

/**
 * Writes pages, index and what they load; throws if a link is broken.
 * @param {string[]} files
 * @param {Map<string, string>} texts
 * @param {string} target
 */
function write(files, texts, target) {
  const about = readCourse();
  const said = words(about.language).book;
  const glossary = readGlossary();
  const places = files.map(placeOf);
  const all = [
    { file: "index.html", title: said.start },
    ...places,
    ...(glossary.length > 0 ? [{ file: "glossary.html", title: said.glossary }] : []),
  ];
  /** @type {Map<string, string>} */
  const pages = new Map();
  /** @type {import("./sections.mjs").Section[]} */
  const sections = [];
  const uses = { figures: false, diagrams: false, math: false };
  const put = (/** @type {string} */ file, /** @type {string} */ title, /** @type {string} */ text) => {
    const { html: body, headings } = anchored(text);
    const here = {
      figures: body.includes('class="plot"'),
      diagrams: body.includes("data-mermaid="),
      math: hasMath(body),
    };
    uses.figures ||= here.figures;
    uses.diagrams ||= here.diagrams;
    uses.math ||= here.math;
    pages.set(file, page({ file, title, body, headings, places: all, uses: here, about }));
    return body;
  };
  for (const [index, file] of files.entries()) {
    const place = places[index];
    for (const [notebook, name, title] of [
      [file, place.file, place.title],
      [exercisesOf(file), place.exercises, said.exercises(place.number)],
    ]) {
      const text = notebook && texts.get(notebook);
      if (!text || !name || !title) continue;
      const html = put(
        name,
        title,
        linkTerms(linkPages(scrollable(embedPictures(text, dirname(file))), about.leftOut), glossary),
      );
      // The glossary itself is searched, not what chapters repeat of it.
      sections.push(
        ...sectionsOf(html, { file: name, title }).filter((section) => !section.title.startsWith("Glossary")),
      );
    }
  }
  if (glossary.length > 0) {
    put("glossary.html", said.glossary, glossaryPage(glossary, slug, about));
    for (const { term, german, meaning } of glossary)
      sections.push({
        id: `glossary.html#${slug(term)}`,
        title: `${term} (${german})`,
        page: said.glossary,
        text: meaning,
      });
  }
  put(
    "index.html",
    about.name,
    firstPage(
      files.map((file, index) => aboutChapter(file, places[index])),
      about,
    ),
  );
  for (const [name, html] of pages) writeFileSync(join(target, name), html);
  writeFileSync(join(target, "assets", "search-index.js"), searchIndex(sections));
  writeAssets(join(target, "assets"), uses);
  const dead = deadLinks(pages, new Set(readdirSync(target, { recursive: true, encoding: "utf8" })));
  if (dead.length > 0)
    throw new Failure(`Broken links:\n${dead.map((link) => `  - ${link}`).join("\n")}`, {
      fix: `correct them in the notebooks, then run: ${AGAIN}`,
    });
}

/** @param {string} chapter */
function exercisesOf(chapter) {
  const name = basename(chapter, ".ipynb");
  return join(dirname(chapter), "..", "exercises", name, `${name}.ipynb`);
}

/**
 * @param {string} file
 * @returns {Place & { number: number }}
 */
function placeOf(file) {
  const name = basename(file, ".ipynb");
  const title = escapeHtml(headingOf(readNotebook(file).cells).replace(/[*_`]/g, "")) || name;
  const exercises = existsSync(exercisesOf(file)) ? `${name}-exercises.html` : undefined;
  return { file: `${name}.html`, title, number: Number(name.slice(0, 2)), exercises };
}

/**
 * @param {string} file
 * @param {Place} place
 */
function aboutChapter(file, place) {
  const { cells, metadata } = readNotebook(file);
  return { place, ...metadata.verteilt, goals: goalsOf(cells.map(source)) };
}

/**
 * What a chapter promises: the list below its heading "After this chapter you can".
 * @param {string[]} texts
 */
function goalsOf(texts) {
  const found = texts.find((text) => /^#+ (after this chapter|objectives|what you will learn)/i.test(text.trim()));
  const items = found?.match(/^[-*] .+$/gm) ?? [];
  return items.map((item) => textOf(escapeHtml(item.slice(2)).replace(/[*_`]/g, "")));
}

/**
 * What may be wider than a phone scrolls by itself, with the keyboard too.
 * @param {string} html
 */
function scrollable(html) {
  return html
    .replace(/<table\b/g, '<div class="wide" tabindex="0" role="group" aria-label="Table"><table')
    .replace(/<\/table>/g, "</table></div>")
    .replace(/<pre\b/g, '<pre tabindex="0"');
}

/**
 * @param {string} folder
 * @param {{ figures: boolean, diagrams: boolean, math: boolean }} uses
 */
function writeAssets(folder, uses) {
  const copy = (/** @type {string} */ name, /** @type {string} */ file, to = basename(file)) =>
    cpSync(packageFile(name, file), join(folder, to));
  for (const { package: name, file } of FONT_FILES) copy(name, file);
  copy("minisearch", "dist/umd/index.js", "minisearch.js");
  if (uses.figures) copy("plotly.js-dist-min", "plotly.min.js");
  if (uses.diagrams) copy("@mermaid-js/tiny", "dist/mermaid.tiny.js");
  if (uses.math) {
    copy("katex", "dist/katex.min.js");
    copy("katex", "dist/contrib/auto-render.min.js");
    const css = readPackage("katex", "dist/katex.min.css");
    for (const [, font] of css.matchAll(/fonts\/([\w-]+\.woff2)/g))
      copy("katex", `dist/fonts/${font}`, `fonts/${font}`);
    writeFileSync(
      join(folder, "katex.min.css"),
      css.replace(/(src:url\([^)]+\.woff2\) format\("woff2"\))[^;}]*/g, "$1"),
    );
  }
  const about = readCourse();
  cpSync(about.logo ?? join(course, "pictures", "logo.svg"), join(folder, logoName(about)));
  for (const script of ["figures.js", "book.js"]) cpSync(join(here, script), join(folder, script));
  const styles = [
    join(templates, "look.css"),
    ...["page.css", "text.css", "parts.css"].map((name) => join(here, name)),
  ];
  const fonts = fontFaces((_, file) => basename(file));
  writeFileSync(join(folder, "book.css"), [fonts, ...styles.map((file) => readFileSync(file, "utf8"))].join("\n"));
}
