// What a machine lacks for many students: said when an administrator sets the course up, not when a student is let
// down.
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { dirname, join, sep } from "node:path";
import { findProtection } from "../../grading/pipeline/judging.mjs";
import { root, venv, venvBin } from "../command/paths.mjs";

/** @returns {Promise<string[]>} a line each, with what helps */
export async function whatIsMissing() {
  const { protection, remedy } = await findProtection();
  const gb = (totalmem() / 2 ** 30).toFixed(0);
  return [
    ...unreachable(programs(), root),
    ...readableSolutions(),
    protection === "none"
      ? `Marking would be unprotected, and "unprotected" would stand on every page. To fix it: ${remedy}`
      : `Marking is enclosed by ${protection}.`,
    hidesProcesses()
      ? "Students cannot see each other's processes."
      : "Students with accounts on this machine see each other's command lines, unless the hub hides them. To fix it: start the hub by the unit for systemd in for-administrators.md",
    `This machine has ${availableParallelism()} processors and ${gb} GB of memory: for-administrators.md says how many students that serves.`,
  ];
}

/** A checkout has them; what students get has not. */
function readableSolutions() {
  const solutions = statSync(join(root, "solutions"), { throwIfNoEntry: false });
  if (!solutions || (solutions.mode & 0o004) === 0) return [];
  return [
    `Whoever has an account here can read ${join(root, "solutions")}. To fix it: install what students get (npm run release packs it), or chmod -R o= solutions test`,
  ];
}

/** What a student's server is started from, and how to have it where all can reach it. */
export const programs = () => [
  {
    name: "Node",
    path: realpathSync(process.execPath),
    remedy: "install Node for all, as in /usr or /opt, and run npm run setup with it",
  },
  {
    name: "Python",
    path: realpathSync(venvBin("python")),
    remedy: `install Python for all, as in /usr or /opt, and make .venv again with it: rm -r ${venv} && VERTEILT_PYTHON=/usr/bin/python3 npm run setup`,
  },
  ...[venvBin("python"), join(root, "node_modules", ".bin"), join(root, "kernel-lib", "dist", "jupyter")].map(
    (path) => ({ name: "the course", path, remedy: "put its folder into one that is open to all, such as /opt" }),
  ),
];

/**
 * What students cannot start, a line each: a program in a closed home, or an install that was made with a umask of 027.
 * @param {readonly { name: string, path: string, remedy: string }[]} wanted
 * @param {string} install its top folder
 */
export function unreachable(wanted, install) {
  const lines = wanted.flatMap(({ name, path, remedy }) => {
    const folder = closedAbove(path);
    if (folder === undefined) return [];
    const help = folder === install || folder.startsWith(join(install, sep)) ? `chmod -R go+rX ${folder}` : remedy;
    return `Students cannot start ${name}: ${folder} is closed to them. To fix it: ${help}`;
  });
  return [...new Set(lines)];
}

/**
 * The outermost folder above a file that only its owner may pass through, as with a Node or Python in somebody's home.
 * @param {string} file
 * @returns {string | undefined}
 */
export function closedAbove(file) {
  const above = dirname(file);
  if (above === file || process.platform === "win32") return undefined;
  return closedAbove(above) ?? ((statSync(above).mode & 0o001) === 0 ? above : undefined);
}

/** Whether /proc shows a user's processes to that user only. */
function hidesProcesses() {
  if (!existsSync("/proc/mounts")) return false;
  const line = /^\S+ \/proc proc (\S+)/m.exec(readFileSync("/proc/mounts", "utf8"));
  return /hidepid=(2|4|invisible|ptraceable)/.test(line?.[1] ?? "");
}
