// A folder of our own for nbgrader to work in, gone when the command ends, however it ends.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { state } from "../../course/command/paths.mjs";

const home = join(state, "grading");
/** @type {Set<string>} */
const made = new Set();
let count = 0;

/** Makes an empty folder that lives as long as this process at most. */
export function scratchFolder() {
  removeLeftOvers();
  const folder = join(home, `${process.pid}-${++count}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (count === 1)
    process.once("exit", () => {
      for (const left of made) removeScratch(left);
    });
  made.add(folder);
  return folder;
}

/** @param {string} folder */
export function removeScratch(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  made.delete(folder);
}

/** What a killed process could not remove itself. */
function removeLeftOvers() {
  mkdirSync(home, { recursive: true });
  for (const name of readdirSync(home)) if (!alive(Number(name.split("-")[0]))) removeScratch(join(home, name));
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
