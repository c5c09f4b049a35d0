// What lies in one student's folder, however deep: notebooks and archives. Reads nothing but names, follows no link, and
// stops where no one's homework would.
import { accessSync, constants, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Folders in folders, and entries of all of them. */
const DEEPEST = 8;
const MOST_ENTRIES = 5000;
/** Of a student's notebooks and archives, as many as anyone could have meant. */
const MOST = 20;

/** @typedef {import("./remarks.mjs").Remark} Remark */

/**
 * @typedef {object} Candidate
 * @property {string} file its path
 * @property {string} name as the student knows it
 * @property {number} modified ms
 *
 * @typedef {object} Inside
 * @property {Candidate[]} notebooks
 * @property {Candidate[]} archives
 * @property {Remark[]} notes what was left out, and why
 * @property {Remark} [problem] why nothing could be looked at
 */

/**
 * @param {string} folder
 * @returns {Inside}
 */
export function lookInside(folder) {
  /** @type {Inside} */
  const inside = { notebooks: [], archives: [], notes: [] };
  const { entries, problem } = entriesOf(folder);
  if (problem) return { ...inside, problem };
  walk(folder, entries, "", inside, { left: MOST_ENTRIES });
  for (const kind of /** @type {const} */ (["notebooks", "archives"])) {
    inside[kind].sort(newestFirst);
    const more = inside[kind].splice(MOST).length;
    if (more > 0) inside.notes.push([kind === "notebooks" ? "moreNotebooks" : "moreArchives", more]);
  }
  return inside;
}

/**
 * Sorts a file among what was found.
 * @param {string} file
 * @param {string} name
 * @param {Pick<Inside, "notebooks" | "archives" | "notes">} found
 */
export function sortIn(file, name, found) {
  const about = lstatSync(file, { throwIfNoEntry: false });
  if (!about) return void found.notes.push(["file", name, ["notUtf8"]]);
  if (!about.isFile()) return;
  const candidate = { file, name, modified: about.mtimeMs };
  if (/\.ipynb$/i.test(name)) found.notebooks.push(candidate);
  else if (/\.zip$/i.test(name)) found.archives.push(candidate);
  else if (/\.(7z|rar|tar|tgz|gz|bz2|xz)$/i.test(name)) found.notes.push(["file", name, ["onlyZip"]]);
}

/**
 * What nobody means to hand in: hidden files, Jupyter's copies, what macOS puts beside each file.
 * @param {string} name of a file or a folder
 */
export const isNoise = (name) => name.startsWith(".") || name === "__MACOSX";

/**
 * The newest first, and in the order of their names where they are equally old.
 * @param {Candidate} a
 * @param {Candidate} b
 */
export const newestFirst = (a, b) => b.modified - a.modified || (a.name < b.name ? -1 : 1);

/**
 * What a folder holds, if it can be opened.
 * @param {string} folder
 * @returns {{ entries: import("node:fs").Dirent[], problem?: Remark }}
 */
export function entriesOf(folder) {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    const entries = readdirSync(folder, { withFileTypes: true });
    return { entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  } catch (error) {
    return { entries: [], problem: unreadableBecause(error) };
  }
}

/** @param {string} path a link to a folder is one, too */
export function isFolder(path) {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/**
 * @param {unknown} error
 * @returns {Remark}
 */
export const unreadableBecause = (error) => ["unreadable", /** @type {NodeJS.ErrnoException} */ (error).code ?? ""];

/**
 * @param {string} folder
 * @param {readonly import("node:fs").Dirent[]} entries
 * @param {string} path of the folder, as the student knows it
 * @param {Inside} inside
 * @param {{ left: number }} budget
 */
function walk(folder, entries, path, inside, budget) {
  for (const entry of entries) {
    if (budget.left-- <= 0) {
      if (budget.left === -1) inside.notes.push(["manyFiles", MOST_ENTRIES]);
      return;
    }
    if (isNoise(entry.name)) continue;
    const name = `${path}${entry.name}`;
    if (!entry.isDirectory()) sortIn(join(folder, entry.name), name, inside);
    else if (name.split("/").length > DEEPEST) inside.notes.push(["file", name, ["tooDeep"]]);
    else {
      const { entries: within, problem } = entriesOf(join(folder, entry.name));
      if (problem) inside.notes.push(["folder", name, problem]);
      walk(join(folder, entry.name), within, `${name}/`, inside, budget);
    }
  }
}
