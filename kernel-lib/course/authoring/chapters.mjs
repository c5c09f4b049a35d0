// All chapters of a course: their lengths, their faults, and putting right what a machine can.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { readCourse } from "../command/course.mjs";
import { root } from "../command/paths.mjs";
import { readNotebook } from "../notebook/notebook.mjs";
import { slideType } from "../slides/slide-types.mjs";
import { chapterFaults, formatted } from "./chapter-faults.mjs";
import { minutesOf } from "./minutes.mjs";
import { readerFaults } from "./reader-faults.mjs";

/** @param {string} [project] the top folder */
const chapterFiles = (project) => readCourse(project).chapters.map(({ file }) => file);

/**
 * Each chapter's slides and minutes, a line each.
 * @param {string} [project]
 */
export function listChapters(project = root) {
  return chapterFiles(project).map((file) => {
    const notebook = readNotebook(file);
    const { lecture, more } = minutesOf(notebook);
    const slides = notebook.cells.filter((cell) => ["slide", "subslide"].includes(slideType(cell) ?? "")).length;
    return `  ${basename(file)}: ${slides} slides, ${lecture} minutes, and ${more} more`;
  });
}

/**
 * What is wrong with the chapters, as sentences.
 * @param {string} [project]
 */
export function chapterProblems(project = root) {
  return chapterFiles(project).flatMap((file) => {
    const notebook = readNotebook(file);
    const faults = [...chapterFaults(notebook), ...readerFaults(notebook)];
    return faults.map((fault) => `${basename(file)}: ${fault}`);
  });
}

/**
 * Writes the chapters as the rules want them; returns the files that changed.
 * @param {string} [project]
 */
export function formatChapters(project = root) {
  return chapterFiles(project).filter((file) => {
    const text = `${JSON.stringify(formatted(readNotebook(file)), null, 1)}\n`;
    if (text === readFileSync(file, "utf8")) return false;
    writeFileSync(file, text);
    return true;
  });
}
