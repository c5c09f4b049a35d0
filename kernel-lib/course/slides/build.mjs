// A chapter from notebook to slides: run, arrange, template, page. print.mjs prints.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { readCourse } from "../command/course.mjs";
import { jupyterEnv } from "../command/jupyter-env.mjs";
import { course, venvBin } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { executed } from "../notebook/execute.mjs";
import { readNotebook } from "../notebook/notebook.mjs";
import { withRecording } from "../notebook/recorded.mjs";
import { coloursOf } from "../templates/part-colours.mjs";
import { words } from "../words/words.mjs";
import { arrange } from "./arrange.mjs";
import { page } from "./page.mjs";
import { checkSlideTypes } from "./slide-types.mjs";

/**
 * Writes a chapter's slides as one HTML file.
 * @param {string} file the chapter's notebook
 * @param {{ folder: string, kept?: string, long?: boolean, ratio?: string }} options `folder` gets NAME.html, NAME.long.html
 *   with what is not part of the lecture, NAME.4x3.html in that `ratio`; `kept` as for `executed`
 * @returns {Promise<string>} the HTML file
 */
export async function buildSlides(file, { folder, kept, long = false, ratio }) {
  const name = nameOfSlides(file, { long, ratio });
  const whole = readCourse();
  const { language, chapters, name: course, about, institution, logo } = whole;
  const numbers = chapters.map(({ number }) => number);
  const titled = { numbers, name: course, about, institution, number: Number(basename(file).slice(0, 2)), language };
  checkSlideTypes(readNotebook(file), basename(file));
  const live = await executed(file, { kept });
  const shown = withRecording(live, file, words(language).recorded);
  const { notebook, title } = arrange(shown, {
    ...{ long, language, ratio, timed: !long },
    course: { ...titled, logo: logo && relative(dirname(file), logo).replaceAll("\\", "/") },
  });
  const sections = await render(notebook, name, folder);
  const html = join(folder, `${name}.html`);
  writeFileSync(
    html,
    page({
      sections,
      title,
      folder: dirname(file),
      colours: coloursOf(whole, basename(file, ".ipynb")),
      ratio,
      language,
    }),
  );
  return html;
}

/**
 * What the files of a chapter's slides are called: NN-name, NN-name.long, NN-name.4x3.
 * @param {string} file the chapter's notebook
 * @param {{ long?: boolean, ratio?: string }} which
 */
export function nameOfSlides(file, { long, ratio }) {
  return [basename(file, ".ipynb"), long && "long", ratio].filter(Boolean).join(".");
}

/**
 * The slides as nested sections, by nbconvert with our template.
 * @param {import("../notebook/notebook.mjs").Notebook} notebook
 * @param {string} name
 * @param {string} folder
 */
async function render(notebook, name, folder) {
  const parts = join(folder, ".parts");
  mkdirSync(parts, { recursive: true });
  const arranged = join(parts, `${name}.ipynb`);
  writeFileSync(arranged, JSON.stringify(notebook));
  const args = [
    ["-m", "nbconvert", "--to", "slides", "--template", "verteilt-slides", "--log-level", "ERROR"],
    [`--TemplateExporter.extra_template_basedirs=${join(course, "templates")}`],
    ["--HTMLExporter.exclude_anchor_links=True", "--output-dir", parts, arranged],
  ].flat();
  await run(venvBin("python"), args, { label: `Laying out ${name}`, env: jupyterEnv(), again: "npm run slides" });
  const written = join(parts, `${name}.slides.html`);
  const sections = readFileSync(written, "utf8");
  rmSync(parts, { recursive: true });
  return sections;
}
