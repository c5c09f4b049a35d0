// Runs a chapter in the real kernel, once: the executed notebook is kept under the hash of everything it depends on.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Failure } from "../command/failure.mjs";
import { jupyterEnv } from "../command/jupyter-env.mjs";
import { course, products, venvBin } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { ofRun } from "./fingerprint.mjs";
import { nameOf, readNotebook } from "./notebook.mjs";

/** Executed notebooks, each with a `.hash` beside it. */
const KEPT = join(products, "executed");
/** Seconds a single cell may take. */
const TIMEOUT = 120;
const FAILED_CELL = 3;

/**
 * The notebook with its outputs. Runs it only when it, the library or the kernel has changed since the last time.
 * Throws a Failure that shows the failing cell.
 * @param {string} file
 * @param {{ kept?: string, again?: string }} [options] `kept`: the folder for executed notebooks (build/executed
 *   by default); `again`: the command to name in messages
 * @returns {Promise<import("./notebook.mjs").Notebook>}
 */
export async function executed(file, { kept = KEPT, again = `npm run slides -- ${basename(file).slice(0, 2)}` } = {}) {
  const target = join(kept, basename(file));
  const mark = target.replace(/\.ipynb$/, ".hash");
  const hash = ofRun(file);
  if (existsSync(target) && existsSync(mark) && readFileSync(mark, "utf8") === hash) return readNotebook(target);

  mkdirSync(kept, { recursive: true });
  rmSync(mark, { force: true });
  const written = `${target}.part`;
  await execute(file, written, again);
  renameSync(written, target);
  writeFileSync(mark, hash);
  return readNotebook(target);
}

/**
 * Runs a notebook from top to bottom in the real kernel. Throws a Failure that shows the failing cell.
 * @param {string} file
 * @param {string} written where the notebook with its outputs goes
 * @param {string} again the command to name in messages
 */
export async function execute(file, written, again) {
  const python = venvBin("python");
  if (!existsSync(python)) throw new Failure("Jupyter is not installed here yet.", { fix: "npm run setup" });
  const script = join(course, "notebook", "execute.py");
  const code = await run(python, [script, file, written, dirname(file), String(TIMEOUT)], {
    label: `Running ${basename(file)} in the kernel`,
    env: { ...jupyterEnv(), VERTEILT_SHOW_ANSWERS: "1", VERTEILT_CHECKS: "strict" },
    again,
    allow: [0, FAILED_CELL],
  });
  if (code === FAILED_CELL) throw failedCell(file, written, again);
}

/**
 * @param {string} file
 * @param {string} written
 * @param {string} again
 */
function failedCell(file, written, again) {
  const { index, source, message } = JSON.parse(readFileSync(written, "utf8"));
  rmSync(written);
  const notebook = readNotebook(file);
  const cell = notebook.cells[index];
  const shown = String(source).replace(/^/gm, "  | ");
  return new Failure(
    `${basename(file)} failed in ${cell ? nameOf(cell, index) : `cell ${index + 1}`}:\n${shown}\n\n` +
      stripVTControlCharacters(String(message)),
    { fix: `open the chapter, fix this cell, then run: ${again}` },
  );
}
