// Ends the course when npm, which started it, is ended: npm hands no signal on, so JupyterLab and its kernels would go on
// serving. A course that a service manager or a shell has started is left to these.
import { execFileSync } from "node:child_process";

const EVERY_MS = 500;

/** From here on, when npm is gone, this process gets the signal that npm did not hand on. */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const above = shellsParent(parent);
  setInterval(() => {
    if (process.ppid === parent && isAlive(parent) && (above === undefined || isAlive(above))) return;
    process.kill(process.pid, "SIGTERM");
  }, EVERY_MS).unref();
}

/**
 * npm starts its scripts by a shell, which some shells leave and others replace by the script. Windows' cmd ends with npm.
 * @param {number} pid
 * @returns {number | undefined} who started this shell; undefined if it is none
 */
function shellsParent(pid) {
  if (process.platform === "win32") return undefined;
  try {
    const line = execFileSync("ps", ["-o", "ppid=,comm=", "-p", String(pid)], { encoding: "utf8" });
    const [, above, program = ""] = /^\s*(\d+)\s+(.*?)\s*$/.exec(line) ?? [];
    return /(^|\/)-?(ba|da|z|k|a)?sh$/.test(program) ? Number(above) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
