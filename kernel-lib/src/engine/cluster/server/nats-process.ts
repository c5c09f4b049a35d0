// The NATS server's process, as its keeper holds it: started on a port that is free, started again where it ends by
// itself, and ended.
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, type Server as NetServer } from "node:net";

/** How long the server may take to listen. */
const START_MS = 20_000;
const RESTART_MS = 200;
/** The server is started again so often in a row. */
const MOST_RESTARTS = 5;
const MOST_TRIES = 4;

export class NatsProcess {
  #server: ChildProcess | undefined;
  #ending = false;

  /** @param onGone called when it has ended and cannot be started again */
  constructor(
    readonly program: string,
    readonly configFile: string,
    readonly onGone: () => void,
  ) {}

  get pid(): number {
    return this.#server!.pid!;
  }

  /**
   * Starts it, on the wanted port if that is free, else on any that is.
   * @param config the configuration's text for a port
   * @returns the port
   */
  async start(wanted: number, config: (port: number) => string): Promise<number> {
    const port = await startSomewhere(wanted, (port) => {
      writeFileSync(this.configFile, config(port), { mode: 0o600 });
      return this.#start();
    });
    this.#keepRunning(MOST_RESTARTS);
    return port;
  }

  /** Ends it, then calls `done`. */
  end(done: () => void): void {
    this.#ending = true;
    const server = this.#server;
    if (!server || hasEnded(server)) return done();
    server.once("exit", done);
    server.kill("SIGKILL");
  }

  /** Resolves when the server listens; rejects with its last words where it ends before. */
  #start(): Promise<unknown> {
    const { program } = this;
    const child = spawn(program, ["-c", this.configFile], { stdio: ["ignore", "ignore", "pipe"], windowsHide: true });
    this.#server = child;
    let said = "";
    return new Promise<void>((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`it is not ready after ${START_MS / 1000} s`)), START_MS);
      child.stderr!.on("data", (data: Buffer) => {
        said = `${said}${data}`.slice(-2000);
        if (said.includes("Server is ready")) done();
      });
      child.once("error", (error) => fail(new Error(`${program} cannot be started: ${error.message}`)));
      child.once("exit", (code) => {
        clearTimeout(timer);
        fail(new Error(`it ended with ${code}: ${said.trim().split("\n").at(-1) ?? "without a word"}`));
      });
    }).finally(() => child.stderr!.removeAllListeners("data").resume());
  }

  /** Starts the server again where it ends by itself; if it ends each time, something is wrong with it. */
  #keepRunning(restarts: number): void {
    this.#server!.once("exit", async () => {
      if (this.#ending) return;
      if (restarts === 0) return this.onGone();
      await new Promise((done) => setTimeout(done, RESTART_MS));
      if (this.#ending) return;
      const isUp = await this.#start().then(
        () => true,
        () => false,
      );
      if (hasEnded(this.#server!)) this.onGone();
      else this.#keepRunning(isUp ? MOST_RESTARTS : restarts - 1);
    });
  }
}

/**
 * Starts something on the wanted port if that is free, else on any that is.
 * @returns the port
 */
export async function startSomewhere(wanted: number, start: (port: number) => Promise<unknown>): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = (tries === 1 ? await portIfFree(wanted) : undefined) ?? (await portIfFree(0))!;
    try {
      await start(port);
      return port;
    } catch (error) {
      // Another program may have taken the port meanwhile.
      if (tries === MOST_TRIES) throw error;
    }
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function portIfFree(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe: NetServer = createServer().once("error", () => done(undefined));
    probe.listen(port, "0.0.0.0", () => {
      const { port: found } = probe.address() as { port: number };
      probe.close(() => done(found));
    });
  });
}
