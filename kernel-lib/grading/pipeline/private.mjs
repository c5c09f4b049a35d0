// Files about students: for those who mark, and for no one else on the same machine.
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWhole } from "../../course/command/files.mjs";

const FILE = 0o600;
const FOLDER = 0o700;

/**
 * Writes a file whole or not at all; folders that are missing are made as private as it is.
 * @param {string} file
 * @param {string | Buffer} content
 */
export function writePrivate(file, content) {
  mkdirSync(dirname(file), { recursive: true, mode: FOLDER });
  writeWhole(file, content, FILE);
}

/**
 * Makes what was there before private, too: an older version wrote for everyone.
 * @param {string} folder DIR
 */
export function lock(folder) {
  for (const name of ["feedback", ".verteilt", "gradebook.db"]) {
    const path = join(folder, name);
    if (existsSync(path)) chmodSync(path, name === "gradebook.db" ? FILE : FOLDER);
  }
}
