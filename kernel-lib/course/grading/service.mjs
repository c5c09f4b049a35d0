// The Python process that does nbgrader's part. When it dies or hangs over a submission, a new one goes on with the next.
import { openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { jupyterEnv } from "../jupyter.mjs";
import { root, venvBin } from "../place.mjs";
import { launch, logFile } from "../run.mjs";
import { python } from "./exercises.mjs";

/** @typedef {{ problem?: string | null, points?: number, of?: number, tested?: boolean, late?: boolean }} Answer */

export class Grader {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;
  /** @type {((answer: Answer) => void) | undefined} */
  #answer;
  #log;
  #stopped = false;

  /**
   * @param {string} course the folder nbgrader works in
   * @param {string} gradebook
   */
  constructor(course, gradebook) {
    this.course = course;
    this.gradebook = gradebook;
    this.log = logFile("autograde");
    this.#log = openSync(this.log, "a");
    // Asked to stop, the process ends its kernel first, and itself when nobody asks any more. Nobody is answered then.
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
      process.prependOnceListener(signal, () => {
        this.#stopped = true;
        this.#child?.stdin?.end();
      });
  }

  /** @param {string} text for whoever looks for the reason of a failure */
  note(text) {
    writeSync(this.#log, `${text.trimEnd()}\n`);
  }

  /**
   * @param {Record<string, string>} request
   * @param {number} [patience] seconds; then the process is replaced (60 by default)
   * @returns {Promise<Answer>}
   */
  ask(request, patience = 60) {
    const child = (this.#child ??= this.#start());
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#answer = undefined;
        this.#replace();
        resolve({ problem: `it took longer than ${patience} s`, late: true });
      }, patience * 1000);
      this.#answer = (answer) => {
        clearTimeout(late);
        this.#answer = undefined;
        resolve(answer);
      };
      child.stdin?.write(`${JSON.stringify(request)}\n`);
    });
  }

  /** Ends the process once it has answered. */
  close() {
    this.#child?.stdin?.end();
    this.#child = undefined;
  }

  #start() {
    // SQLAlchemy warns about how nbgrader uses it.
    const args = ["-W", "ignore", python("grade.py"), this.course, this.gradebook, `${this.course}/`, `${root}/`];
    const child = launch(venvBin("python"), args, { env: jupyterEnv(), stdio: ["pipe", "pipe", this.#log] });
    child.stdin?.on("error", () => {});
    if (child.stdout)
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (child === this.#child && !this.#stopped) this.#answer?.(JSON.parse(line));
      });
    const gone = () => {
      if (child !== this.#child || this.#stopped) return;
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
