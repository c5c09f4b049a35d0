// A stamp says that a step was finished, and from what. It is written last and lies inside what it vouches for, so an
// interrupted step leaves none, and deleting the result deletes the stamp.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const name = ".verteilt-stamp";

/**
 * The hash of what a step was made from.
 * @param {(string | Buffer)[]} parts
 */
export function hash(...parts) {
  const sum = createHash("sha256");
  // The lengths keep ["ab", "c"] and ["a", "bc"] apart.
  for (const part of parts) sum.update(`${Buffer.byteLength(part)}:`).update(part);
  return sum.digest("hex");
}

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

/**
 * Writes a file so that there is at any moment the whole old or the whole new one.
 * @param {string} file
 * @param {string | Buffer} content
 */
export function writeWhole(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, content);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
