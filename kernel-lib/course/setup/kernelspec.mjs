// Tells Jupyter about the TypeScript kernel, in `.venv` only, and gives Jupyter its settings.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../command/files.mjs";
import { jupyterConfig } from "../command/jupyter-env.mjs";
import { course, root, venv } from "../command/paths.mjs";

const jupyterFiles = join(course, "serve", "jupyter");
const logo = join(course, "pictures", "logo.svg");

/** What Jupyter needs to start the kernel: this very Node, and the full path of the kernel. */
export function kernelspec() {
  return {
    argv: [process.execPath, join(root, "kernel-lib", "dist", "jupyter", "main.js"), "{connection_file}"],
    display_name: "TypeScript (Verteilt)",
    language: "typescript",
    interrupt_mode: "message",
  };
}

/**
 * Writes kernelspec and logo where they differ.
 * @param {string} [prefix] of the Python environment that Jupyter runs in (`.venv` by default)
 * @returns {string} their folder
 */
export function installKernelspec(prefix = venv) {
  const folder = join(prefix, "share", "jupyter", "kernels", "verteilt");
  writeIfOther(join(folder, "kernel.json"), `${JSON.stringify(kernelspec(), null, 2)}\n`);
  writeIfOther(join(folder, "logo-svg.svg"), readFileSync(logo));
  return folder;
}

/** Writes Jupyter's settings where they differ; each user has a copy. */
export function installSettings() {
  for (const name of readdirSync(jupyterFiles, { recursive: true, encoding: "utf8" }))
    if (/\.(json|css)$/.test(name)) writeIfOther(join(jupyterConfig, name), readFileSync(join(jupyterFiles, name)));
}

/**
 * @param {string} file
 * @param {string | Buffer} content
 */
function writeIfOther(file, content) {
  if (!existsSync(file) || !readFileSync(file).equals(Buffer.from(content))) writeWhole(file, content);
}
