// Calls from the thread of a cell to the thread of its gateway, and what that has to tell.
import { Worker } from "node:worker_threads";
import { PendingRequests } from "../../node/pending-requests.js";
import { receiveError, type SentError, sendError } from "../threads/protocol.js";

interface Call {
  readonly call: number;
  readonly does: string;
  readonly args: readonly unknown[];
}
type Reply = { readonly call: number; readonly value: unknown } | { readonly call: number; readonly error: SentError };
interface News {
  readonly news: string;
  readonly args: readonly unknown[];
}

interface Port {
  on(event: "message", listener: (message: any) => void): unknown;
  postMessage(message: unknown): void;
}

type Methods = { [name: string]: (...args: any[]) => unknown };

/** The gateway's end: answers calls by its methods. @returns a function that tells the other end news */
export function serve(port: Port, methods: Methods): (news: string, ...args: unknown[]) => void {
  port.on("message", async ({ call, does, args }: Call) => {
    try {
      port.postMessage({ call, value: await methods[does]!(...args) } satisfies Reply);
    } catch (error) {
      port.postMessage({ call, error: sendError(error) } satisfies Reply);
    }
  });
  return (news, ...args) => port.postMessage({ news, args } satisfies News);
}

/** The cell's end: a thread of its own, which it can ask, and from which it hears. */
export class GatewayThread {
  readonly #worker: Worker;
  readonly #pending = new PendingRequests();
  #over = false;

  /** @param hears methods by the names of news */
  constructor(
    file: string,
    readonly hears: Methods,
  ) {
    this.#worker = new Worker(require.resolve(file), { name: "gateway" });
    this.#worker.on("message", (message: Reply | News) => this.#hear(message));
    const over = (error: Error) => {
      if (this.#over) return;
      this.#over = true;
      this.#pending.rejectAll(() => error);
    };
    this.#worker.on("error", over);
    this.#worker.on("exit", () => over(new Error("The room's connection was ended.")));
  }

  async ask(does: string, ...args: unknown[]): Promise<any> {
    if (this.#over) throw new Error("The room's connection was ended.");
    const call = this.#pending.number();
    const reply = this.#pending.for(call);
    this.#worker.postMessage({ call, does, args } satisfies Call);
    return reply;
  }

  async end(): Promise<void> {
    this.#over = true;
    await this.#worker.terminate();
  }

  #hear(message: Reply | News): void {
    if ("news" in message) this.hears[message.news]?.(...message.args);
    else if ("error" in message) this.#pending.take(message.call)?.reject(receiveError(message.error));
    else this.#pending.take(message.call)?.resolve(message.value);
  }
}
