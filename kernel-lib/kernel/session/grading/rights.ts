// How the process that runs cells is started while a submission is marked: it sees no files but our own and those beside the notebook, no
// environment, and starts nothing but threads.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fewRights, inside, ownFolders } from "../../../src/grade/isolates/rights.js";

/** Flags for Node. */
export function markingRights(folder: string): string[] {
  const files = [...ownFolders().map(inside), ...beside(folder)];
  const guard = require.resolve("../../executor/guard.js");
  return [...fewRights(files), "--allow-worker", "--experimental-import-meta-resolve", "--require", guard];
}

/** Of the environment, what is no secret and changes nothing. */
export function markingEnvironment(): NodeJS.ProcessEnv {
  const names = ["NBGRADER_EXECUTION", "VERTEILT_MEMORY_MB", "TZ", "LANG", "SystemRoot"];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** The notebook itself holds hidden tests. */
function beside(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => !name.startsWith(".") && !name.endsWith(".ipynb"));
  return names.map((name) => {
    const path = join(folder, name);
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? inside(path) : path;
  });
}
