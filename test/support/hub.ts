// A JupyterHub of the course's own, as an administrator sets it up: one install, mounted so that nothing can write in
// it, and students with accounts on this machine. Needs root, which alone can start a process as somebody else.
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import WebSocket from "ws";
import { root, venvBin } from "../../kernel-lib/course/command/paths.mjs";
import { closedAbove, programs } from "../../kernel-lib/course/setup/check.mjs";
import { freePorts } from "./kernel-client.js";

/** Why there can be no hub here; undefined if there can. */
export const noHub =
  process.platform !== "linux"
    ? "a hub with local users needs Linux"
    : process.getuid?.() !== 0
      ? "it needs root, to start students' servers as students"
      : undefined;

export type Hub = Awaited<ReturnType<typeof startHub>>;
export type Student = ReturnType<Hub["student"]>;

const patience = 120_000;

/** Starts a hub for students who get an account each, with a folder for nbgrader's exchange. */
export async function startHub(names: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "verteilt-hub-"));
  const exchange = join(folder, "exchange");
  // Students pass through it to the exchange, and find the hub's own files closed.
  chmodSync(folder, 0o711);
  mkdirSync(exchange);
  chmodSync(exchange, 0o1777);
  const [port, api, internal] = await freePorts(3);
  const token = randomUUID();
  const config = join(folder, "jupyterhub_config.py");
  writeFileSync(config, settings({ names, exchange, port, api, internal, token }), { mode: 0o600 });
  for (const name of names) execFileSync("useradd", ["--create-home", "--shell", "/bin/bash", name]);

  const log = join(folder, "hub.log");
  const out = openSync(log, "w", 0o600);
  // What systemd does for the unit in for-administrators.md: ReadOnlyPaths= and ProtectProc=invisible.
  const world = [
    ...shownToStudents(
      programs().map(({ path }) => path),
      folder,
    ),
    `mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && mount -t proc -o hidepid=invisible proc /proc`,
    `exec "$1" -m jupyterhub -f "$2"`,
  ].join(" && ");
  const hub = spawn(
    "unshare",
    ["--mount", "--propagation", "private", "sh", "-c", world, root, venvBin("python"), config],
    {
      cwd: folder,
      stdio: ["ignore", out, out],
    },
  );
  closeSync(out);
  const ended = new Promise((resolve) => hub.once("exit", resolve));
  const origin = `http://127.0.0.1:${port}`;
  const credentials = { authorization: `token ${token}` };

  async function ask(path: string, { method = "GET", body }: { method?: string; body?: object } = {}) {
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: { ...credentials, connection: "close" },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}\n${readFileSync(log, "utf8")}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** Ends the hub as systemd does, and waits until it has ended. */
  async function end() {
    hub.kill("SIGTERM");
    await ended;
  }

  async function stop() {
    await end();
    for (const name of names) {
      execFileSync("sh", ["-c", 'pkill --signal KILL --uid "$0"; true', name]);
      execFileSync("userdel", ["--remove", "--force", name], { stdio: "ignore" });
    }
    rmSync(folder, { recursive: true, force: true });
  }

  /** What one of them can do. */
  function student(name: string) {
    const at = (path: string) => `/user/${name}/${path}`;
    return {
      name,
      home: join("/home", name),
      /** Starts the server, and waits until it answers. */
      async start() {
        await ask(`/hub/api/users/${name}/server`, { method: "POST" });
        await vi.waitFor(() => ask(at("api/status")), { timeout: patience, interval: 500 });
      },
      async stop() {
        await ask(`/hub/api/users/${name}/server`, { method: "DELETE" });
        await vi.waitFor(
          async () => {
            const { server, pending } = await ask(`/hub/api/users/${name}`);
            if (server || pending) throw new Error(`${name}'s server has not ended`);
          },
          { timeout: patience, interval: 500 },
        );
      },
      /** MB that all processes take, each with its share of what several use. */
      memory: () => memoryOf(Number(execFileSync("id", ["-u", name], { encoding: "utf8" }))),
      /** A page of the server, and what lets one in. */
      address: (path: string): [string, RequestInit] => [`${origin}${at(path)}`, { headers: credentials }],
      ask: (path: string, options = {}) => ask(at(path), options),
      /** Opens a notebook in its kernel, over the hub's web socket. */
      async open(path: string) {
        const session = { path, type: "notebook", name: path, kernel: { name: "verteilt" } };
        const { kernel } = await ask(at("api/sessions"), { method: "POST", body: session });
        return Kernel.at(`ws${origin.slice(4)}${at(`api/kernels/${kernel.id}/channels`)}`, credentials);
      },
    };
  }

  try {
    await vi.waitFor(() => ask("/hub/api/"), { timeout: patience, interval: 500 });
  } catch (error) {
    await stop();
    throw error;
  }
  return { exchange, folder, end, stop, student, log: () => readFileSync(log, "utf8") };
}

/** A kernel of a student's server, as JupyterLab talks to it. */
export class Kernel {
  private readonly waiting = new Map<string, (said: Said) => void>();
  private readonly said = new Map<string, Said>();

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (text) => this.take(JSON.parse(String(text))));
  }

  static async at(url: string, headers: Record<string, string>): Promise<Kernel> {
    const socket = new WebSocket(url, { headers });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return new Kernel(socket);
  }

  /** Runs a cell to its end; what it printed and what it threw. */
  run(code: string): Promise<Said> {
    const id = randomUUID();
    const header = { msg_id: id, msg_type: "execute_request", session: "test", username: "", version: "5.3", date: "" };
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    this.said.set(id, { printed: "", thrown: undefined });
    this.socket.send(
      JSON.stringify({ channel: "shell", header, parent_header: {}, metadata: {}, content, buffers: [] }),
    );
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  close(): void {
    this.socket.close();
  }

  private take({ header: { msg_type }, parent_header: { msg_id }, content }: Received): void {
    const said = this.said.get(msg_id);
    if (!said) return;
    if (msg_type === "stream") said.printed += content.text;
    if (msg_type === "error") said.thrown = `${content.ename}: ${content.evalue}`;
    if (msg_type === "status" && content.execution_state === "idle") this.waiting.get(msg_id)?.(said);
  }
}

interface Said {
  printed: string;
  thrown: string | undefined;
}
interface Received {
  header: { msg_type: string };
  parent_header: { msg_id: string };
  content: Record<string, string>;
}

/**
 * Lets students pass to programs that lie in somebody's home, as pyenv's Python does: the hub alone sees nothing but
 * these in that home. An administrator would install them elsewhere.
 */
function shownToStudents(paths: readonly string[], aside: string): string[] {
  const hidden = paths.flatMap((path) => {
    const home = closedAbove(path);
    return home === undefined ? [] : [{ home, shown: join(home, path.slice(home.length + 1).split("/")[0]) }];
  });
  const homes = [...new Set(hidden.map(({ home }) => home))];
  const shown = [...new Set(hidden.map(({ shown }) => shown))];
  return [
    ...shown.map((folder, i) => `kept${i}=$(mktemp -d -p ${aside}) && mount --bind ${folder} "$kept${i}"`),
    ...homes.map((home) => `mount -t tmpfs -o mode=755 tmpfs ${home}`),
    ...shown.map((folder, i) => `mkdir ${folder} && mount --bind "$kept${i}" ${folder}`),
  ];
}

function memoryOf(user: number): { command: string; mb: number }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && statSync(`/proc/${name}`, { throwIfNoEntry: false })?.uid === user)
    .map((name) => ({
      command: said(`/proc/${name}/cmdline`).replaceAll("\0", " "),
      mb: Number(/^Pss:\s+(\d+)/m.exec(said(`/proc/${name}/smaps_rollup`))?.[1] ?? 0) / 1024,
    }));
}

/** What the system says of a process, which may end at any time. */
function said(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

interface Site {
  names: readonly string[];
  exchange: string;
  port: number;
  api: number;
  internal: number;
  token: string;
}

/** A site's own jupyterhub_config.py. */
function settings({ names, exchange, port, api, internal, token }: Site): string {
  const text = JSON.stringify;
  return `load_subconfig(${text(join(root, "kernel-lib/course/hub/jupyterhub_config.py"))})
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:${port}"
c.JupyterHub.hub_port = ${internal}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:${api}"
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allowed_users = ${text(names)}
c.Spawner.environment["VERTEILT_EXCHANGE"] = ${text(exchange)}
c.Spawner.environment["VERTEILT_IDLE_SECONDS"] = "5"
c.Spawner.args = ["--ServerApp.shutdown_no_activity_timeout=86400"]
c.JupyterHub.services = [{"name": "test", "api_token": ${text(token)}}]
c.JupyterHub.load_roles = [
    {"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers", "access:servers", "read:hub"]},
]
`;
}
