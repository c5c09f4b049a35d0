// Files about students: for those who mark, and for no one else on the same machine.
import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { writeWhole } from "../../course/command/files.mjs";

const FILE = 0o600;
const FOLDER = 0o700;

/**
 * Writes a file whole or not at all; folders that are missing are made as private as it is.
 * @param {string} file
 * @param {string | Buffer} content
 */
export function writePrivate(file, content) {
  privateFolder(dirname(file));
  writeWhole(file, content, FILE);
}

/**
 * Makes a folder private. What was there before, and is not ours, keeps its rights.
 * @param {string} folder
 */
export function privateFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: FOLDER });
}

/**
 * Makes what an older version has written private, too.
 * @param {readonly string[]} folders
 */
export function lock(folders) {
  for (const folder of folders) chmodSync(folder, FOLDER);
}
