// The npm packages, exactly as package-lock.json has them.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { Failure } from "../command/failure.mjs";
import { hash } from "../command/files.mjs";
import { root } from "../command/paths.mjs";
import { run } from "../command/run.mjs";
import { stamp, stamped } from "./stamp.mjs";

const modules = join(root, "node_modules");
const lockFile = join(root, "package-lock.json");

/**
 * Installs the packages unless they are installed. A finished `npm install` or `npm ci` by hand counts too.
 * @param {string} again the command to name in messages
 */
export async function installPackages(again) {
  if (stamped(modules, inputs())) return;
  if (!installedFrom(readFileSync(lockFile, "utf8"))) {
    await cleanInstall({ label: "Installing npm packages", log: "npm", cwd: root, again });
  }
  stamp(modules, inputs());
}

/**
 * What the lock file in a folder names, and nothing else.
 * @param {{ label: string, log: string, cwd: string, again: string }} options
 */
export async function cleanInstall({ label, log, cwd, again }) {
  // Our packages need no install scripts; npm 11 does not run them anyway, older ones would compile.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=http"];
  const quick = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];
  const env = { ...process.env, NODE_ENV: "development" };
  const npm = [findNpm(), ...args, ...quick];
  await run(process.execPath, npm, { label, log, cwd, installs: true, progress: npmProgress, env, again });
}

/** Whether the packages were installed from this lock file for this system. */
export const packagesInstalled = () => stamped(modules, inputs());

/** Some packages contain programs for one system only, so a folder shared between two is installed again. */
const inputs = () => hash(readFileSync(lockFile), process.platform, process.arch);

/**
 * npm's progress, from what it says about each package's archive.
 * @param {string} log
 */
export function npmProgress(log) {
  const fetched = log.match(/^npm http (fetch GET 200|cache) \S+\.tgz/gm)?.length ?? 0;
  return fetched > 0 ? `${fetched} packages downloaded` : undefined;
}

/**
 * Whether npm finished exactly this lock file for this system: its last step records what it installed.
 * @param {string} lock
 */
function installedFrom(lock) {
  const installed = packages(join(modules, ".package-lock.json"));
  if (!installed) return false;
  /** @type {Record<string, Package>} */
  const wanted = JSON.parse(lock).packages;
  const names = Object.keys(wanted).filter((name) => name.startsWith("node_modules/"));
  return (
    names.every((name) =>
      installed[name] ? installed[name].version === wanted[name]?.version : dispensable(wanted[name]),
    ) && Object.keys(installed).every((name) => wanted[name])
  );
}

/**
 * Whether npm may leave a package out here. It also distinguishes C libraries, which we do not.
 * @param {Package | undefined} wanted
 */
function dispensable(wanted) {
  const { optional, os, cpu, libc } = wanted ?? {};
  const here = (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true) && !libc;
  return optional && !((os || cpu) && here);
}

/** @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Package */

/**
 * @param {string} file
 * @returns {Record<string, Package> | undefined}
 */
function packages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** npm's own script: run by our Node, it needs no shell on Windows either. */
export function findNpm() {
  const script = join("node_modules", "npm", "bin", "npm-cli.js");
  const here = dirname(process.execPath);
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => {
    const link = join(folder, "npm");
    return [existsSync(link) ? realpathSync(link) : "", join(folder, script)];
  });
  const candidates = [process.env.npm_execpath ?? "", join(here, script), join(here, "..", "lib", script), ...onPath];
  const found = candidates.find((file) => basename(file) === "npm-cli.js" && existsSync(file));
  if (found) return found;
  const fix = existsSync("/etc/debian_version")
    ? "sudo apt-get install npm"
    : "install Node again, with npm: https://nodejs.org";
  throw new Failure("npm is missing.", { fix });
}
