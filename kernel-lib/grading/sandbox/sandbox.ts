// A process for a student's code, held by the judge: it can be asked, waited for, and ended.
import type { ChildProcess } from "node:child_process";
import { Channel } from "../membrane/channel.js";
import { DescriptorPipe, type Pipe } from "../membrane/pipe.js";
import { CarriedPipe } from "./carried-pipe.js";
import { type Command, enclose, type Protection, start } from "./enclosure.js";
import { endProcess } from "./end-process.js";

const open = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of open) endProcess(child);
});

export class Sandbox {
  readonly channel: Channel;
  readonly #end: () => void;

  /** @param script relative to the compiled library */
  constructor(protection: Protection, script: string, packages: readonly string[] = []) {
    const command = enclose(protection, script, { packages });
    const { pipe, end } = process.platform === "win32" ? carried(command) : direct(command);
    this.channel = new Channel(pipe);
    this.#end = end;
  }

  end(): void {
    this.#end();
  }
}

function carried(command: Command): { pipe: Pipe; end(): void } {
  const pipe = new CarriedPipe(command);
  return { pipe, end: () => pipe.end() };
}

function direct(command: Command): { pipe: Pipe; end(): void } {
  const child = start(command);
  open.add(child);
  child.once("error", () => {});
  child.once("exit", () => open.delete(child));
  const end = () => {
    endProcess(child);
    child.stdin.destroy();
    child.stdout.destroy();
  };
  return { pipe: new DescriptorPipe(descriptor(child.stdout), descriptor(child.stdin)), end };
}

/** Of a pipe on which reading and writing wait; Node itself is not to read from it. */
function descriptor(stream: unknown): number {
  const { _handle } = stream as { _handle: { fd: number; readStop(): number; setBlocking(on: boolean): number } };
  _handle.readStop();
  _handle.setBlocking(true);
  return _handle.fd;
}
