// A chapter as a lecture: the lecturer's own copies in work/present/, and JupyterLab with large type and nothing around the
// notebook. What students have in work/ is not touched.
import { existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { readCourse } from "../command/course.mjs";
import { Failure } from "../command/failure.mjs";
import { jupyterHome } from "../command/jupyter-env.mjs";
import { course, products, root, work } from "../command/paths.mjs";
import { isCheck } from "../notebook/caption.mjs";
import { coloursOf } from "../templates/part-colours.mjs";
import { words } from "../words/words.mjs";
import { installConfig } from "./config.mjs";
import { withoutCells } from "./without-cells.mjs";
import { originals, unchanged, updateCopies } from "./work.mjs";

const here = join(course, "serve", "lecture");
const lectureConfig = join(jupyterHome, "config-lecture");

/** What a lecturer has set otherwise stays so: these are defaults. At 20 px not every line of code fits on a projector. */
const lectureSettings = {
  // Light or dark as the system is, like the slides.
  "@jupyterlab/apputils-extension:themes": { "adaptive-theme": true },
  "@jupyterlab/notebook-extension:tracker": { codeCellConfig: { lineWrap: true } },
  "@jupyterlab/statusbar-extension:plugin": { visible: false },
};

/** Where a lecturer's copies lie. */
export const present = join(work, "present");

/**
 * A chapter's notebook by its number, or by its file's name. A Failure lists the chapters if there is none of that name.
 * @param {string} asked "4", "04", "04-processes", "04-processes-and-threads.ipynb"
 * @param {string} [project] the top folder
 * @returns {string} the file's name
 */
export function chapterNamed(asked, project = root) {
  const { chapters: all, leftOut } = readCourse(project);
  // A chapter that the course leaves out can be shown all the same.
  const chapters = [...all.map(({ name }) => name), ...leftOut].map((name) => `${name}.ipynb`);
  const wanted = asked.trim().replace(/^.*[\\/]/, "");
  const found = /^\d+$/.test(wanted)
    ? chapters.filter((name) => Number(name.slice(0, 2)) === Number(wanted))
    : chapters.filter((name) => wanted.length >= 2 && name.startsWith(wanted));
  if (found.length === 1) return /** @type {string} */ (found[0]);
  throw new Failure(`There is no chapter ${JSON.stringify(asked)}. There are:\n  ${chapters.join("\n  ")}`, {
    fix: "npm start -- --present 04",
    code: 2,
  });
}

/**
 * A notebook without the cells that only assert, each a grey line before the room, and without the texts that only readers
 * need: each would be one more key to press.
 * @param {string} path
 * @param {Buffer} content
 */
function forTheRoom(path, content) {
  return withoutCells(path, content, (cell) =>
    cell.cell_type === "code" ? isCheck([cell.source].flat().join("")) : isForReaders(cell),
  );
}

/** Tags of such texts: of instructions, which the book leaves out, too, and of what is read at home. */
const FOR_READERS = ["notebook-only", "reading"];

/** @param {import("./without-cells.mjs").Cell} cell */
const isForReaders = ({ metadata }) => FOR_READERS.some((tag) => metadata?.tags?.includes(tag));

/**
 * Lays out the copies for a lecture. The chapter and its exercises begin afresh: what was typed into them in an earlier
 * lecture is kept beside, under the time it was saved.
 * @param {string} chapter the notebook's file name
 * @param {{ from?: string, folder?: string }} [places] the project's top folder, and where the copies go
 * @returns {string[]} what was kept, by path in the folder
 */
export function layOut(chapter, { from = root, folder = present } = {}) {
  const files = new Map([...originals(from, folder)].map(([path, content]) => [path, forTheRoom(path, content)]));
  const name = chapter.replace(/\.ipynb$/, "");
  const kept = [chapter, `exercises/${name}/${chapter}`].flatMap((path) => {
    const file = join(folder, path);
    if (!existsSync(file) || unchanged(path, folder)) return [];
    const aside = path.replace(/\.ipynb$/, `.${stampOf(file)}.ipynb`);
    renameSync(file, join(folder, aside));
    return [aside];
  });
  updateCopies(files, folder);
  return kept;
}

/**
 * "2026-11-29-1346", the local time a file was saved.
 * @param {string} file
 */
function stampOf(file) {
  const { mtime } = statSync(file);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const day = [mtime.getFullYear(), two(mtime.getMonth() + 1), two(mtime.getDate())].join("-");
  return `${day}-${two(mtime.getHours())}${two(mtime.getMinutes())}`;
}

/**
 * @param {string} chapter the notebook's file name
 * @returns {import("./server.mjs").View}
 */
export function lectureView(chapter) {
  const { lecture } = words(readCourse().language);
  const [light, dark] = coloursOf(readCourse(), chapter.replace(/\.ipynb$/, ""));
  const accents = `body { --verteilt-accent: ${light}; } body[data-jp-theme-light="false"] { --verteilt-accent: ${dark}; }\n`;
  const page = {
    lectureNotebook: chapter,
    lectureSlides: `/verteilt/slides/${chapter.replace(/\.ipynb$/, ".html")}`,
    lectureSlide: lecture.slide,
    lectureBars: lecture.bars,
  };
  installConfig(lectureConfig, {
    styles: accents + readFileSync(join(here, "lecture.css"), "utf8"),
    change: (settings, name) => {
      if (name.endsWith("page_config.json")) return { ...settings, ...page };
      if (name.endsWith("default_setting_overrides.json")) return { ...settings, ...lectureSettings };
      if (!settings.LabApp) return settings;
      return { ...settings, LabApp: { ...settings.LabApp, extra_labextensions_path: [here] } };
    },
  });
  return {
    folder: present,
    page: `/doc/workspaces/lecture/tree/${encodeURIComponent(chapter)}`,
    config: lectureConfig,
  };
}

/**
 * Whether a chapter's slides are there for the links.
 * @param {string} chapter the notebook's file name
 */
export const hasSlides = (chapter) => existsSync(join(products, "slides", chapter.replace(/\.ipynb$/, ".html")));
