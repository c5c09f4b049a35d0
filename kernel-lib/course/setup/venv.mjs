// The project's Python environment `.venv`, with exactly the versions in requirements.txt; what was downloaded has the
// hashes that stand there, or nothing is installed.
import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../command/failure.mjs";
import { hash } from "../command/files.mjs";
import { pythonEnv } from "../command/jupyter-env.mjs";
import { course, root, venv, venvBin } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { findPython } from "./python.mjs";
import { stamp, stamped, unstamp } from "./stamp.mjs";

const pins = join(course, "requirements.txt");

/**
 * Makes `.venv` unless it exists, complete, from the same pins, in the same place, and its Python still runs.
 * @param {string} again the command to name in messages
 */
export async function makeVenv(again) {
  if (venvMade()) return;
  // Making it again would empty the folder that the link points to.
  if (lstatSync(venv, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Failure(`.venv is a link, to ${readlinkSync(venv)}; the course needs a folder of its own.`, {
      fix: `delete the link, then run: ${again}`,
    });
  const python = findPython();
  unstamp(venv);
  await run(python.command, ["-m", "venv", "--clear", venv], {
    label: `Making .venv with Python ${python.version}`,
    log: "venv",
    env: withoutVenv(),
    installs: true,
    again,
  });
  if (spawnSync(venvBin("python"), ["-m", "pip", "--version"], { env: pythonEnv() }).status !== 0)
    throw new Failure("The new .venv has no pip.", { fix: `delete .venv, then run: ${again}` });
  await install(["-r", pins], { label: "Installing JupyterLab, nbconvert and nbgrader", log: "pip", again });
  stamp(venv, inputs());
}

/** Whether `.venv` was made from these pins, and its Python still runs. */
export const venvMade = () => stamped(venv, inputs()) && pythonRuns();

/** Programs in an environment contain its full path, so a moved project needs a new one. */
const inputs = () => hash(readFileSync(pins), root);

/**
 * Adds what requirements-NAME.txt names: "dev" for `npm test`, "hub" for a JupyterHub. Its stamp is in `.venv` and
 * disappears with it.
 * @param {"dev" | "hub"} name
 * @param {{ label: string, log: string, again: string }} options
 */
export async function addToVenv(name, options) {
  const more = join(course, `requirements-${name}.txt`);
  const done = join(venv, `requirements-${name}`);
  const inputs = hash(readFileSync(more));
  if (stamped(done, inputs)) return;
  await install(["-r", more], options);
  stamp(done, inputs);
}

/**
 * @param {readonly string[]} what
 * @param {{ label: string, log: string, again: string }} options
 */
async function install(what, { label, log, again }) {
  const quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--retries", "2"];
  // Everything is listed in the pins, with what it needs in turn: pip has nothing to add.
  const args = ["-m", "pip", "install", ...quiet, "--require-hashes", "--no-deps", ...what];
  await run(venvBin("python"), args, { label, log, env: pythonEnv(), installs: true, progress: pipProgress, again });
}

/**
 * pip's progress: it downloads everything, and then says nothing while it unpacks.
 * @param {string} log
 */
export function pipProgress(log) {
  const unpacking = /^Installing collected packages: (.*)$/m.exec(log)?.[1];
  if (unpacking) return `unpacking ${unpacking.split(", ").length} packages`;
  const found = log.match(/^Collecting /gm)?.length ?? 0;
  return found > 0 ? `${found} packages downloaded` : undefined;
}

function pythonRuns() {
  return spawnSync(venvBin("python"), ["-c", ""], { env: pythonEnv(), timeout: 20_000 }).status === 0;
}

/** An activated environment's own variables would mislead the Python outside it. */
function withoutVenv() {
  const { PYTHONHOME: _home, PYTHONPATH: _path, ...env } = process.env;
  return env;
}
