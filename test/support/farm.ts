// A farm on this computer, and workers of it: the real server, processes of the real command, the real sandbox.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type OpenFarm, openFarm } from "kernel-lib/dist/src/engine/farm/open-farm.js";
import { eventually } from "./eventually.js";

export interface WorkerProcess {
  readonly child: ChildProcess;
  readonly name: string;
  /** What it has printed. */
  readonly said: string;
}

export class TestFarm {
  readonly lines: string[] = [];
  readonly #children: ChildProcess[] = [];

  private constructor(
    readonly opened: OpenFarm,
    readonly folder: string,
  ) {}

  static async open(ackWait = 1500): Promise<TestFarm> {
    const folder = mkdtempSync(join(tmpdir(), "farm-"));
    const lines: string[] = [];
    const onChange = (_board: unknown, line?: string) => void (line !== undefined && lines.push(line));
    const farm = new TestFarm(await openFarm({ folder, port: 0, ackWait, onChange }), folder);
    farm.lines.push(...lines);
    Object.assign(farm, { lines });
    return farm;
  }

  get link(): string {
    return this.opened.link;
  }

  /** Starts `npm run worker`; resolves once the farm knows it. */
  async worker(name: string, jobs = 1): Promise<WorkerProcess> {
    const child = this.#start([this.opened.workerLink, "--name", name, "--jobs", String(jobs)]);
    const worker = { child, name, said: "" };
    for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (text) => (worker.said += text));
    await eventually(`worker ${name} is there: ${worker.said}`, () => worker.said.includes("works as"));
    return worker;
  }

  /** Starts `npm run worker` where it is to be refused. @returns what it said */
  async refused(link: string, env: NodeJS.ProcessEnv = process.env): Promise<{ code: number; said: string }> {
    const child = this.#start([link], env);
    let said = "";
    child.stderr!.on("data", (text) => (said += text));
    const [code] = await once(child, "close");
    return { code, said };
  }

  async end(): Promise<void> {
    for (const child of this.#children) {
      child.kill("SIGCONT");
      child.kill("SIGKILL");
    }
    await this.opened.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #start(args: readonly string[], env = process.env): ChildProcess {
    const command = resolve("kernel-lib/course/worker.mjs");
    const child = spawn(process.execPath, [command, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    this.#children.push(child);
    return child;
  }
}
