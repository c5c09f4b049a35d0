// Where things are: the project's folders, and the programs inside its virtual environment.
// Everything a command creates is under one of these; nothing outside the project is written.
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's top folder. */
export const root = resolve(fileURLToPath(new URL("../../..", import.meta.url)));

/** The commands, with what they need besides their code: templates, pictures, Python's pins. */
export const course = join(root, "kernel-lib", "course");

/** Python's virtual environment with JupyterLab, nbconvert and nbgrader. */
export const venv = join(root, ".venv");

/** The student's copies of chapters and exercises. */
export const work = join(root, "work");

/** What the commands keep for themselves: logs, Jupyter's settings, the lock. */
export const state = join(root, ".verteilt");

/** Full logs of every step. */
export const logs = join(state, "logs");

const onWindows = process.platform === "win32";

/** The folder of the virtual environment that holds its programs. */
export const venvPrograms = join(venv, onWindows ? "Scripts" : "bin");

/**
 * The full path of a program in the virtual environment, such as "python" or "jupyter".
 * @param {string} name
 */
export function venvBin(name) {
  return join(venvPrograms, onWindows ? `${name}.exe` : name);
}
