// Saves a snapshot of V8's heap with the kernel's compiler loaded, so that kernels start sooner. A kernel works without
// one too, so a failure here stops nothing.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { say } from "../command/steps.mjs";

const script = join(root, "kernel-lib", "dist", "kernel", "compiler", "build-snapshot.js");

/**
 * Makes the snapshot for this Node and this compiler, unless it exists. kernel-lib is built by then.
 * @param {string} again the command to name in messages
 */
export async function makeSnapshot(again) {
  const { flags, snapshotFile } = await import("../../dist/kernel/compiler/snapshot.js");
  const file = snapshotFile(root);
  if (existsSync(file)) return;
  const beside = `${file}.${process.pid}.tmp`;
  const start = `${beside}.js`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Node gives such a script a `require`, but no `exports`.
    writeFileSync(start, `(function (exports, require) {${readFileSync(script, "utf8")}\n})({}, require);\n`);
    await run(process.execPath, [...flags, "--snapshot-blob", beside, "--build-snapshot", start], {
      label: "Preparing the kernel's compiler",
      log: "snapshot",
      env: { ...process.env, VERTEILT_ROOT: root },
      again,
    });
    renameSync(beside, file);
    removeOlder(file);
  } catch (error) {
    say(`  Kernels will start a second later: ${/** @type {Error} */ (error).message.split("\n")[0]}`);
  } finally {
    rmSync(beside, { force: true });
    rmSync(start, { force: true });
  }
}

/**
 * Snapshots of the same Node that were made from another state of the compiler.
 * @param {string} file
 */
function removeOlder(file) {
  const [version] = basename(file).split("-", 1);
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(`${version}-`) && name.endsWith(".snapshot") && name !== basename(file))
      rmSync(join(dirname(file), name), { force: true });
}
