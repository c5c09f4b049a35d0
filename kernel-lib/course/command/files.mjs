// Files: written whole or not at all, listed in a fixed order, and identified by a hash.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The hash of what something is made from.
 * @param {(string | Buffer)[]} parts
 */
export function hash(...parts) {
  const sum = createHash("sha256");
  // The lengths distinguish ["ab", "c"] from ["a", "bc"].
  for (const part of parts) sum.update(`${Buffer.byteLength(part)}:`).update(part);
  return sum.digest("hex");
}

/**
 * Writes a file so that at any moment either the whole old or the whole new one exists.
 * @param {string} file
 * @param {string | Buffer} content
 * @param {number} [mode] its rights, 0o666 by default, less what the user's mask takes away
 */
export function writeWhole(file, content, mode = 0o666) {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, content, { mode });
    renameOver(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/**
 * Windows refuses while another program, such as Jupyter or a virus scanner, has the file open; that is over in a
 * moment.
 * @param {string} from
 * @param {string} to
 */
function renameOver(from, to) {
  for (let tries = process.platform === "win32" ? 20 : 1; ; tries--)
    try {
      return renameSync(from, to);
    } catch (error) {
      const busy = ["EACCES", "EBUSY", "EPERM"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "");
      if (!busy || tries <= 1) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
}

/**
 * Every file under a folder, with its full path, in a fixed order; none if there is no such folder.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
