// Compiles kernel-lib into kernel-lib/dist, when a source changed.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./place.mjs";
import { run } from "./run.mjs";
import { hash, stamp, stamped, stampFile } from "./stamp.mjs";

const library = join(root, "kernel-lib");
const dist = join(library, "dist");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

/**
 * Builds unless dist was made from exactly these sources.
 * @param {string} again the command to name in messages
 */
export async function buildLibrary(again) {
  const sources = ["src", "kernel"].flatMap((folder) => files(join(library, folder)));
  const settings = ["tsconfig.json", "kernel-lib/tsconfig.json", "kernel-lib/package.json", "package-lock.json"];
  const inputs = [...settings.map((file) => join(root, file)), ...sources];
  const made = hash(...inputs.flatMap((file) => [relative(root, file), readFileSync(file)]));
  if (stamped(dist, made) && !touchedSince()) return;
  await run(process.execPath, [compiler, "-p", library], {
    label: "Building kernel-lib",
    log: "build",
    installs: true,
    again,
  });
  removeOrphans();
  stamp(dist, made);
}

/** Whether someone built by hand after our stamp, perhaps from other sources. */
function touchedSince() {
  const then = statSync(stampFile(dist)).mtimeMs;
  return files(dist).some((file) => statSync(file).mtimeMs > then);
}

/** What a deleted source left behind could still be imported. */
function removeOrphans() {
  for (const file of files(dist)) {
    const source = join(library, relative(dist, file)).replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
    if (source.endsWith(".ts") && !existsSync(source)) rmSync(file, { force: true });
  }
}

/**
 * Every file under a folder, in a fixed order.
 * @param {string} folder
 * @returns {string[]}
 */
function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
