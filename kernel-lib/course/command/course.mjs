// What makes the course one's own: notebooks/course.json, checked, with defaults for what it leaves out. Chapters that it
// does not list are not part of the course: neither slides, book, start page nor students' package has them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { root } from "./paths.mjs";

/** The languages of the interface. */
export const LANGUAGES = /** @type {const} */ (["en", "de"]);

/**
 * @typedef {object} Chapter
 * @property {string} name the notebook's file name without ending, "04-processes-and-threads"
 * @property {number} number as in the file's name
 * @property {string} file the notebook's path
 * @property {string} [part] the part of the course that it belongs to
 * @property {number} [points] what its exercises are worth together; any number if left out
 *
 * @typedef {object} Course
 * @property {string} name
 * @property {string} about one line
 * @property {string} institution "" if none
 * @property {string} [logo] the path of a picture in notebooks/
 * @property {typeof LANGUAGES[number]} language of the interface; chapters keep their own
 * @property {string[]} parts in the order of their first chapters
 * @property {Chapter[]} chapters in the order of the course
 * @property {string[]} leftOut the names of notebooks that are there but not part of the course
 */

const SETTINGS = ["name", "about", "institution", "logo", "language", "chapters"];
const OF_A_CHAPTER = ["chapter", "part", "points"];

/**
 * The settings of a course; all chapters in notebooks/ by their numbers if there is no notebooks/course.json.
 * @param {string} [project] the top folder
 * @returns {Course}
 */
export function readCourse(project = root) {
  const settings = read(join(project, "notebooks", "course.json"));
  const there = chaptersIn(project);
  const chapters = chaptersOf(settings.chapters, there, project);
  return {
    name: text(settings, "name", "Verteilt"),
    about: text(settings, "about", "distributed systems you can run"),
    institution: text(settings, "institution", ""),
    logo: logoOf(settings, project),
    language: languageOf(settings),
    parts: [...new Set(chapters.flatMap(({ part }) => part ?? []))],
    chapters,
    leftOut: there.filter((name) => chapters.every((chapter) => chapter.name !== name)),
  };
}

/**
 * course.json with other points for a chapter, and the rest as it was typed; undefined where it says none for it.
 * @param {string} project
 * @param {string} chapter
 * @param {number} points
 */
export function settingsWithPoints(project, chapter, points) {
  if (readCourse(project).chapters.find(({ name }) => name === chapter)?.points === undefined) return undefined;
  return readFileSync(join(project, "notebooks", "course.json"), "utf8").replace(/\{[^{}]*\}/g, (entry) =>
    JSON.parse(entry).chapter === chapter ? entry.replace(/("points"\s*:\s*)[\d.eE+-]+/, `$1${points}`) : entry,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, unknown>}
 */
function read(file) {
  if (!existsSync(file)) return {};
  let settings;
  try {
    settings = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw wrong(`is not JSON: ${/** @type {Error} */ (error).message}.`, "correct that place, or delete the file");
  }
  if (typeof settings !== "object" || settings === null || Array.isArray(settings))
    throw wrong(`holds ${quote(settings)}, expected { "name": ..., "chapters": [...] }.`);
  demandKeys(settings, SETTINGS, "");
  return settings;
}

/** @param {string} project */
function chaptersIn(project) {
  const folder = join(project, "notebooks");
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => /^\d\d-.*\.ipynb$/.test(name))
    .map((name) => name.replace(/\.ipynb$/, ""))
    .sort();
}

/**
 * @param {unknown} listed
 * @param {readonly string[]} there
 * @param {string} project
 * @returns {Chapter[]}
 */
function chaptersOf(listed, there, project) {
  if (listed !== undefined && !Array.isArray(listed)) throw wrong(`has "chapters": ${quote(listed)}, expected a list.`);
  const chapters = (listed ?? there).map((/** @type {unknown} */ one) =>
    chapterOf(one, there, join(project, "notebooks")),
  );
  for (const [i, { name }] of chapters.entries())
    if (chapters.findIndex((other) => other.name === name) !== i) throw wrong(`lists ${quote(name)} twice.`);
  return chapters;
}

/**
 * @param {unknown} one "04-processes-and-threads", or with its part and points
 * @param {readonly string[]} there
 * @param {string} folder
 * @returns {Chapter}
 */
function chapterOf(one, there, folder) {
  const entry =
    typeof one === "object" && one !== null ? /** @type {Record<string, unknown>} */ (one) : { chapter: one };
  demandKeys(entry, OF_A_CHAPTER, " in a chapter");
  const { chapter: name, part, points } = entry;
  if (typeof name !== "string" || !there.includes(name))
    throw wrong(
      `lists the chapter ${quote(name)}, but notebooks/ has ${there.join(", ") || "none"}.`,
      "write a notebook's name without .ipynb, or take the line out",
    );
  if (part !== undefined && typeof part !== "string")
    throw wrong(`has the part ${quote(part)} for ${name}, expected text.`);
  if (points !== undefined && !(typeof points === "number" && points > 0))
    throw wrong(`has ${quote(points)} points for ${name}, expected a number above 0.`);
  return { name, number: Number(name.slice(0, 2)), file: join(folder, `${name}.ipynb`), part, points };
}

/**
 * @param {Record<string, unknown>} settings
 * @returns {Course["language"]}
 */
function languageOf({ language = "en" }) {
  const known = LANGUAGES.find((one) => one === language);
  if (known) return known;
  throw wrong(`has the language ${quote(language)}, expected ${LANGUAGES.map(quote).join(" or ")}.`);
}

/**
 * @param {Record<string, unknown>} settings
 * @param {string} project
 */
function logoOf(settings, project) {
  const path = text(settings, "logo", "");
  if (path === "") return undefined;
  const file = join(project, "notebooks", path);
  if (!/\.(svg|png|jpe?g|webp)$/i.test(path) || !existsSync(file))
    throw wrong(`has the logo ${quote(path)}, expected the path of a picture in notebooks/ (SVG, PNG, JPEG or WebP).`);
  return file;
}

/**
 * @param {Record<string, unknown>} settings
 * @param {string} key
 * @param {string} otherwise
 */
function text(settings, key, otherwise) {
  const value = settings[key] ?? otherwise;
  if (typeof value !== "string") throw wrong(`has ${quote(value)} as its ${key}, expected text.`);
  return value;
}

/**
 * @param {object} settings
 * @param {readonly string[]} allowed
 * @param {string} where
 */
function demandKeys(settings, allowed, where) {
  const unknown = Object.keys(settings).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw wrong(`has ${quote(unknown)}${where}, expected ${allowed.join(", ")}.`);
}

/**
 * @param {string} what
 * @param {string} [fix]
 */
const wrong = (what, fix = "correct notebooks/course.json") =>
  new Failure(`notebooks/course.json ${what}`, { fix, code: 2 });

/** @param {unknown} value */
const quote = (value) => JSON.stringify(value) ?? "nothing";
