// What a result depends on, as one hash: while it is the same, nothing needs to be done again.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { readCourse } from "../command/course.mjs";
import { filesUnder, hash } from "../command/files.mjs";
import { course, root } from "../command/paths.mjs";
import { readNotebook } from "./notebook.mjs";
import { recordingOf } from "./recorded.mjs";

/** What lies beside notebooks and no cell reads: texts, settings, recordings. */
const NOT_FOR_RUNS = /\.(ipynb|md)$|[\\/]course\.json$|[\\/]recorded[\\/]\d\d\.json$/;

/**
 * Changes when running the notebook may show something else: its cells, data beside it, the built library with
 * the kernel, or the way of running it. Outputs saved in it do not count.
 * @param {string} notebook
 */
export function ofRun(notebook) {
  const { cells } = readNotebook(notebook);
  const asWritten = cells.map(({ outputs: _, execution_count: __, ...cell }) => cell);
  const library = join(root, "kernel-lib", "dist");
  return hashOf(JSON.stringify(asWritten) + readCourse().language, [
    ...filesUnder(dirname(notebook)).filter((file) => !NOT_FOR_RUNS.test(file)),
    ...filesUnder(library).filter((file) => file.endsWith(".js")),
    join(course, "notebook", "execute.py"),
    join(course, "requirements.txt"),
    join(root, "package-lock.json"),
  ]);
}

/**
 * Changes when the slides of a notebook may look different: its run, or the way slides are made.
 * @param {string} notebook
 */
export function ofSlides(notebook) {
  return hashOf(ofRun(notebook), [
    ...filesUnder(join(course, "slides")),
    ...filesUnder(join(course, "templates")),
    ...filesUnder(join(course, "notebook")),
    ...filesUnder(join(course, "words")),
    recordingOf(notebook),
    join(root, "notebooks", "Glossary.md"),
    join(root, "notebooks", "course.json"),
    ...[readCourse().logo ?? []].flat(),
  ]);
}

/**
 * Changes when the book may look different.
 * @param {string[]} chapters
 * @param {string[]} exercises
 */
export function ofBook(chapters, exercises) {
  return hash(...chapters.map(ofSlides), hashOf("", [...exercises, ...filesUnder(join(course, "book"))]));
}

/**
 * @param {string} text
 * @param {string[]} files
 */
function hashOf(text, files) {
  return hash(text, ...files.filter(existsSync).flatMap((file) => [relative(root, file), readFileSync(file)]));
}
