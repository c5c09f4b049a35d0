// What autograde knows about its last run over a folder: the mark of every submission, and from what it came.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hash, writeWhole } from "../../course/command/files.mjs";
import { root } from "../../course/command/paths.mjs";
import { stampFile } from "../../course/setup/stamp.mjs";
import { filesUnder } from "./sources.mjs";

/**
 * @typedef {{ inputs: string, points: number, of: number, problem?: string }} Mark
 * @typedef {{ key: string, seconds: number, due: string }} Overdue a submission that came late, and by how much
 */

export class GradingRecord {
  /** @type {Record<string, Mark>} */
  #marks = {};
  /** @type {Overdue[]} */
  #overdue = [];
  #file;

  /** @param {string} folder DIR */
  constructor(folder) {
    this.#file = join(folder, ".verteilt", "graded.json");
    // Without the gradebook the marks are gone: everything is graded again.
    if (!existsSync(join(folder, "gradebook.db"))) return;
    try {
      const { marks = {}, overdue = [] } = JSON.parse(readFileSync(this.#file, "utf8"));
      this.#marks = marks;
      this.#overdue = overdue;
    } catch {
      // Lost or damaged: everything is graded again.
    }
  }

  /**
   * The mark, when it was made from exactly these inputs.
   * @param {string} key
   * @param {string} inputs
   */
  find(key, inputs) {
    const mark = this.#marks[key];
    return mark?.inputs === inputs ? mark : undefined;
  }

  /**
   * @param {string} key
   * @param {Mark | undefined} mark undefined: to be graded again
   */
  set(key, mark) {
    if (mark) this.#marks[key] = mark;
    else delete this.#marks[key];
    this.#write();
  }

  get overdue() {
    return this.#overdue;
  }

  /** @param {readonly Overdue[]} overdue */
  set overdue(overdue) {
    this.#overdue = [...overdue];
    this.#write();
  }

  #write() {
    writeWhole(this.#file, `${JSON.stringify({ marks: this.#marks, overdue: this.#overdue }, null, 1)}\n`);
  }
}

/** The hash of everything that grades, apart from exercise and submission. */
export function hashOfGrader() {
  const course = join(root, "kernel-lib", "course");
  const pipeline = join(root, "kernel-lib", "grading", "pipeline");
  const ours = filesUnder(pipeline).map((path) => readFileSync(join(pipeline, path)));
  const library = stampFile(join(root, "kernel-lib", "dist"));
  return hash(
    readFileSync(join(course, "requirements.txt")),
    existsSync(library) ? readFileSync(library) : "",
    ...ours,
  );
}
