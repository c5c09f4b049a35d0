// A process for a student's code, held by the judge: it can be asked, waited for, and ended.
import { type ChildProcess, spawn } from "node:child_process";
import { Channel } from "../membrane/channel.js";
import { enclose, type Protection } from "./enclosure.js";

const open = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of open) child.kill("SIGKILL");
});

export class Sandbox {
  readonly channel: Channel;
  readonly #child: ChildProcess;

  /** @param script relative to the compiled library */
  constructor(protection: Protection, script: string, packages: readonly string[] = []) {
    const { command, args, env } = enclose(protection, script, packages);
    const child = spawn(command, args, {
      env: { ...env, PATH: process.env.PATH ?? "" },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#child = child;
    open.add(child);
    child.once("error", () => {});
    child.once("exit", () => open.delete(child));
    this.channel = new Channel(descriptor(child.stdout), descriptor(child.stdin));
  }

  end(): void {
    this.#child.kill("SIGKILL");
    this.#child.stdin!.destroy();
    this.#child.stdout!.destroy();
  }
}

/** Of a pipe on which reading and writing wait; Node itself is not to read from it. */
function descriptor(stream: unknown): number {
  const { _handle } = stream as { _handle: { fd: number; readStop(): number; setBlocking(on: boolean): number } };
  _handle.readStop();
  _handle.setBlocking(true);
  return _handle.fd;
}
