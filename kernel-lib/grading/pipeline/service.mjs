// A Python process that is asked one thing after the other (service.py). When it dies or hangs over a request, a new
// another one continues with the next.
import { openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { jupyterEnv } from "../../course/command/jupyter-env.mjs";
import { venvBin } from "../../course/command/paths.mjs";
import { launch, logFile } from "../../course/command/run.mjs";
import { python } from "./exercises.mjs";

/**
 * @typedef {object} Row of the gradebook: what one student has handed in for one assignment
 * @property {string} assignment
 * @property {string} student
 * @property {string} last
 * @property {string} first
 * @property {string} email
 * @property {string} timestamp UTC, "2026-12-01 23:59:00", or empty
 * @property {number} raw points before anything is taken off
 * @property {Record<string, [number, number]>} cells points of each test cell, and of how many
 * @property {Record<string, string>} comments of the lecturer, by grade_id
 *
 * @typedef {object} Answer
 * @property {string | null} [problem]
 * @property {{ points: number, of: number, byHand: string[] }[]} [entered] what each submission is worth now
 * @property {Row[]} [rows]
 * @property {{ name: string, due: string, of: number }[]} [assignments]
 * @property {number} [entering] seconds of processor time that entering points has taken
 */

/** @type {Set<Service>} */
const open = new Set();
let stopped = false;

export class Service {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;
  /** @type {((answer: Answer) => void) | undefined} */
  #answer;
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  #log;
  #command;

  /**
   * @param {string} script in this folder
   * @param {readonly string[]} args
   */
  constructor(script, args = []) {
    // SQLAlchemy warns about how nbgrader uses it.
    this.#command = ["-W", "ignore", python(script), ...args];
    this.log = logFile("autograde");
    this.#log = openSync(this.log, "a");
    if (open.size === 0) endOnSignals();
    open.add(this);
    this.#child = this.#start();
  }

  /** @param {string} text for finding the reason for a failure */
  note(text) {
    writeSync(this.#log, `${text.trimEnd()}\n`);
  }

  /**
   * The answer; it comes when those to earlier requests have come. Nobody is answered once we are being stopped.
   * @param {Record<string, unknown>} request
   * @param {number} [patience] seconds by the clock; then the process is replaced (600 by default: a busy machine is
   *   no reason)
   * @returns {Promise<Answer>}
   */
  ask(request, patience = 600) {
    const answer = this.#queue.then(() => this.#ask(request, patience));
    this.#queue = answer;
    return answer;
  }

  /** Ends the process once it has answered. */
  close() {
    this.end();
    this.#child = undefined;
    open.delete(this);
  }

  /** Lets the process end when it has nothing more to do. */
  end() {
    this.#child?.stdin?.end();
  }

  /**
   * @param {Record<string, unknown>} request
   * @param {number} patience
   * @returns {Promise<Answer>}
   */
  #ask(request, patience) {
    const child = (this.#child ??= this.#start());
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#answer = undefined;
        this.#replace();
        resolve({ problem: `it took longer than ${patience} s` });
      }, patience * 1000);
      this.#answer = (answer) => {
        clearTimeout(late);
        this.#answer = undefined;
        resolve(answer);
      };
      child.stdin?.write(`${JSON.stringify(request)}\n`);
    });
  }

  #start() {
    const child = launch(venvBin("python"), this.#command, { env: jupyterEnv(), stdio: ["pipe", "pipe", this.#log] });
    child.stdin?.on("error", () => {});
    if (child.stdout)
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (child === this.#child && !stopped) this.#answer?.(JSON.parse(line));
      });
    const gone = () => {
      if (child !== this.#child || stopped) return;
      this.#child = undefined;
      this.#answer?.({ problem: "the grading process ended" });
    };
    child.once("error", gone);
    child.once("close", gone);
    return child;
  }

  #replace() {
    const child = this.#child;
    this.#child = undefined;
    if (!child?.pid) return;
    child.stdin?.end();
    child.kill("SIGTERM");
    const kill = setTimeout(() => child.kill("SIGKILL"), 8000);
    child.once("exit", () => clearTimeout(kill));
  }
}

/** Asked to stop, a process ends its kernel first, and itself when no more questions come. */
function endOnSignals() {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.prependOnceListener(signal, () => {
      stopped = true;
      for (const service of open) service.end();
    });
}
