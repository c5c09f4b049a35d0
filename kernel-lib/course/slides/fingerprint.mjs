// What a result depends on, as one hash: when it is the same, nothing needs doing again.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../place.mjs";
import { hash } from "../stamp.mjs";
import { readNotebook } from "./notebook.mjs";

/**
 * Changes when running the notebook may show something else: its cells, data beside it, the built library with
 * the kernel, or the way of running it. Outputs saved in it do not count.
 * @param {string} notebook
 */
export function ofRun(notebook) {
  const { cells } = readNotebook(notebook);
  const asWritten = cells.map(({ outputs: _, execution_count: __, ...cell }) => cell);
  const library = join(root, "kernel-lib", "dist");
  return hashOf(JSON.stringify(asWritten), [
    ...filesIn(dirname(notebook)).filter((file) => !/\.(ipynb|md)$/.test(file)),
    ...filesIn(library).filter((file) => file.endsWith(".js")),
    join(root, "kernel-lib", "course", "execute.py"),
    join(root, "kernel-lib", "course", "requirements.txt"),
    join(root, "package-lock.json"),
  ]);
}

/**
 * Changes when the slides of a notebook may look different: its run, or the way slides are made.
 * @param {string} notebook
 */
export function ofSlides(notebook) {
  const course = join(root, "kernel-lib", "course");
  return hashOf(ofRun(notebook), [
    ...filesIn(join(course, "slides")),
    ...filesIn(join(course, "templates")),
    join(course, "glossary.mjs"),
    join(root, "notebooks", "Glossary.md"),
  ]);
}

/**
 * Changes when the book may look different.
 * @param {string[]} chapters
 * @param {string[]} exercises
 */
export function ofBook(chapters, exercises) {
  return hash(
    ...chapters.map(ofSlides),
    hashOf("", [...exercises, ...filesIn(join(root, "kernel-lib", "course", "book"))]),
  );
}

/**
 * @param {string} text
 * @param {string[]} files
 */
function hashOf(text, files) {
  return hash(text, ...files.filter(existsSync).flatMap((file) => [relative(root, file), readFileSync(file)]));
}

/**
 * Every file below a folder, in order.
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
}
