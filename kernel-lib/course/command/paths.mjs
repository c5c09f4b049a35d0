// Where things are: the project's folders, and the programs inside its virtual environment.
// Everything a command creates is under one of these. Nothing outside the project is written, unless the project is a
// read-only install that many share: then each user's files lie in a folder of their own.
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's top folder. */
export const root = resolve(fileURLToPath(new URL("../../..", import.meta.url)));

/** The commands, with what they need besides their code: templates, pictures, Python's pins. */
export const course = join(root, "kernel-lib", "course");

/** Python's virtual environment with JupyterLab, nbconvert and nbgrader. */
export const venv = join(root, ".venv");

/** Where a user's files lie: in the project; VERTEILT_HOME, or `~/verteilt`, where that is an install for many. */
export const home = process.env.VERTEILT_HOME
  ? resolve(process.env.VERTEILT_HOME)
  : isWritable(root)
    ? root
    : join(homedir(), "verteilt");

/** Whether the project is an install for many, in which nothing is to be written. */
export const isShared = home !== root;

/** The student's copies of chapters and exercises. */
export const work = join(home, "work");

/** What the commands keep for themselves: logs, Jupyter's settings, the lock. */
export const state = join(home, ".verteilt");

/** Slides, the book, and what they are made from. */
export const products = join(home, "build");

/** Full logs of every step. */
export const logs = join(state, "logs");

const onWindows = process.platform === "win32";

/** The folder of the virtual environment that holds its programs. */
export const venvPrograms = join(venv, onWindows ? "Scripts" : "bin");

/** @param {string} folder */
function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The full path of a program in the virtual environment, such as "python" or "jupyter".
 * @param {string} name
 */
export function venvBin(name) {
  return join(venvPrograms, onWindows ? `${name}.exe` : name);
}
