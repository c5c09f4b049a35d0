// Processes that stand for laptops: each has a home of its own, and its own notion of who it is.
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export class Laptop {
  /** What it has printed. */
  printed = "";
  readonly #open = new Map<number, { done(value: any): void; fail(error: Error): void }>();
  #asked = 0;

  private constructor(
    readonly process: ChildProcess,
    readonly home: string,
  ) {
    process.on("message", ({ n, value, error }: any) => {
      if (error) this.#open.get(n)?.fail(new Error(error));
      else this.#open.get(n)?.done(value);
    });
    for (const stream of [process.stdout!, process.stderr!])
      stream.on("data", (data) => {
        this.printed += data;
      });
    process.on("exit", () => {
      for (const { fail } of this.#open.values()) fail(new Error(`The laptop is gone. It printed: ${this.printed}`));
    });
  }

  /** @param home another laptop's, after it was started again */
  static async start(home = mkdtempSync(join(tmpdir(), "laptop-"))): Promise<Laptop> {
    const env = { ...process.env, HOME: home, USERPROFILE: home };
    const child = fork(resolve("test/support/laptop.cjs"), { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    const laptop = new Laptop(child, home);
    await new Promise<void>((done, fail) => laptop.#open.set(0, { done: () => done(), fail }));
    return laptop;
  }

  /** Runs code there: the body of an async function of `given`, with everything of kernel-lib. */
  run<T = any>(code: string, given?: unknown): Promise<T> {
    const n = ++this.#asked;
    return new Promise<T>((done, fail) => {
      this.#open.set(n, { done, fail });
      this.process.send({ n, code, given });
    }).finally(() => this.#open.delete(n));
  }

  /** Joins as a node that keeps values and copies them to all other members. */
  join(link: string, as: string): Promise<void> {
    return this.run(
      `${STORE}; globalThis.me = await join(given.link, { as: given.as, nodes: { [given.as]: Store } });`,
      {
        link,
        as,
      },
    );
  }

  async end(): Promise<void> {
    const gone = new Promise((done) => this.process.once("exit", done));
    if (this.process.exitCode !== null || this.process.signalCode !== null) return this.#clean();
    this.process.kill("SIGKILL");
    await gone;
    this.#clean();
  }

  #clean(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

const STORE = `
class Store extends Node {
  data = {};
  onPut({ key, value }) {
    this.data[key] = value;
    for (const peer of this.peers) if (peer !== "board") this.send(peer, { type: "copy", key, value });
    return "stored";
  }
  onCopy({ key, value }) {
    this.data[key] = value;
  }
  onPeers() {
    return [...this.peers];
  }
  onGet({ key }) {
    return this.data[key] ?? "nothing";
  }
}`;
