// The judge, as the pipeline has it: what an assignment asks, made ready once, and what a student's cells earn.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../course/command/paths.mjs";
import { source as textOf } from "../../course/notebook/notebook.mjs";
import { words } from "../../course/words/words.mjs";
import { inputKinds } from "./input-kinds.mjs";
import { kindOf } from "./kind.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("../sandbox/enclosure.js").Protection} Protection */
/** @typedef {{ protection: Protection, remedy?: string }} Found */

/**
 * @typedef {object} Verdict of one test cell
 * @property {string} cell its grade_id
 * @property {number} points
 * @property {string} html the report, for people
 * @property {import("./verdicts.mjs").JudgedTest[]} tests
 *
 * @typedef {object} Finding about one test cell, before it is a verdict for people
 * @property {string} cell
 * @property {string} id the cell's name in its report
 * @property {string} [remark]
 * @property {readonly import("../../src/grade/test-result.js").TestResult[]} results
 *
 * @typedef {object} PreparedTest
 * @property {string} cell
 * @property {number} points
 * @property {import("../test-cell.js").TestProgram} program
 * @property {Map<string, import("./input-kinds.mjs").InputKind>} kinds of hidden tests' input
 *
 * @typedef {{ readonly tests: readonly PreparedTest[] }} Prepared
 *
 * @typedef {Pick<Judging, "judge" | "isClosed" | "reset"> & { close(): unknown }} AnyJudging here, or on a farm
 */

/** A cell with more characters is none that anyone wrote. */
const LONGEST_CELL = 500_000;

/** @param {string} path within the compiled library */
const library = (path) => import(pathToFileURL(join(root, "kernel-lib", "dist", "grading", path)).href);

/**
 * What a finding earns, and its report.
 * @param {Finding} finding
 * @param {number} most points
 * @returns {Promise<Verdict>}
 */
export async function verdictOn({ cell, id, remark, results }, most) {
  const { Report } = await library("../src/grade/report.js");
  const failedFirst = results.toSorted((a, b) => Number(a.ok) - Number(b.ok));
  const { html, points } = new Report({ id, remark, results: failedFirst });
  const tests = results.map(({ sentence, points, ok, hidden = false }) => ({ sentence, points, ok, hidden }));
  return { cell, points: Math.min(points, most), html, tests };
}

/**
 * What encloses students' code here.
 * @param {boolean} [inContainers]
 * @returns {Promise<Found>}
 */
export async function findProtection(inContainers = false) {
  if (inContainers) {
    const { whatContainersLack } = await library("sandbox/container.js");
    const remedy = whatContainersLack();
    return remedy === undefined ? { protection: "container" } : { protection: "none", remedy };
  }
  const { findProtection } = await library("sandbox/enclosure.js");
  return findProtection();
}

/**
 * An assignment's test cells as programs, from the notebook with hidden tests.
 * @param {Notebook} original
 * @returns {Promise<Prepared>}
 */
export async function prepare(original) {
  const { testsOf, programOf } = await library("test-cell.js");
  /** @type {import("../test-cell.js").RecordedTest[]} */
  const tests = testsOf(original.cells);
  return {
    tests: tests.map((test) => ({
      cell: test.gradeId,
      points: test.points,
      program: programOf(test),
      kinds: inputKinds(test.tests),
    })),
  };
}

export class Judging {
  #protection;
  /** @type {import("../judge/judge.js").Judge | undefined} */
  #judge;
  #closed = false;
  #words;

  /**
   * @param {Protection} protection
   * @param {import("./page.mjs").Words} [said] what reports say besides
   */
  constructor(protection, said = words("en").feedback) {
    this.#protection = protection;
    this.#words = said;
  }

  /**
   * Judges a notebook that has been taken in.
   * @param {Notebook} notebook
   * @param {Prepared} prepared
   * @returns {Promise<{ verdicts: Verdict[], seconds: number }>} seconds of processor time
   */
  async judge(notebook, { tests }) {
    const { findings, seconds } = await this.find(notebook, { tests });
    return { verdicts: await Promise.all(findings.map((one, i) => verdictOn(one, tests[i]?.points ?? 0))), seconds };
  }

  /**
   * What there is to find out about a notebook that has been taken in.
   * @param {Notebook} notebook
   * @param {Prepared} prepared
   * @returns {Promise<{ findings: Finding[], seconds: number }>}
   */
  async find(notebook, { tests }) {
    const { compile } = await library("sandbox/compile.js");
    const { Judge } = await library("judge/judge.js");
    const { Patience } = await library("judge/patience.js");
    if (this.#closed) throw new Error("The marking was stopped.");
    const judge = (this.#judge ??= new Judge());
    const { cells, ends } = submitted(notebook);
    const wanted = tests.map(({ cell, program }) => ({
      names: program.names,
      classes: program.classes,
      end: ends.get(cell) ?? cells.length,
    }));
    const compiled = await compile(this.#protection, { cells, wanted });
    const { programs, classes, mistakes } = compiled;
    const patience = new Patience();
    patience.spend(compiled.seconds);
    /** @type {Set<string>} names of which the student has read already */
    const told = new Set();
    /** @type {Finding[]} */
    const findings = [];
    for (const [i, { cell, program, kinds }] of tests.entries()) {
      const assignment = {
        ...{ test: program, answers: programs[i], classes: classes[i], protection: this.#protection },
        mistakes: mistakes.map((/** @type {[number, string]} */ [, why]) => why),
      };
      const again = compiled.again[i].filter((/** @type {string} */ name) => !told.has(name));
      for (const name of again) told.add(name);
      const { report } = await judge.carryOut(assignment, remarkOn(again), patience);
      findings.push({ cell, id: report.id, remark: report.remark, results: this.#explained(report.results, kinds) });
    }
    return { findings, seconds: patience.used };
  }

  /**
   * Results as students read them: hidden ones that failed with the kind of their input.
   * @param {readonly import("../../src/grade/test-result.js").TestResult[]} results
   * @param {Map<string, import("./input-kinds.mjs").InputKind>} kinds
   */
  #explained(results, kinds) {
    const { kind, kinds: named } = this.#words;
    return results.map((result) => {
      if (result.ok || !result.hidden) return result;
      const found = kinds.get(result.sentence) ?? { kinds: [] };
      const list = "written" in found ? [found.written] : found.kinds.map((one) => named[one]);
      return { ...result, why: kind(list) };
    });
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
 * Students may be surprised by it.
 * @param {readonly string[]} names that were given, and that the student declares otherwise
 */
function remarkOn(names) {
  if (names.length === 0) return undefined;
  const [is, it] = names.length === 1 ? ["was", "it"] : ["were", "them"];
  return `${names.join(", ")} ${is} given, and your notebook declares ${it} again. Your answers use yours, the tests use what was given.`;
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
