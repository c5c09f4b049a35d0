// The student's copies in `work/`: made from notebooks/ and exercises/, renewed while untouched, never overwritten once
// the student changed them. Then a new version is put beside, as `01-name.updated.ipynb`.
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { readCourse } from "../command/course.mjs";
import { filesUnder, hash, writeWhole } from "../command/files.mjs";
import { root, work } from "../command/paths.mjs";
import { say } from "../command/steps.mjs";
import { withoutNotes } from "./speaker-notes.mjs";
import { startPage } from "./start-page.mjs";

/** For every copy, by its path in `work/`: the fingerprint of the original when we last dealt with it. */
const recordName = ".verteilt.json";

/** Brings `work/` up to date and tells what was put beside a changed copy. */
export function updateWork() {
  for (const { changed, beside } of updateCopies(originals(root), work))
    say(`  You changed work/${changed}; its new version is beside it: work/${beside}`);
}

/**
 * Renews the start page whenever a notebook in `work/` was saved: it tells the student's progress.
 * @param {{ every?: number, from?: string, folder?: string }} [options] `every`: ms between two looks (2000 by
 *   default); `from`: the project's top folder; `folder`: `work/` by default
 * @returns {() => void} ends it
 */
export function followProgress({ every = 2000, from = root, folder = work } = {}) {
  let before = savedAt(folder);
  const timer = setInterval(() => {
    const now = savedAt(folder);
    if (now === before) return;
    before = now;
    try {
      renewStartPage(from, folder);
    } catch {
      // A full disk, or a folder that is being moved: the page is as old as it was, and nothing else is harmed.
    }
  }, every);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Writes the start page with the progress that the saved notebooks show.
 * @param {string} [from] the project's top folder
 * @param {string} [folder] `work/` by default
 */
export function renewStartPage(from = root, folder = work) {
  updateCopies(new Map([...originals(from, folder)].filter(([path]) => path === "Start.md")), folder);
}

/**
 * When each notebook was saved last.
 * @param {string} folder
 */
function savedAt(folder) {
  const notebooks = files(folder).filter((path) => path.endsWith(".ipynb"));
  return notebooks
    .map((path) => `${path} ${statSync(join(folder, path), { throwIfNoEntry: false })?.mtimeMs}`)
    .join("\n");
}

/**
 * What `work/` is made from, by path in `work/`: chapters without speaker notes and what lies beside them, exercises,
 * and the start page.
 * @param {string} from the project's top folder
 * @param {string} [folder] where the copies lie, for the student's progress (`work/` by default)
 * @returns {Map<string, Buffer>}
 */
export function originals(from, folder = work) {
  const course = readCourse(from);
  const found = new Map();
  const put = (/** @type {string} */ path, /** @type {string} */ file) =>
    found.set(path, withoutNotes(path, readFileSync(file)));
  for (const { name, file } of course.chapters) put(`${name}.ipynb`, file);
  for (const file of files(join(from, "notebooks")))
    if (!isChapter(file) && !/^(course\.json|recorded\/.*)$/.test(file)) put(file, join(from, "notebooks", file));
  for (const file of files(join(from, "exercises")))
    if (course.chapters.some(({ name }) => file.startsWith(`${name}/`)))
      put(`exercises/${file}`, join(from, "exercises", file));
  found.set("Start.md", Buffer.from(startPage(found, (path) => copyIn(folder, path), course)));
  return found;
}

/** @param {string} path in notebooks/ */
const isChapter = (path) => /^\d\d-[^/]*\.ipynb$/.test(path);

/**
 * @param {string} folder
 * @param {string} path
 */
function copyIn(folder, path) {
  const file = join(folder, path);
  return existsSync(file) ? readFileSync(file) : undefined;
}

/**
 * Copies every original into `folder` by the rules above.
 * @param {Map<string, Buffer>} from originals by path in the folder
 * @param {string} folder
 * @returns {{ changed: string, beside: string }[]} new versions put beside copies the student changed
 */
export function updateCopies(from, folder) {
  const file = join(folder, recordName);
  const before = readRecord(file);
  const record = { ...before };
  const news = [];
  for (const [path, content] of from) {
    const placed = place(path, content, 1);
    if (placed !== path) news.push({ changed: path, beside: placed });
  }
  if (JSON.stringify(record) !== JSON.stringify(before)) writeWhole(file, `${JSON.stringify(record, null, 2)}\n`);
  return news;

  /**
   * Returns where the content was put; that is `path` too when there was nothing to do.
   * @param {string} path
   * @param {Buffer} content
   * @param {number} version
   * @returns {string}
   */
  function place(path, content, version) {
    const target = join(folder, path);
    const original = fingerprint(path, content);
    const copy = existsSync(target) ? fingerprint(path, readFileSync(target)) : undefined;
    const known = record[path];
    record[path] = original;
    if (copy === original || (copy !== undefined && known === original)) return path;
    if (copy === undefined || copy === known) {
      writeWhole(target, content);
      return path;
    }
    return place(besideName(path, version), content, version + 1);
  }
}

/**
 * Whether a copy is as it was made.
 * @param {string} path in the folder
 * @param {string} folder
 */
export function unchanged(path, folder) {
  const known = readRecord(join(folder, recordName))[path];
  return fingerprint(path, readFileSync(join(folder, path))) === known;
}

/**
 * What counts as a change. JupyterLab saves a notebook that was only opened in its own layout, with the kernel's
 * details; so of a notebook only the cells count, with their outputs: whoever ran something has something to lose.
 * @param {string} path
 * @param {Buffer} content
 */
function fingerprint(path, content) {
  if (!path.endsWith(".ipynb")) return hash(content);
  try {
    /** @type {{ cells: { id?: string, source: string | string[], metadata: Record<string, unknown> }[] }} */
    const { cells } = JSON.parse(content.toString());
    const kept = cells.map(({ id: _id, source, metadata: { trusted: _trusted, ...metadata }, ...rest }) =>
      sorted({ ...rest, metadata, source: [source].flat().join("") }),
    );
    return hash(JSON.stringify(kept));
  } catch {
    return hash(content);
  }
}

/**
 * The same value with the keys of all objects in order.
 * @param {unknown} value
 * @returns {unknown}
 */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

/**
 * "01-name.ipynb" becomes "01-name.updated.ipynb", then "01-name.updated-2.ipynb".
 * @param {string} path
 * @param {number} version
 */
function besideName(path, version) {
  const ending = extname(path);
  const stem = path.slice(0, path.length - ending.length).replace(/\.updated(-\d+)?$/, "");
  return `${stem}.updated${version > 1 ? `-${version}` : ""}${ending}`;
}

/**
 * A lost or damaged record is no harm: then every copy that differs counts as changed.
 * @param {string} file
 * @returns {Record<string, string>}
 */
function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

/**
 * The files under a folder as relative paths with "/", in a fixed order, without hidden ones.
 * @param {string} folder
 * @returns {string[]}
 */
function files(folder) {
  return filesUnder(folder)
    .map((file) => relative(folder, file).split(sep).join("/"))
    .filter((path) => !path.split("/").some((part) => part.startsWith(".")));
}
