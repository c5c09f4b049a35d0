// All chapters of a course: their lengths, their faults, and putting right what a machine can.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readCourse } from "../command/course.mjs";
import { root } from "../command/paths.mjs";
import { withKernelMetadata } from "../notebook/kernel-metadata.mjs";
import { readNotebook } from "../notebook/notebook.mjs";
import { minutesOf } from "../slides/minutes.mjs";
import { chapterFaults, formatted } from "./chapter-faults.mjs";
import { readerFaults } from "./reader-faults.mjs";

/** @param {string} [project] the top folder */
const chapterFiles = (project) => readCourse(project).chapters.map(({ file }) => file);

/** @param {string} project */
const solutionFiles = (project) =>
  readCourse(project)
    .chapters.map(({ name }) => join(project, "solutions", name, `${name}.ipynb`))
    .filter((file) => existsSync(file));

/**
 * Each chapter's minutes, a line each. How many slides it has, only npm run slides knows, which joins and parts them.
 * @param {string} [project]
 */
export function listChapters(project = root) {
  return chapterFiles(project).map((file) => {
    const notebook = readNotebook(file);
    const { lecture, more } = minutesOf(notebook);
    return `  ${basename(file)}: ${lecture} minutes, and ${more} more`;
  });
}

/**
 * What is wrong with the chapters, as sentences.
 * @param {string} [project]
 */
export function chapterProblems(project = root) {
  const inChapters = chapterFiles(project).flatMap((file) => {
    const notebook = readNotebook(file);
    const faults = [...chapterFaults(notebook), ...readerFaults(notebook)];
    return faults.map((fault) => `${basename(file)}: ${fault}`);
  });
  const changing = [...chapterFiles(project), ...solutionFiles(project)].filter((file) => {
    const notebook = readNotebook(file);
    return !isDeepStrictEqual(withKernelMetadata(notebook), notebook);
  });
  return [
    ...inChapters,
    ...changing.map(
      (file) =>
        `${relative(project, file)}: its metadata about the kernel would change when it is opened: npm run chapters -- --write`,
    ),
  ];
}

/**
 * Writes the chapters as the rules want them, and into solutions what the kernel says about itself; returns the files that
 * changed.
 * @param {string} [project]
 */
export function formatChapters(project = root) {
  const chapters = chapterFiles(project).filter((file) =>
    write(file, withKernelMetadata(formatted(readNotebook(file)))),
  );
  const solutions = solutionFiles(project).filter((file) => write(file, withKernelMetadata(readNotebook(file))));
  return [...chapters, ...solutions];
}

/**
 * Returns whether the file changed.
 * @param {string} file
 * @param {import("../notebook/notebook.mjs").Notebook} notebook
 */
function write(file, notebook) {
  const text = `${JSON.stringify(notebook, null, 1)}\n`;
  if (text === readFileSync(file, "utf8")) return false;
  writeFileSync(file, text);
  return true;
}
