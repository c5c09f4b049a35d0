// The set-up every command begins with: what is missing is made, what is there is left alone.

import { updateWork } from "../serve/work.mjs";
import { installKernelspec } from "./kernelspec.mjs";
import { buildLibrary } from "./library.mjs";
import { oneAtATime } from "./lock.mjs";
import { installPackages } from "./npm.mjs";
import { makeVenv } from "./venv.mjs";

/**
 * Makes the project ready: npm packages, `.venv`, kernel-lib, kernelspec, the copies in `work/`. Can be interrupted and
 * repeated at any point. Throws a Failure that says what is missing.
 * @param {{ again?: string }} [options] the command to name in messages, "npm start" by default
 */
export async function setUp({ again = "npm start" } = {}) {
  await oneAtATime(async () => {
    await installPackages(again);
    await makeVenv(again);
    installKernelspec();
    updateWork();
    await buildLibrary(again);
  });
}
