// The kernel's five ZeroMQ sockets. Sends on one socket are queued, because zeromq.js allows one at a time.
import { randomUUID } from "node:crypto";
import { Publisher, Reply, Router } from "zeromq";
import { decode, encode, type Header, type Message, newHeader } from "./message.js";

/** The connection file's content. */
export interface Connection {
  transport: string;
  ip: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
  key: string;
  signature_scheme?: string;
}

export type Channel = "shell" | "control";
type Receive = (message: Message, channel: Channel) => void;

export class Sockets {
  readonly session = randomUUID();
  private readonly shell = new Router();
  private readonly control = new Router();
  private readonly stdin = new Router();
  private readonly iopub = new Publisher({ sendHighWaterMark: 0 });
  private readonly heartbeat = new Reply();
  private readonly sends = new Map<Router | Publisher, Promise<void>>();

  /** Called with what was typed in answer to `ask`. */
  onInput: (value: unknown) => void = () => {};

  constructor(private readonly connection: Connection) {}

  /** Binds every socket and hands each message that arrives on shell or control to `receive`. */
  async open(receive: Receive): Promise<void> {
    const { transport, ip, ...at } = this.connection;
    const address = (port: number) => `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${port}`;
    await Promise.all([
      this.iopub.bind(address(at.iopub_port)),
      this.shell.bind(address(at.shell_port)),
      this.control.bind(address(at.control_port)),
      this.stdin.bind(address(at.stdin_port)),
      this.heartbeat.bind(address(at.hb_port)),
    ]);
    this.listen(this.shell, "shell", receive);
    this.listen(this.control, "control", receive);
    this.listen(this.stdin, "stdin", ({ header, content }) => {
      if (header.msg_type === "input_reply") this.onInput(content?.value);
    });
    this.echo();
  }

  /** Asks the client that sent the request for typed input. */
  ask(request: Message, prompt: string): void {
    this.send(this.stdin, {
      identities: request.identities,
      header: newHeader("input_request", this.session),
      parent: request.header,
      metadata: {},
      content: { prompt, password: false },
      buffers: [],
    });
  }

  /** Answers a request on the channel it came in on. */
  reply(channel: Channel, request: Message, type: string, content: object): void {
    this.send(channel === "shell" ? this.shell : this.control, {
      identities: request.identities,
      header: newHeader(type, this.session),
      parent: request.header,
      metadata: {},
      content,
      buffers: [],
    });
  }

  /** Tells every client, as a consequence of the request with header `parent`. */
  publish(
    parent: Header | Record<string, never>,
    type: string,
    content: object,
    metadata: Record<string, unknown> = {},
    buffers: Buffer[] = [],
  ): void {
    const identities = [Buffer.from(`kernel.${this.session}.${type}`)];
    const header = newHeader(type, this.session);
    this.send(this.iopub, { identities, header, parent, metadata, content, buffers });
  }

  /** Waits until everything has been handed over, then closes. */
  async close(): Promise<void> {
    await Promise.all(this.sends.values());
    for (const socket of [this.iopub, this.shell, this.control, this.stdin, this.heartbeat]) {
      socket.linger = 1000;
      socket.close();
    }
  }

  private async listen<C extends string>(
    socket: Router,
    channel: C,
    receive: (message: Message, channel: C) => void,
  ): Promise<void> {
    for await (const frames of socket) {
      try {
        receive(decode(frames, this.connection.key), channel);
      } catch (error) {
        process.stderr.write(`The kernel ignored a request on ${channel}: ${(error as Error).stack}\n`);
      }
    }
  }

  private async echo(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
  }

  private send(socket: Router | Publisher, message: Message): void {
    const frames = encode(message, this.connection.key);
    const before = this.sends.get(socket) ?? Promise.resolve();
    this.sends.set(
      socket,
      before.then(() => socket.send(frames)).catch(() => {}),
    );
  }
}
