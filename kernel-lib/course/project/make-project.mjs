// A project of a group's own: a folder with a small system that runs, is tested, and is there to be extended.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../command/failure.mjs";
import { writeWhole } from "../command/files.mjs";
import { root } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { findNpm } from "../setup/npm.mjs";

const template = fileURLToPath(new URL("template", import.meta.url));

/**
 * Makes the folder, whole or not at all.
 * @param {string} name
 * @param {string} folder must not be there yet
 */
export async function makeProject(name, folder) {
  demandName(name);
  if (existsSync(folder))
    throw new Failure(`${folder} is there already; nothing in it was changed.`, {
      fix: "take another name, or move that folder away",
      code: 2,
    });
  mkdirSync(dirname(folder), { recursive: true });
  const beside = mkdtempSync(`${folder}-`);
  try {
    cpSync(template, beside, { recursive: true });
    renameSync(join(beside, "gitignore"), join(beside, ".gitignore"));
    const fill = (/** @type {string} */ file, /** @type {(text: string) => string} */ change) =>
      writeWhole(join(beside, file), change(readFileSync(join(beside, file), "utf8")));
    fill("README.md", (text) => text.replace("PROJECT", name));
    fill("package.json", (text) => packageOf(name, text));
    await packLibrary(join(beside, "vendor"));
    chmodSync(beside, 0o755);
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    throw error;
  }
}

/** @param {string} name */
function demandName(name) {
  if (/^[a-z0-9][a-z0-9-]{0,60}$/.test(name)) return;
  const better = name
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  throw new Failure(`A project's name has small letters, digits and hyphens only, not ${JSON.stringify(name)}.`, {
    fix: `npm run project -- ${better || "my-chat"}`,
    code: 2,
  });
}

/**
 * The project's package.json, with the versions of the tools that this course is tested with.
 * @param {string} name
 * @param {string} text
 */
function packageOf(name, text) {
  const own = JSON.parse(text);
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const tool of Object.keys(own.devDependencies)) own.devDependencies[tool] = devDependencies[tool];
  return `${JSON.stringify({ ...own, name }, null, 2)}\n`;
}

/**
 * Puts kernel-lib into the project, so that it can be installed where the course is not.
 * @param {string} folder
 */
async function packLibrary(folder) {
  mkdirSync(folder);
  const args = ["pack", join(root, "kernel-lib"), "--pack-destination", folder, "--ignore-scripts", "--silent"];
  await run(process.execPath, [findNpm(), ...args], {
    label: "Packing kernel-lib",
    log: "project",
    again: "npm run project",
  });
  const [archive] = readdirSync(folder);
  if (archive === undefined) throw new Failure("npm has packed nothing.", { fix: "npm run setup" });
  renameSync(join(folder, archive), join(folder, "kernel-lib.tgz"));
}
