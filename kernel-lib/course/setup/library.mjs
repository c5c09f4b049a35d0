// Compiles kernel-lib into kernel-lib/dist: always, or only when a source changed.
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { Failure } from "../command/failure.mjs";
import { filesUnder, hash } from "../command/files.mjs";
import { root } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { stamp, stamped, stampFile } from "./stamp.mjs";

const library = join(root, "kernel-lib");
const dist = join(library, "dist");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

/**
 * Compiles unless dist was made from exactly these sources.
 * @param {string} again the command to name in messages
 */
export async function buildLibrary(again) {
  if (!libraryBuilt()) await compileLibrary({ again });
}

/** Whether dist was made from exactly these sources. */
export const libraryBuilt = () => stamped(dist, hashOfSources()) && !touchedSince();

/**
 * Compiles unconditionally.
 * @param {{ again: string, show?: boolean }} options `show`: errors go to our own output instead of a log (false by
 *   default)
 */
export async function compileLibrary({ again, show = false }) {
  if (!existsSync(compiler)) throw new Failure("TypeScript is not installed here yet.", { fix: "npm run setup" });
  // Before compiling: what changes meanwhile is not in dist.
  const sources = hashOfSources();
  await run(process.execPath, [compiler, "-p", library], {
    label: "Building kernel-lib",
    log: "build",
    installs: true,
    show,
    again,
  });
  removeOrphans();
  stamp(dist, sources);
}

function hashOfSources() {
  // What the compiler is told to compile, as folders.
  /** @type {{ include: string[] }} */
  const { include } = JSON.parse(readFileSync(join(library, "tsconfig.json"), "utf8"));
  const sources = include.flatMap((folder) => filesUnder(join(library, folder)));
  const settings = ["tsconfig.json", "kernel-lib/tsconfig.json", "kernel-lib/package.json", "package-lock.json"];
  const inputs = [...settings.map((file) => join(root, file)), ...sources];
  return hash(...inputs.flatMap((file) => [relative(root, file), readFileSync(file)]));
}

/** Whether the library was built by hand after our stamp, perhaps from other sources. */
function touchedSince() {
  const then = statSync(stampFile(dist)).mtimeMs;
  return filesUnder(dist).some((file) => statSync(file).mtimeMs > then);
}

/** The output of a deleted source could still be imported. */
function removeOrphans() {
  for (const file of filesUnder(dist)) {
    const source = join(library, relative(dist, file)).replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
    if (source.endsWith(".ts") && !existsSync(source)) rmSync(file, { force: true });
  }
}
