// A thread of its own for code that must not touch anything else, spoken to by requests and answers.
import { type TransferListItem, Worker } from "node:worker_threads";
import { PendingRequests } from "../node/pending-requests.js";
import { receiveError, type SentError, sendError } from "./threads/protocol.js";
import { workerError } from "./worker-error.js";

interface Request {
  readonly number: number;
  readonly content: unknown;
}
/** The other end is idle: it has dealt with every request up to this one. */
export interface Idle {
  readonly idle: number;
}
type Answer = { readonly number: number } & ({ value: unknown } | { error: SentError });

/** One end of a way for messages, such as a port. */
export interface Talker {
  on(event: "message", listener: (message: any) => void): unknown;
  postMessage(message: unknown, transfer?: readonly TransferListItem[]): void;
}

/** Turns of the event loop in which a further request may still come. */
const PATIENT_TURNS = 100;

/** Asks the other end of a port. */
export class Requester {
  readonly #requests = new PendingRequests();
  #failure: Error | undefined;

  constructor(readonly port: Talker) {
    port.on("message", (answer: Answer | Idle) => {
      if ("idle" in answer) return void this.#idle(answer.idle);
      const request = this.#requests.take(answer.number);
      if ("error" in answer) request?.reject(receiveError(answer.error));
      else request?.resolve(answer.value);
    });
  }

  /** @throws what the other end throws, or why it has ended */
  request(content: unknown, transfer: readonly TransferListItem[] = []): Promise<any> {
    if (this.#failure) return Promise.reject(this.#failure);
    const number = this.#requests.number();
    const answer = this.#requests.for(number);
    try {
      this.port.postMessage({ number, content } satisfies Request, transfer);
    } catch (error) {
      this.#requests.take(number)?.reject(error as Error);
    }
    return answer;
  }

  /** What waits may still be answered because of a later request. If none comes, it never will be. */
  async #idle(number: number): Promise<void> {
    for (let turn = 0; turn < PATIENT_TURNS; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (this.#requests.latest !== number) return;
    }
    this.#requests.rejectAll(() => new Error("It was never answered: a promise in it never settles."));
  }

  /** The other end is gone: requests that wait, and all later ones, are rejected. */
  fail(error: Error): void {
    this.#failure = error;
    this.#requests.rejectAll(() => error);
  }
}

/** Answers the requests that come through a port. */
export function serve(port: Talker, handle: (content: any) => unknown): void {
  port.on("message", async ({ number, content }: Request) => {
    let answer: Answer;
    try {
      answer = { number, value: await handle(content) };
    } catch (error) {
      answer = { number, error: sendError(error) };
    }
    try {
      port.postMessage(answer);
    } catch (error) {
      port.postMessage({ number, error: sendError(error) });
    }
  });
}

/** A worker that answers requests. It sees no environment variables, and what it prints is dropped. */
export class Isolate {
  readonly #worker: Worker;
  readonly #requester: Requester;
  /** Resolves with the reason when the thread has ended. */
  readonly ended: Promise<Error>;

  constructor(file: string, name: string) {
    this.#worker = new Worker(file, {
      name,
      env: {},
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#requester = new Requester(this.#worker);
    this.ended = new Promise((resolve) => {
      const end = (error: Error) => {
        this.#requester.fail(error);
        resolve(error);
      };
      this.#worker.on("error", (error) => end(workerError(error)));
      this.#worker.on("exit", (code) => end(new Error(`it ended its thread, as by process.exit(${code})`)));
    });
  }

  request(content: unknown, transfer: readonly TransferListItem[] = []): Promise<any> {
    return this.#requester.request(content, transfer);
  }

  /** How long the thread was busy, in ms. */
  active(): number {
    return this.#worker.performance.eventLoopUtilization().active;
  }

  async end(why: string): Promise<void> {
    this.#requester.fail(new Error(why));
    await this.#worker.terminate();
  }
}
