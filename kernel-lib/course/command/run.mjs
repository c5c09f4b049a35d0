// Runs other programs: their output goes to a log, and none outlives this process, whatever happens.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, tail, usualReason } from "./failure.mjs";
import { logs, root } from "./paths.mjs";
import { step } from "./steps.mjs";

const onWindows = process.platform === "win32";
/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();
let stopping = false;

/**
 * @typedef {object} RunOptions
 * @property {string} [label] shown as a step; without it nothing is shown
 * @property {string} [cwd] the project's top folder by default
 * @property {NodeJS.ProcessEnv} [env] our own environment by default
 * @property {boolean} [show] let the program write to our own output instead of a log (false by default)
 * @property {string} [log] the log's name without ending; from the label by default
 * @property {boolean} [installs] look in its output for the usual reasons of a failed installation (false by default)
 * @property {string} [again] the command to repeat after a failure ("npm start" by default)
 * @property {(log: string) => string | undefined} [progress] how far the program is, from what it has written by now
 * @property {number[]} [allow] exit codes that are not failures ([0] by default)
 */

/**
 * Runs a program to its end and returns its exit code. No shell is involved, so arguments may contain anything.
 * Throws a Failure with the reason and the end of the log when the exit code is not allowed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  const { label, log = label, progress } = options;
  if (!label || !log) return finish(command, args, options);
  const detail = progress && (() => progress(readFileSync(logFile(log), "utf8")));
  return step(label, () => finish(command, args, options), detail);
}

/**
 * Starts a program that runs alongside, in a process group of its own so that all of it can be stopped.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import("node:child_process").StdioOptions }} [options]
 */
export function launch(command, args, { cwd = root, env = process.env, stdio = "inherit" } = {}) {
  const child = spawn(command, args, { cwd, env, stdio, detached: !onWindows, windowsHide: true });
  children.add(child);
  child.once("exit", () => children.delete(child));
  child.once("error", () => children.delete(child));
  return child;
}

/**
 * The path of a log file; its folder exists afterwards.
 * @param {string} name
 */
export function logFile(name) {
  mkdirSync(logs, { recursive: true });
  return join(logs, `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.log`);
}

/** @type {Set<() => Promise<unknown>>} */
const closing = new Set();

/**
 * Something to do before this command is stopped, such as to say so elsewhere.
 * @param {() => Promise<unknown>} act
 * @returns {() => void} it is not to be done any more
 */
export function beforeStop(act) {
  closing.add(act);
  return () => void closing.delete(act);
}

/**
 * Stops every program we started: politely first, then by force. Code that awaits one of them is not notified.
 * @param {number} [grace] ms to end by itself (8000 by default)
 */
export async function stopAll(grace = 8000) {
  stopping = true;
  if (closing.size > 0 && grace > 0) {
    const all = Promise.allSettled([...closing].map((act) => act()));
    await Promise.race([all, new Promise((done) => setTimeout(done, grace))]);
  }
  const running = [...children].filter((child) => child.exitCode === null && child.signalCode === null);
  const ended = Promise.all(running.map((child) => new Promise((done) => child.once("exit", done))));
  for (const child of running) signal(child, "SIGTERM");
  const timer = setTimeout(() => running.forEach((child) => void signal(child, "SIGKILL")), grace);
  await ended;
  clearTimeout(timer);
  // A program may have left helpers in its group. Windows has no groups, and may have given the number to another
  // process by now.
  if (!onWindows) for (const child of running) signal(child, "SIGKILL");
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<number>}
 */
function finish(command, args, options) {
  const {
    cwd,
    env,
    show = false,
    label,
    log = label ?? "last",
    installs = false,
    again = "npm start",
    allow = [0],
  } = options;
  const file = show ? undefined : logFile(log);
  const out = file === undefined ? undefined : openSync(file, "w");
  return new Promise((resolve, reject) => {
    const child = launch(command, args, { cwd, env, stdio: out === undefined ? "inherit" : ["ignore", out, out] });
    if (out !== undefined) closeSync(out);
    const doing = label ? `${label[0]?.toLowerCase()}${label.slice(1)}` : `running ${command}`;
    child.once("error", (error) => reject(new Failure(`Cannot run ${command}: ${error.message}`)));
    child.once("exit", (code, killed) => {
      if (stopping) return;
      if (code !== null && allow.includes(code)) return resolve(code);
      const reason = installs && file && usualReason(tail(file, 400), doing, again);
      const how = killed ? `was ended by ${killed}` : `ended with exit code ${code}`;
      if (reason) reject(new Failure(reason.message, { fix: reason.fix, log: file, tail: false }));
      else reject(new Failure(`${label ?? command} failed: ${command} ${how}.`, { log: file, code: code ?? 1 }));
    });
  });
}

/**
 * Windows has no polite way for a program without a window: there it is ended at once, with everything it started.
 * @param {import("node:child_process").ChildProcess} child
 * @param {"SIGTERM" | "SIGKILL"} name
 */
function signal(child, name) {
  if (child.pid === undefined) return;
  try {
    if (onWindows)
      spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore", windowsHide: true }).on(
        "error",
        () => child.kill(),
      );
    else process.kill(-child.pid, name);
  } catch {
    // Already gone.
  }
}
