// A chapter from notebook to slides: run, arrange, template, page. print.mjs prints.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readCourse } from "../command/course.mjs";
import { jupyterEnv } from "../command/jupyter-env.mjs";
import { course, venvBin } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { executed } from "../notebook/execute.mjs";
import { readNotebook } from "../notebook/notebook.mjs";
import { withRecording } from "../notebook/recorded.mjs";
import { words } from "../words/words.mjs";
import { arrange } from "./arrange.mjs";
import { page } from "./page.mjs";
import { checkSlideTypes } from "./slide-types.mjs";

/**
 * Writes a chapter's slides as one HTML file.
 * @param {string} file the chapter's notebook
 * @param {{ folder: string, kept?: string }} options `folder` gets NAME.html; `kept` as for `executed`
 * @returns {Promise<string>} the HTML file
 */
export async function buildSlides(file, { folder, kept }) {
  const name = basename(file, ".ipynb");
  checkSlideTypes(readNotebook(file), basename(file));
  const live = await executed(file, { kept });
  const { notebook, title } = arrange(withRecording(live, file, words(readCourse().language).recorded));
  const sections = await render(notebook, name, folder);
  const html = join(folder, `${name}.html`);
  writeFileSync(html, page({ sections, title, folder: dirname(file) }));
  return html;
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
