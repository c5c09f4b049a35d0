// The set-up that every command begins with: what is missing is made, what exists is left alone.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, venv } from "../command/paths.mjs";
import { say } from "../command/steps.mjs";
import { updateWork } from "../serve/work.mjs";
import { installKernelspec } from "./kernelspec.mjs";
import { buildLibrary } from "./library.mjs";
import { oneAtATime } from "./lock.mjs";
import { installPackages } from "./npm.mjs";
import { linkPostgres } from "./postgres.mjs";
import { makeSnapshot } from "./snapshot.mjs";
import { addDevelopment, makeVenv } from "./venv.mjs";

const firstTime = `Setting up this folder for the first time: 460 MB of npm packages, then 400 MB of Python packages, then the library.
That takes one to five minutes, and longer on a slow network. Ctrl+C stops it, and the same command goes on later.`;

/**
 * Makes the project ready: npm packages, `.venv`, kernel-lib, kernelspec, the copies in `work/`. Can be interrupted and
 * repeated at any point. Throws a Failure that says what is missing.
 * @param {{ again?: string, development?: boolean }} [options] `again`: the command to name in messages ("npm start" by
 *   default); `development`: what checks our Python too (false by default)
 */
export async function setUp({ again = "npm start", development = false } = {}) {
  await oneAtATime(async () => {
    if (!existsSync(venv)) say(firstTime);
    await installPackages(again);
    linkPostgres(join(root, "node_modules"));
    await makeVenv(again);
    if (development) await addDevelopment(again);
    installKernelspec();
    updateWork();
    await buildLibrary(again);
    await makeSnapshot(again);
  });
}
