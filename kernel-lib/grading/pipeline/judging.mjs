// The judge, as the pipeline has it: what an assignment asks, made ready once, and what a student's cells earn.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../course/command/paths.mjs";
import { source as textOf } from "../../course/notebook/notebook.mjs";
import { kindOf } from "./kind.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("../sandbox/enclosure.js").Protection} Protection */
/** @typedef {{ protection: Protection, remedy?: string }} Found */

/**
 * @typedef {object} Verdict of one test cell
 * @property {string} cell its grade_id
 * @property {number} points
 * @property {string} html the report, for people
 *
 * @typedef {object} Prepared
 * @property {readonly { cell: string, points: number, program: import("../test-cell.js").TestProgram }[]} tests
 */

/** A cell with more characters is none that anyone wrote. */
const LONGEST_CELL = 500_000;

/** @param {string} path within the compiled library */
const compiled = (path) => import(pathToFileURL(join(root, "kernel-lib", "dist", "grading", path)).href);

/**
 * What encloses students' code here.
 * @param {boolean} [inContainers]
 * @returns {Promise<Found>}
 */
export async function findProtection(inContainers = false) {
  if (inContainers) {
    const { containerEngine } = await compiled("sandbox/container.js");
    if (containerEngine()) return { protection: "container" };
    return { protection: "none", remedy: "install Docker or Podman, and start it: --container needs one" };
  }
  const { findProtection } = await compiled("sandbox/enclosure.js");
  return findProtection();
}

/**
 * An assignment's test cells as programs, from the notebook with hidden tests.
 * @param {Notebook} original
 * @returns {Promise<Prepared>}
 */
export async function prepare(original) {
  const { testsOf, programOf } = await compiled("test-cell.js");
  /** @type {import("../test-cell.js").RecordedTest[]} */
  const tests = testsOf(original.cells);
  return { tests: tests.map((test) => ({ cell: test.gradeId, points: test.points, program: programOf(test) })) };
}

export class Judging {
  #protection;
  /** @type {import("../judge/judge.js").Judge | undefined} */
  #judge;
  #closed = false;

  /** @param {Protection} protection */
  constructor(protection) {
    this.#protection = protection;
  }

  /**
   * Judges a notebook that has been taken in.
   * @param {Notebook} notebook
   * @param {Prepared} prepared
   * @returns {Promise<{ verdicts: Verdict[], seconds: number }>} seconds of processor time
   */
  async judge(notebook, { tests }) {
    const { compile } = await compiled("sandbox/compile.js");
    const { Judge } = await compiled("judge/judge.js");
    const { Patience } = await compiled("judge/patience.js");
    if (this.#closed) throw new Error("The marking was stopped.");
    const judge = (this.#judge ??= new Judge());
    const { cells, ends } = submitted(notebook);
    const wanted = tests.map(({ cell, program }) => ({
      names: program.names,
      classes: program.classes,
      end: ends.get(cell) ?? cells.length,
    }));
    const { programs, classes, mistakes } = await compile(this.#protection, { cells, wanted });
    const patience = new Patience();
    /** @type {Verdict[]} */
    const verdicts = [];
    for (const [i, { cell, points, program }] of tests.entries()) {
      const assignment = {
        ...{ test: program, answers: programs[i], classes: classes[i], protection: this.#protection },
        mistakes: mistakes.map((/** @type {[number, string]} */ [, why]) => why),
      };
      const { report } = await judge.carryOut(assignment, undefined, patience);
      verdicts.push({ cell, points: Math.min(report.points, points), html: report.html });
    }
    return { verdicts, seconds: patience.used };
  }

  get isClosed() {
    return this.#closed;
  }

  /** Gives the judge up: the next submission gets a new one. */
  reset() {
    this.#judge?.close();
    this.#judge = undefined;
  }

  close() {
    this.#closed = true;
    this.reset();
  }
}

/**
 * The code of a notebook in its order, and for each test cell how many cells come before it.
 * @param {Notebook} notebook
 */
function submitted(notebook) {
  /** @type {{ code: string, given: boolean }[]} */
  const cells = [];
  /** @type {Map<string, number>} */
  const ends = new Map();
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    const kind = kindOf(cell);
    const code = textOf(cell);
    if (kind === "test") ends.set(cell.metadata.nbgrader.grade_id, cells.length);
    else if (code.length <= LONGEST_CELL) cells.push({ code, given: kind === "text" });
  }
  return { cells, ends };
}
