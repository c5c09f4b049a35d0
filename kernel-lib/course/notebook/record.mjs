// Makes a chapter's recording; recorded.mjs says what that is, and reads it.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, relative } from "node:path";
import { Failure } from "../command/failure.mjs";
import { writeWhole } from "../command/files.mjs";
import { root } from "../command/paths.mjs";
import { say } from "../command/steps.mjs";
import { execute, executed } from "./execute.mjs";
import { isProgress, readNotebook, textOf } from "./notebook.mjs";
import { isBusy, isTimed, recordingFrom, recordingOf, thisMachine } from "./recorded.mjs";

/**
 * @typedef {import("./notebook.mjs").Cell} Cell
 * @typedef {import("./notebook.mjs").Notebook} Notebook
 */

/**
 * This machine; throws if it is busy.
 * @param {{ anyway?: boolean, again: string, machine?: import("./recorded.mjs").Machine }} options `anyway`: never mind
 */
export function demandQuiet({ anyway = false, again, machine = thisMachine() }) {
  if (isBusy(machine) && !anyway)
    throw new Failure(
      `This machine is busy: ${machine.load} programs share ${machine.cores} cores, so what is recorded now would be too slow.`,
      { fix: `close what else is running, wait a minute, then run: ${again}` },
    );
  return machine;
}

/**
 * Runs a chapter and writes its recording, unless it has no timed cell.
 * @param {string} file
 * @param {import("./recorded.mjs").Machine} machine
 * @param {{ kept?: string, again: string }} options `kept`: as for `executed`
 */
export async function recordChapter(file, machine, { kept, again }) {
  // An earlier run, to compare with; if it is made now, this one finds all files in memory.
  const earlier = await executed(file, { kept, again });
  const written = `${recordingOf(file)}.${process.pid}.tmp`;
  try {
    writeWhole(written, "");
    await execute(file, written, again);
    const notebook = readNotebook(written);
    const recording = recordingFrom(notebook, machine);
    const count = Object.keys(recording.cells).length;
    if (count > 0) writeRecording(file, recording);
    else rmSync(recordingOf(file), { force: true });
    say(
      `  ${count === 0 ? `${basename(file)}: no timed cells` : `${relative(root, recordingOf(file))}: ${count} cells`}`,
    );
    const untagged = alsoTimed(notebook, earlier);
    if (untagged.length > 0) say(`  Show other times in another run, without the tag "timed": ${untagged.join(", ")}`);
  } finally {
    rmSync(written, { force: true });
  }
}

/**
 * @param {string} file
 * @param {import("./recorded.mjs").Recording} recording
 */
function writeRecording(file, recording) {
  const text = `${JSON.stringify(recording, null, 1)}\n`;
  const path = recordingOf(file);
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeWhole(path, text);
}

/**
 * The cells without the tag in which two runs show different times.
 * @param {Notebook} one
 * @param {Notebook} other
 * @returns {string[]} their ids
 */
export function alsoTimed(one, other) {
  const times = new Map(other.cells.map((cell) => [cell.id, timesIn(cell)]));
  return one.cells
    .filter((cell) => cell.cell_type === "code" && !isTimed(cell) && times.get(cell.id) !== timesIn(cell))
    .map(({ id }) => String(id));
}

/** @param {Cell} cell */
function timesIn(cell) {
  const shown = (cell.outputs ?? []).filter((output) => !isProgress(output));
  const texts = shown.map(({ text, data }) => `${textOf(text)}${textOf(data?.["text/plain"])}`);
  return (
    texts
      .join("\n")
      .match(/\d[\d.,]* ?(?:ms|µs|ns|s|seconds?|min)\b/g)
      ?.join() ?? ""
  );
}
