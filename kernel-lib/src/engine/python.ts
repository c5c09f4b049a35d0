// Programs in Python beside a notebook, for chapters in which two languages or two processes meet. They run in the
// Python that the course has installed, which is there on every system.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What a program has printed: a Buffer of Node's, bytes that as a string are text. */
export interface Printed extends Uint8Array {
  toString(encoding?: string): string;
  readInt32LE(offset?: number): number;
  readInt32BE(offset?: number): number;
}

/** A Python program that runs as a process of its own. */
export interface PythonProcess {
  /** The process: Node's `ChildProcess`, of which this much is needed to feed and to end it. */
  readonly child: {
    readonly pid?: number;
    readonly stdin: { write(text: string | Uint8Array): boolean; end(text?: string): unknown };
    kill(signal?: string | number): boolean;
  };
  /** Its first output, without the line end; rejects when it ends in an error first. */
  readonly line: Promise<string>;
  /** All it has printed, once it has ended or was killed; rejects with what Python says when its exit code is not 0. */
  readonly ended: Promise<Printed>;
}

/**
 * The course's Python: the one in `.venv`, looked for in this folder and those above it. Where there is none, the
 * system's: `python3`, on Windows `python`.
 * @param from the folder to begin in (by default where the notebook runs)
 */
export function coursePython(from: string = process.cwd()): string {
  const [folder, file] = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  for (let at = resolve(from); ; at = dirname(at)) {
    const found = join(at, ".venv", folder!, file!);
    if (existsSync(found)) return found;
    if (at === dirname(at)) return process.platform === "win32" ? "python" : "python3";
  }
}

/** Starts a Python program as a process of its own; it finds the arguments in `sys.argv[1:]`. */
export function python(program: string, ...args: string[]): PythonProcess {
  const child = spawn(coursePython(), ["-c", program, ...args]);
  const printed: Buffer[] = [];
  let errors = "";
  child.stdout.on("data", (data: Buffer) => printed.push(data));
  child.stderr.on("data", (data: Buffer) => {
    errors += data;
  });
  const ended = new Promise<Printed>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => {
      if (code === 0 || child.killed)
        done(Buffer.concat(printed)); // killed by us: what it printed so far
      else fail(new Error(`Python ended with ${signal ?? code}${errors ? `: ${errors.trim()}` : "."}`));
    });
  });
  const first = new Promise<string>((done) => child.stdout.once("data", (data: Buffer) => done(`${data}`.trim())));
  const line = Promise.race([first, ended.then((all) => `${all}`.trim())]);
  // Whoever awaits one of the two hears of the error; the other must not end the notebook.
  for (const promise of [line, ended]) promise.catch(() => {});
  return { child, line, ended };
}
