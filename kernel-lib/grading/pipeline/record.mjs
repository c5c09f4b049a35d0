// What autograde knows about its last run over a folder: the mark of every submission, and from what it came.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hash } from "../../course/command/files.mjs";
import { root } from "../../course/command/paths.mjs";
import { stampFile } from "../../course/setup/stamp.mjs";
import { writePrivate } from "./private.mjs";
import { filesUnder } from "./sources.mjs";

/**
 * @typedef {object} Mark
 * @property {string} inputs a hash of what it was made from
 * @property {number} points
 * @property {number} of
 * @property {{ status: import("./submissions.mjs").Unmarked, why: import("./remarks.mjs").Remark }} [problem] why there is none
 * @property {import("./remarks.mjs").Remark[]} [notes] what its row says besides
 * @property {string[]} [byHand] test cells that had points by hand when it was marked
 * @property {boolean} [unprotected]
 *
 * @typedef {{ late?: string, until?: string }} Rules what coming late costs, as it was typed last
 */

export class GradingRecord {
  /** @type {Record<string, Mark>} */
  #marks = {};
  /** @type {Record<string, number>} */
  #scores = {};
  /** @type {Rules} */
  #rules = {};
  #file;

  /** @param {string} folder DIR */
  constructor(folder) {
    this.#file = join(folder, ".verteilt", "graded.json");
    try {
      const { marks = {}, scores = {}, rules = {} } = JSON.parse(readFileSync(this.#file, "utf8"));
      this.#rules = rules;
      // Without the gradebook the marks are gone: everything is graded again.
      if (!existsSync(join(folder, "gradebook.db"))) return;
      this.#marks = marks;
      this.#scores = scores;
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

  /**
   * The mark, whatever it was made from.
   * @param {string} key
   */
  last(key) {
    return this.#marks[key];
  }

  /** What each submission was worth in the last table. */
  get scores() {
    return this.#scores;
  }

  /** @param {Record<string, number>} scores */
  set scores(scores) {
    this.#scores = scores;
    this.#write();
  }

  get rules() {
    return this.#rules;
  }

  /** @param {Rules} rules */
  set rules(rules) {
    this.#rules = rules;
    this.#write();
  }

  #write() {
    const known = { marks: this.#marks, scores: this.#scores, rules: this.#rules };
    writePrivate(this.#file, `${JSON.stringify(known, null, 1)}\n`);
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
    ...["words", "notebook"].flatMap((room) =>
      filesUnder(join(course, room)).map((path) => readFileSync(join(course, room, path))),
    ),
  );
}
