// Starts a keeper, and finds the program of the NATS server: in the course's `.venv`, or where VERTEILT_NATS says.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { coursePython } from "../../python.js";
import type { KeeperAnswer, KeeperOrder } from "./order.js";

export type Running<Answer> = Exclude<Answer, { failed: string }> & {
  /** Ends the server. */
  end(): Promise<void>;
  /** Resolves when it has ended, for whatever reason. */
  readonly gone: Promise<void>;
};

/** @throws Error with a sentence where there is no server to start */
export function serverProgram(named = process.env.VERTEILT_NATS): string {
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`VERTEILT_NATS names ${named}, and there is no such program.`);
  }
  // A notebook runs inside the course's folder; a program elsewhere finds the folder of this library.
  for (const from of [process.cwd(), __dirname]) {
    const program = join(dirname(coursePython(from)), process.platform === "win32" ? "nats-server.exe" : "nats-server");
    if (isAbsolute(program) && existsSync(program)) return program;
  }
  throw new Error(
    "The NATS server is not installed in this folder's .venv. Run: npm run setup. " +
      "Or install nats-server yourself, and set VERTEILT_NATS to its path.",
  );
}

export function startKeeper(order: KeeperOrder): Promise<Running<KeeperAnswer>> {
  return startKeeping(join(__dirname, "keeper.js"), order, "The room's server");
}

/**
 * Starts a process that keeps a server (keep.ts).
 * @param what it keeps, for people
 */
export async function startKeeping<Answer extends object>(
  script: string,
  order: object,
  what: string,
): Promise<Running<Answer>> {
  // Detached: Ctrl+C in a terminal must not end the keeper before it has ended the server.
  const options = { cwd: tmpdir(), detached: true, windowsHide: true };
  const keeper = spawn(process.execPath, [script], {
    ...options,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const gone = new Promise<void>((done) => {
    keeper.once("error", () => done());
    keeper.once("close", () => done());
  });
  keeper.stdin.on("error", () => {});
  keeper.stdin.write(`${JSON.stringify(order)}\n`);
  const answer = await new Promise<Answer | { failed: string }>((done) => {
    let text = "";
    keeper.stdout.on("data", (data) => {
      text += data;
      if (text.endsWith("\n")) done(JSON.parse(text));
    });
    gone.then(() => done({ failed: "its keeper ended at once" }));
  });
  if ("failed" in answer) {
    keeper.stdin.end();
    throw new Error(`${what} does not start: ${answer.failed}.`);
  }
  const end = async () => {
    keeper.stdin.end();
    await gone;
  };
  return { ...(answer as Exclude<Answer, { failed: string }>), end, gone };
}

/** The addresses of this computer that others in its network may reach, the likeliest first. */
export function addresses(): string[] {
  const found = Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
    all.filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => ({ name, address })),
  );
  // Bridges of virtual machines and containers have addresses too, which nobody else can reach.
  const isBridge = (name: string) => /^(docker|br-|veth|virbr|vmnet|vEthernet|utun|tun|tap|zt)/i.test(name);
  const sorted = [...found].sort((a, b) => Number(isBridge(a.name)) - Number(isBridge(b.name)));
  return sorted.length > 0 ? sorted.map(({ address }) => address) : ["127.0.0.1"];
}
