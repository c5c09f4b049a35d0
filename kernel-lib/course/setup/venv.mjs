// The project's Python environment `.venv`, with exactly the versions in requirements.txt.
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
 * Makes `.venv` unless it is there, finished from the same pins, in the same place, and its Python still runs.
 * @param {string} again the command to name in messages
 */
export async function makeVenv(again) {
  // Programs in an environment hold its full path: a moved project needs a new one.
  const inputs = hash(readFileSync(pins), root);
  if (stamped(venv, inputs) && pythonRuns()) return;
  // Making it anew would empty what the link leads to.
  if (lstatSync(venv, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Failure(`.venv is a link, to ${readlinkSync(venv)}; the course needs a folder of its own.`, {
      mend: `delete the link, then run: ${again}`,
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
    throw new Failure("The new .venv has no pip.", { mend: `delete .venv, then run: ${again}` });
  const quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--retries", "2"];
  await run(venvBin("python"), ["-m", "pip", "install", ...quiet, "-r", pins], {
    label: "Installing JupyterLab, nbconvert and nbgrader",
    log: "pip",
    env: pythonEnv(),
    installs: true,
    again,
  });
  stamp(venv, inputs);
}

function pythonRuns() {
  return spawnSync(venvBin("python"), ["-c", ""], { env: pythonEnv(), timeout: 20_000 }).status === 0;
}

/** An activated environment's own variables would mislead the Python outside it. */
function withoutVenv() {
  const { PYTHONHOME: _home, PYTHONPATH: _path, ...env } = process.env;
  return env;
}
