// Finds the exercises' sources: solutions/NN-name/NN-name.ipynb with what lies beside it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { readCourse } from "../../course/command/course.mjs";
import { readNotebook } from "../../course/notebook/notebook.mjs";
import { checkNotebook } from "./check.mjs";

/**
 * @typedef {object} Source
 * @property {string} name the assignment's: NN-name
 * @property {import("../../course/notebook/notebook.mjs").Notebook} notebook
 * @property {Map<string, Buffer>} beside other files of the exercise, by path in its folder
 */

/**
 * Every exercise source under a folder, in order, and every mistake in them, each a sentence with what fixes it.
 * @param {string} folder the path of solutions/
 * @returns {{ sources: Source[], problems: string[] }}
 */
export function readSources(folder) {
  const sources = [];
  const problems = [];
  const worth = new Map(readCourse(dirname(folder)).chapters.map((chapter) => [chapter.name, chapter.points]));
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith(".")) : [];
  for (const name of names.sort()) {
    const file = `solutions/${name}/${name}.ipynb`;
    if (!/^\d\d-[a-z0-9-]+$/.test(name)) {
      problems.push(`solutions/${name}: name it NN-name in small letters, as in solutions/01-first-steps.`);
    } else if (!existsSync(join(folder, name, `${name}.ipynb`))) {
      problems.push(`${file} is missing: a folder in solutions/ holds one notebook of the same name.`);
    } else {
      try {
        const notebook = readNotebook(join(folder, name, `${name}.ipynb`));
        problems.push(...checkNotebook(notebook, file, worth.get(name)));
        sources.push({ name, notebook, beside: filesBeside(join(folder, name), `${name}.ipynb`) });
      } catch (error) {
        problems.push(`${file}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  return { sources, problems };
}

/**
 * The files under a folder as relative paths with "/", in a fixed order, without hidden ones.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !path.split("/").some((part) => part.startsWith(".") || part === "__pycache__"))
    .sort();
}

/**
 * @param {string} folder
 * @param {string} except
 */
function filesBeside(folder, except) {
  const paths = filesUnder(folder).filter((path) => path !== except);
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
}
