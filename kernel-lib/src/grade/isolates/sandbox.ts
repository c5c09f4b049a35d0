// The process for a student's answers, seen from the grader: started with as few rights as Node can give, and ended when it takes too much.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { Frames } from "./frames.js";
import { fewRights, inside, ownFolders } from "./rights.js";
import { encloseAndLimit } from "./system-sandbox.js";
import { type Usage, usageOf } from "./usage.js";

/** Megabytes of objects, and of all that the process holds. */
const HEAP_MB = 512;
const MEMORY_MB = 1024;
const LOOK_MS = 50;
const box = require.resolve("./box.js");

/** A Node process that sees neither files nor environment, starts nothing, and answers requests. */
export class Sandbox {
  readonly #child: ChildProcess;
  readonly #frames: Frames;
  readonly #folder: string;
  readonly #look: NodeJS.Timeout;
  #end!: (why: Error) => void;
  /** Resolves with the reason when the process has ended. */
  readonly ended: Promise<Error>;

  /** @param receive is given what the process sends */
  constructor(receive: (message: any) => void) {
    this.ended = new Promise((end) => {
      this.#end = end;
    });
    this.#folder = mkdtempSync(join(tmpdir(), "verteilt-answers-"));
    const rights = fewRights(ownFolders().map(inside));
    const flags = ["--no-warnings", `--max-old-space-size=${HEAP_MB}`, ...rights];
    const [command, args] = encloseAndLimit(process.execPath, [...flags, box]);
    this.#child = spawn(command, args, {
      cwd: this.#folder,
      env: {},
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const stream = this.#child.stdio[3] as Duplex;
    stream.on("error", () => {});
    this.#frames = new Frames(stream, receive, (why) => this.#stop(`it sent what nobody can read: ${why}`));
    this.#child.on("error", (error) => this.#stop(error.message));
    this.#child.on("exit", (code, signal) => this.#stop(reasonOfExit(code, signal)));
    process.once("exit", this.#kill);
    this.#look = setInterval(() => {
      if ((this.usage()?.memory ?? 0) > MEMORY_MB * 2 ** 20) this.#stop("it ran out of memory");
    }, LOOK_MS);
  }

  /** @throws where the message cannot be copied */
  post(message: unknown): void {
    this.#frames.send(message);
  }

  usage(): Usage | undefined {
    return this.#child.pid === undefined ? undefined : usageOf(this.#child.pid);
  }

  /** Ends the process. */
  end(): void {
    this.#stop("the tests are over");
  }

  readonly #kill = () => {
    this.#child.kill("SIGKILL");
  };

  #stop(why: string): void {
    clearInterval(this.#look);
    process.off("exit", this.#kill);
    this.#kill();
    this.#frames.stream.destroy();
    rmSync(this.#folder, { recursive: true, force: true });
    this.#end(new Error(why));
  }
}

function reasonOfExit(code: number | null, signal: string | null): string {
  if (signal === "SIGABRT" || code === 134) return "it ran out of memory";
  return signal ? `its process was ended by ${signal}` : `it ended its process, as by process.exit(${code})`;
}
