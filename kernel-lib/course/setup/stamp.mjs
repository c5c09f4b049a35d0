// A stamp says that a step was finished, and from what. It is written last and is inside what it vouches for, so an
// interrupted step leaves none, and deleting the result deletes the stamp.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../command/files.mjs";

const name = ".verteilt-stamp";

/**
 * Whether `folder` was finished from exactly these inputs.
 * @param {string} folder
 * @param {string} inputs
 */
export function stamped(folder, inputs) {
  try {
    return readFileSync(join(folder, name), "utf8") === inputs;
  } catch {
    return false;
  }
}

/**
 * @param {string} folder
 * @param {string} inputs
 */
export function stamp(folder, inputs) {
  writeWhole(join(folder, name), inputs);
}

/** @param {string} folder */
export function unstamp(folder) {
  rmSync(join(folder, name), { force: true });
}

/** @param {string} folder */
export function stampFile(folder) {
  return join(folder, name);
}
