// The set-up that every command begins with: what is missing is made, what exists is left alone.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../command/failure.mjs";
import { isShared, root, venv } from "../command/paths.mjs";
import { say } from "../command/steps.mjs";
import { updateWork } from "../serve/work.mjs";
import { addHub, hasHub } from "./hub.mjs";
import { installKernelspec, installSettings } from "./kernelspec.mjs";
import { buildLibrary, libraryBuilt } from "./library.mjs";
import { oneAtATime } from "./lock.mjs";
import { installPackages, packagesInstalled } from "./npm.mjs";
import { linkPostgres } from "./postgres.mjs";
import { makeSnapshot } from "./snapshot.mjs";
import { addToVenv, makeVenv, venvMade } from "./venv.mjs";

const firstTime = `Setting up this folder for the first time: 460 MB of npm packages, then 400 MB of Python packages, then the library.
That takes one to five minutes, and longer on a slow network. Ctrl+C stops it, and the same command goes on later.`;

/**
 * Makes the project ready: npm packages, `.venv`, kernel-lib, kernelspec, the copies in `work/`. Can be interrupted and
 * repeated at any point. In an install that many share, only the user's own files. Throws a Failure that says what is
 * missing.
 * @param {{ again?: string, development?: boolean, hub?: boolean }} [options] `again`: the command to name in messages
 *   ("npm start" by default); `development`: what checks our Python too; `hub`: what a JupyterHub needs too (both
 *   false by default)
 */
export async function setUp({ again = "npm start", development = false, hub = false } = {}) {
  await oneAtATime(async () => {
    if (isShared) await findInstalled();
    else await install(again, { development, hub });
    installSettings();
    updateWork();
  });
}

/**
 * @param {string} again
 * @param {{ development: boolean, hub: boolean }} more
 */
async function install(again, { development, hub }) {
  if (!existsSync(venv)) say(firstTime);
  await installPackages(again);
  linkPostgres(join(root, "node_modules"));
  await makeVenv(again);
  if (development) await addToVenv("dev", { label: "Installing ruff and mypy", log: "pip-development", again });
  if (hub || hasHub()) await addHub(again);
  installKernelspec();
  await buildLibrary(again);
  await makeSnapshot(again);
}

/** An install that many share is complete, or its administrator has to complete it. */
async function findInstalled() {
  const missing = [
    ["node_modules", packagesInstalled()],
    [".venv", venvMade()],
    ["kernel-lib/dist", libraryBuilt()],
  ].flatMap(([name, done]) => (done ? [] : name));
  if (missing.length === 0) return;
  throw new Failure(`This install is shared and not complete; missing or out of date: ${missing.join(", ")}.`, {
    fix: `its administrator runs "npm run setup" in ${root}, without VERTEILT_HOME and as the user who owns it`,
  });
}
