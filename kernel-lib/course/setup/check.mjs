// What a machine lacks for many students: said when an administrator sets the course up, not when a student is let
// down.
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { findProtection } from "../../grading/pipeline/judging.mjs";
import { root, venvBin } from "../command/paths.mjs";

/** @returns {Promise<string[]>} a line each, with what helps */
export async function whatIsMissing() {
  const { protection, remedy } = await findProtection();
  const gb = (totalmem() / 2 ** 30).toFixed(0);
  const closed = programs().flatMap(({ name, path }) => {
    const folder = closedAbove(path);
    return folder ? `Students cannot start ${name}, ${path}: ${folder} is closed to them. ${ELSEWHERE}` : [];
  });
  return [
    ...closed,
    ...readableSolutions(),
    protection === "none"
      ? `Marking would be unprotected, and "unprotected" would stand on every page. To fix it: ${remedy}`
      : `Marking is enclosed by ${protection}.`,
    hidesProcesses()
      ? "Students cannot see each other's processes."
      : "Students with accounts on this machine see each other's command lines. To fix it: mount /proc with hidepid=invisible, as the unit in for-administrators.md does for the hub alone",
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

const ELSEWHERE = "To fix it: install it for all, as in /usr or /opt, and run npm run setup with it";

/** What a student's server is started from. */
export const programs = () => [
  { name: "Node", path: realpathSync(process.execPath) },
  { name: "Python", path: realpathSync(venvBin("python")) },
  { name: "the kernel", path: join(root, "kernel-lib") },
];

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
