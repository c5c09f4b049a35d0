// Recorded outputs. What a cell shows of the clock depends on the machine it runs on, and on what else runs there; slides and
// book therefore show what such a cell, tagged "timed", gave in a run on a quiet machine, kept in notebooks/recorded/. In the
// notebook itself it runs live. npm run record makes recordings.

import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { basename, dirname, join } from "node:path";
import { readCourse } from "../command/course.mjs";
import { Failure } from "../command/failure.mjs";
import { hash } from "../command/files.mjs";
import { source } from "./notebook.mjs";

/**
 * @typedef {import("./notebook.mjs").Cell} Cell
 * @typedef {import("./notebook.mjs").Notebook} Notebook
 * @typedef {import("./notebook.mjs").Output} Output
 *
 * @typedef {object} Machine
 * @property {string} processor
 * @property {number} cores
 * @property {string} node the version, "20.20.2"
 * @property {string} date "2026-11-29"
 * @property {number} load how many programs wanted a core when the recording began, on average over a minute
 *
 * @typedef {{ machine: Machine, cells: Record<string, { code: string, outputs: Output[] }> }} Recording `code`: the
 *   fingerprint of the chapter's code up to that cell
 */

/** With more than this share of the cores in use, what is recorded is too slow. */
const BUSY = 0.5;

/**
 * Where a chapter's recording is kept.
 * @param {string} file the chapter's notebook
 */
export const recordingOf = (file) => join(dirname(file), "recorded", `${basename(file).slice(0, 2)}.json`);

/**
 * Whether a cell shows how long something took.
 * @param {Cell} cell
 */
export const isTimed = (cell) => cell.cell_type === "code" && (cell.metadata?.tags ?? []).includes("timed");

/** This machine, as recordings name it. @returns {Machine} */
export function thisMachine() {
  return {
    processor: cpus()[0]?.model.trim().replace(/\s+/g, " ") || "an unknown processor",
    cores: availableParallelism(),
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** @param {Machine} machine */
export const isBusy = ({ load, cores }) => load > BUSY * cores;

/**
 * What to keep of a run.
 * @param {Notebook} notebook with its outputs
 * @param {Machine} machine
 * @returns {Recording}
 */
export function recordingFrom(notebook, machine) {
  const codes = fingerprints(notebook);
  const cells = notebook.cells.filter(isTimed).map((cell) => {
    // The count of a result has to be there, and says nothing here.
    const outputs = (cell.outputs ?? []).map((output) =>
      "execution_count" in output ? { ...output, execution_count: null } : output,
    );
    return /** @type {const} */ ([String(cell.id), { code: codes.get(cell) ?? "", outputs }]);
  });
  return { machine, cells: Object.fromEntries(cells) };
}

/**
 * The notebook with recorded outputs in its timed cells, each with a caption below it. A cell whose recording is out of
 * date or missing keeps its own.
 * @param {Notebook} notebook with its outputs
 * @param {string} file
 * @param {(machine: Machine, date: Date) => string} caption
 * @returns {Notebook}
 */
export function withRecording(notebook, file, caption) {
  const recording = readRecording(file);
  if (!recording) return notebook;
  const codes = fingerprints(notebook);
  const cells = notebook.cells.map((cell) => {
    const kept = isTimed(cell) ? recording.cells[String(cell.id)] : undefined;
    if (kept === undefined || kept.code !== codes.get(cell)) return cell;
    const html = `<small class="recorded">${caption(recording.machine, new Date(recording.machine.date))}</small>`;
    const below = { output_type: "display_data", metadata: {}, data: { "text/markdown": html } };
    return { ...cell, outputs: [...kept.outputs, below] };
  });
  return { ...notebook, cells };
}

/**
 * What is wrong with a chapter's recording, as one line; undefined if nothing is.
 * @param {Notebook} notebook
 * @param {string} file
 * @param {(cell: Cell) => boolean} [isShown] the cells that matter; all by default
 * @returns {string | undefined}
 */
export function remarkOnRecording(notebook, file, isShown = () => true) {
  const recording = readRecording(file);
  const codes = fingerprints(notebook);
  const timed = notebook.cells.filter((cell) => isTimed(cell) && isShown(cell));
  const outdated = timed.filter((cell) => recording?.cells[String(cell.id)]?.code !== codes.get(cell));
  const again = `record it on a quiet machine: npm run record -- ${basename(file).slice(0, 2)}`;
  const name = basename(file, ".ipynb");
  if (outdated.length > 0)
    return `${name}: the times in ${outdated.map(({ id }) => id).join(", ")} are this machine's, because their recording is ${recording ? "out of date" : "missing"}; ${again}`;
  if (timed.length > 0 && recording && isBusy(recording.machine))
    return `${name}: its times were recorded while ${recording.machine.load} programs shared ${recording.machine.cores} cores; ${again}`;
  return undefined;
}

/**
 * @param {string} file
 * @returns {Recording | undefined}
 */
function readRecording(file) {
  const path = recordingOf(file);
  if (!existsSync(path)) return undefined;
  try {
    const recording = JSON.parse(readFileSync(path, "utf8"));
    if (typeof recording.machine === "object" && typeof recording.cells === "object") return recording;
  } catch {}
  const again = `npm run record -- ${basename(file).slice(0, 2)}`;
  throw new Failure(`notebooks/recorded/${basename(path)} is damaged: it should be JSON with machine and cells.`, {
    fix: `delete it, or on a quiet machine: ${again}`,
  });
}

/**
 * The fingerprint of a chapter's code up to each cell. Reports of checkpoints are written in the course's language.
 * @param {Notebook} notebook
 * @returns {Map<Cell, string>}
 */
function fingerprints(notebook) {
  const language = readCourse().language;
  /** @type {Map<Cell, string>} */
  const found = new Map();
  let before = "";
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    const code = source(cell).trim();
    before = hash(before, code);
    found.set(cell, /\bcheckpoint\(/.test(code) ? hash(before, language) : before);
  }
  return found;
}
