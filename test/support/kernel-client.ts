// A Jupyter client for tests: starts the real kernel as a process and speaks to it over its ZeroMQ sockets.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { decode, encode, type Message, newHeader } from "../../kernel-lib/dist/kernel/wire/message.js";
import type { Connection } from "../../kernel-lib/dist/kernel/wire/sockets.js";

export const kernelMain = resolve(__dirname, "../../kernel-lib/dist/jupyter/main.js");

export interface KernelOptions {
  /** The notebook's folder; a temporary one by default. */
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The script to start, with the connection file as its argument. */
  main?: string;
  node?: string;
  /** How long (ms) to wait for something before it is taken for lost. */
  patience?: number;
}

/** What one request brought: its reply, and everything published for it, in order. */
export interface Answer {
  reply: Message;
  published: Message[];
  /** Types of `published`, status left out. */
  types: string[];
  /** Text on stdout and stderr, joined. */
  stdout: string;
  stderr: string;
  /** The bundle of the execute_result. */
  result: Record<string, any> | undefined;
  /** Content of the error message. */
  error: { ename: string; evalue: string; traceback: string[] } | undefined;
}

type Channel = "shell" | "control" | "stdin";

export class KernelClient {
  readonly published: Message[] = [];
  /** The ids of the requests sent. */
  readonly sent: string[] = [];
  private readonly replies: Message[] = [];
  private readonly session = randomUUID();
  private readonly shell: Dealer;
  private readonly control = new Dealer();
  private readonly stdin: Dealer;
  /** What the kernel asked for over stdin. */
  readonly inputs: Message[] = [];
  private readonly taken = new Set<Message["parent"]>();
  private readonly iopub = new Subscriber();
  private readonly waiting = new Set<() => void>();
  readonly exited: Promise<number | null>;
  /** What the process itself wrote to stderr. */
  log = "";

  private constructor(
    readonly process: ChildProcess,
    private readonly connection: Connection,
    private readonly folder: string,
    private readonly patience: number,
  ) {
    // A client's sockets share one identity, by which the kernel finds the one to ask.
    this.shell = new Dealer({ routingId: this.session });
    this.stdin = new Dealer({ routingId: this.session });
    this.exited = new Promise((done) => process.once("exit", (code) => done(code)));
    process.stderr!.on("data", (text) => {
      this.log += text;
    });
  }

  /** Starts a kernel and waits until it answers. */
  static async start({
    cwd,
    env = {},
    main = kernelMain,
    node = process.execPath,
    patience = 55_000,
  }: KernelOptions = {}): Promise<KernelClient> {
    const folder = mkdtempSync(join(tmpdir(), "kernel-"));
    const ports = await freePorts(5);
    const connection: Connection = {
      transport: "tcp",
      ip: "127.0.0.1",
      key: randomUUID(),
      signature_scheme: "hmac-sha256",
      shell_port: ports[0],
      iopub_port: ports[1],
      stdin_port: ports[2],
      control_port: ports[3],
      hb_port: ports[4],
    };
    const file = join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    const child = spawn(node, [main, file], {
      cwd: cwd ?? folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const client = new KernelClient(child, connection, folder, patience);
    await client.connect();
    return client;
  }

  /** A second client of the same kernel; `disconnect` ends it. */
  async another(): Promise<KernelClient> {
    const client = new KernelClient(this.process, this.connection, this.folder, 60_000);
    await client.connect();
    return client;
  }

  /** The ids of the requests that replies have come for. */
  answered(): string[] {
    return this.replies.map(({ parent }) => parent.msg_id!);
  }

  disconnect(): void {
    for (const socket of [this.shell, this.control, this.stdin, this.iopub]) socket.close();
  }

  /** Sends a request; returns its id at once. */
  send(type: string, content: object, channel: Channel = "shell", buffers: Buffer[] = []): string {
    const header = newHeader(type, this.session);
    const message: Message = { identities: [], header, parent: {}, metadata: {}, content, buffers };
    const socket = { shell: this.shell, control: this.control, stdin: this.stdin }[channel];
    this.sent.push(header.msg_id);
    void socket.send(encode(message, this.connection.key));
    return header.msg_id;
  }

  /** Sends a request and waits for its reply and idle. */
  async request(type: string, content: object = {}, channel: "shell" | "control" = "shell"): Promise<Answer> {
    return this.answer(this.send(type, content, channel));
  }

  /** Runs a cell to its end. */
  execute(code: string, options: object = {}): Promise<Answer> {
    return this.request("execute_request", { ...executeDefaults, code, ...options });
  }

  /** Starts a cell; `answer` waits for its end. */
  begin(code: string, options: object = {}): string {
    return this.send("execute_request", { ...executeDefaults, code, ...options });
  }

  /** The same, once the kernel works on it. */
  async accepted(code: string, options: object = {}): Promise<string> {
    const id = this.begin(code, options);
    await this.until(() =>
      this.published.find(({ parent, header }) => parent.msg_id === id && header.msg_type === "execute_input"),
    );
    return id;
  }

  /** Waits for the reply to a request and for its idle. */
  async answer(id: string): Promise<Answer> {
    const own = (message: Message) => message.parent.msg_id === id;
    const reply = await this.until(() => this.replies.find(own));
    await this.until(() =>
      this.published.find((message) => own(message) && message.content.execution_state === "idle"),
    );
    const published = this.published.filter(own);
    const stream = (name: string) =>
      published
        .map(({ header, content }) => (header.msg_type === "stream" && content.name === name ? content.text : ""))
        .join("");
    const content = (type: string) => published.find(({ header }) => header.msg_type === type)?.content;
    return {
      reply,
      published,
      types: published.map(({ header }) => header.msg_type).filter((type) => type !== "status"),
      stdout: stream("stdout"),
      stderr: stream("stderr"),
      result: content("execute_result")?.data,
      error: content("error"),
    };
  }

  /** Waits until `found` finds something among what was received so far. */
  until<T>(found: () => T | undefined | false): Promise<T> {
    return new Promise((done, fail) => {
      const look = () => {
        const value = found();
        if (value === undefined || value === false) return;
        this.waiting.delete(look);
        clearTimeout(timer);
        done(value);
      };
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        fail(
          new Error(
            `The kernel sent nothing that was waited for within ${this.patience / 1000} s. Its stderr:\n${this.log}`,
          ),
        );
      }, this.patience);
      this.waiting.add(look);
      look();
    });
  }

  /** Waits until this text was printed for the request. */
  printed(id: string, text: string): Promise<true> {
    return this.until(() => {
      const all = this.published.filter(
        (message) => message.parent.msg_id === id && message.header.msg_type === "stream",
      );
      return (
        all
          .map(({ content }) => content.text)
          .join("")
          .includes(text) && true
      );
    });
  }

  /** True once for each question. */
  take(parent: Message["parent"]): boolean {
    const isNew = !this.taken.has(parent);
    this.taken.add(parent);
    return isNew;
  }

  interrupt(): Promise<Answer> {
    return this.request("interrupt_request", {}, "control");
  }

  /** Asks the kernel to end, and waits until its process has. */
  async shutdown(): Promise<number | null> {
    if (this.process.exitCode === null) this.send("shutdown_request", { restart: false }, "control");
    const code = await this.exited;
    this.disconnect();
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }

  private async connect(): Promise<void> {
    const address = (port: number) => `tcp://127.0.0.1:${port}`;
    this.iopub.subscribe("");
    this.iopub.connect(address(this.connection.iopub_port));
    this.shell.connect(address(this.connection.shell_port));
    this.control.connect(address(this.connection.control_port));
    void this.receive(this.iopub, this.published);
    void this.receive(this.shell, this.replies);
    this.stdin.connect(address(this.connection.stdin_port));
    void this.receive(this.control, this.replies);
    void this.receive(this.stdin, this.inputs);
    // A subscriber misses what is published before it has joined: ask until a status comes.
    const timer = setInterval(() => this.send("kernel_info_request", {}), 100);
    await this.until(() => this.published.length > 0 && this.replies.length > 0);
    clearInterval(timer);
  }

  private async receive(socket: Dealer | Subscriber, into: Message[]): Promise<void> {
    for await (const frames of socket) {
      into.push(decode(frames as Buffer[], this.connection.key));
      for (const look of [...this.waiting]) look();
    }
  }
}

const executeDefaults = {
  silent: false,
  store_history: true,
  user_expressions: {},
  allow_stdin: false,
  stop_on_error: true,
};

/** Ports of this machine that nothing listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((done) =>
          server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port)),
        ),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
