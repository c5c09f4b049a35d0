// The file with a snapshot of V8's heap in which the compiler is already loaded: made by set-up, for one Node and one
// state of the compiler's code. A kernel that finds none, or one it cannot use, starts its compiler without.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Flags of Node for a compiler with or without a snapshot: V8 takes only one that was made with the same. Most of what
 * a check allocates is garbage when it is done: in a larger nursery less of it has to be moved, and with a limit of its
 * own (MB) V8 collects it sooner.
 */
export const flags = ["--no-warnings", "--max-semi-space-size=16", "--max-old-space-size=256"];

/** The same for a cell that needs more memory than that. */
export const largeFlags = ["--no-warnings", "--max-semi-space-size=32", "--max-old-space-size=2048"];

/** The path of the snapshot for this Node and this compiler, whether or not it exists. */
export function snapshotFile(root: string): string {
  const hash = createHash("sha256");
  hash.update(`${process.version} ${process.platform} ${process.arch} ${process.execPath} ${flags}`);
  for (const file of compilerFiles(join(root, "kernel-lib", "dist", "kernel")))
    hash.update(file).update(readFileSync(file));
  // Whatever npm installs, it writes this file anew. Archives and images keep whole seconds.
  const installed = statSync(join(root, "node_modules", ".package-lock.json"), { throwIfNoEntry: false });
  hash.update(`${installed && Math.floor(installed.mtimeMs / 1000)} ${installed?.size}`);
  return join(root, ".verteilt", "kernel", `${process.version}-${hash.digest("hex").slice(0, 16)}.snapshot`);
}

function compilerFiles(dist: string): string[] {
  const shared = ["channel.js", "es-modules.js", "positions.js"].map((name) => join(dist, name));
  const own = readdirSync(join(dist, "compiler"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .sort()
    .map((name) => join(dist, "compiler", name));
  return [...shared, ...own];
}
