// The gate of a farm: lets workers in, with the rights their version gives them, tells those it refuses why, and makes
// the streams that jobs and results are in.
import {
  AckPolicy,
  DiscardPolicy,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from "@nats-io/jetstream";
import type { Msg, NatsConnection } from "@nats-io/transport-node";
import { connectTo, onMail, type Server } from "../cluster/connection.js";
import { admission, readRequest, refusal, type Signer, signerOf } from "../cluster/nkey.js";
import { same } from "../cluster/registrar.js";
import { Board } from "./board.js";
import { Dispatch } from "./dispatch.js";
import { printable, readNews, readProgress } from "./jobs.js";
import * as names from "./names.js";
import type { FarmSecrets } from "./secrets.js";
import { libraryVersion } from "./version.js";

const SECOND = 1e9;
const DAY = 86_400;
/** What waits, and what waits to be read, may fill the disk so far: results nobody reads stop no job from waiting. */
const MOST_BYTES = 3e9;
const FEW_BYTES = 16e6;

export interface GateOptions {
  /** After so long without a sign of life, a worker's job is another's (ms). */
  readonly ackWait: number;
  readonly onChange: (board: Board, line?: string) => void;
}

export class Gate {
  readonly board = new Board();
  readonly #signer: Signer;
  #connection!: NatsConnection;

  constructor(
    readonly secrets: FarmSecrets,
    readonly options: GateOptions,
  ) {
    this.#signer = signerOf(secrets.seed);
  }

  async open(server: Server): Promise<void> {
    this.#connection = await connectTo(server, names.GATE, this.secrets.gate);
    onMail(this.#connection, "$SYS.REQ.USER.AUTH", (message) => this.#onKnock(message));
    onMail(this.#connection, names.helloSubject("*"), (message) => this.#onHello(message));
    onMail(this.#connection, names.newsSubject("*"), (message) => this.#onNews(message));
    onMail(this.#connection, names.progressSubject("*"), (message) => this.#onProgress(message));
    new Dispatch(this.#connection, this.options.ackWait);
    await makeStreams(await jetstreamManager(this.#connection), this.options.ackWait);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** Somebody connects. A worker's password is the farm's token, its version and its inbox's secret, with dots between. */
  #onKnock(message: Msg): void {
    const request = readRequest(message.string());
    if (!request) return;
    const { user, password } = request;
    const [token = "", version = "", secret] = password.split(".");
    if (!same(token, this.secrets.token) || !names.isWorkerName(user) || !names.isWorkerName(secret))
      return void message.respond(refusal(this.#signer, request, "this farm has another token"));
    const rights = version === libraryVersion() ? names.workerRights(user, secret) : names.greetingRights(user, secret);
    message.respond(admission(this.#signer, request, names.ACCOUNT, rights));
  }

  #onHello(message: Msg): void {
    const { version } = heard(message);
    const worker = senderOf(message);
    if (worker !== names.OWNER && !names.isInbox(message.reply, worker)) return;
    const { ackWait } = this.options;
    const ours = libraryVersion();
    if (version === ours || worker === names.OWNER) {
      message.respond(JSON.stringify({ version: ours, ackWait }));
      if (worker !== names.OWNER) this.#show(this.board.here(worker));
      return;
    }
    const theirs = printable(String(version)).slice(0, 40);
    const sorry = `this farm has version ${ours} of the course, and "${worker}" has ${theirs}: results could differ. Bring both to the same commit, and run npm run setup.`;
    message.respond(JSON.stringify({ sorry }));
    this.#show(`${worker} was refused: it has version ${theirs}, this farm ${ours}`);
  }

  #onNews(message: Msg): void {
    const news = readNews(message.string());
    if (news) this.#show(this.board.hear(senderOf(message), news));
  }

  #onProgress(message: Msg): void {
    const progress = readProgress(message.string());
    if (!progress) return;
    this.board.progress(senderOf(message), progress);
    this.#show(undefined);
  }

  #show(line: string | undefined): void {
    this.options.onChange(this.board, line);
  }
}

async function makeStreams(manager: JetStreamManager, ackWait: number): Promise<void> {
  const kept = { storage: StorageType.File, num_replicas: 1 };
  const jobs = { name: names.JOBS, subjects: [names.jobSubject("*", "*")], retention: RetentionPolicy.Workqueue };
  const make = (config: Parameters<typeof manager.streams.add>[0]) =>
    manager.streams.add({ ...kept, ...config }).catch(() => manager.streams.update(config.name, config));
  const bounds = { max_bytes: MOST_BYTES, discard: DiscardPolicy.New };
  await make({ ...jobs, ...bounds, duplicate_window: 600 * SECOND });
  const results = { name: names.RESULTS, subjects: [names.resultSubject("*", "*")], max_age: DAY * SECOND };
  await make({ ...results, ...bounds, max_msgs_per_subject: 1 });
  const tried = { name: names.TRIED, subjects: [names.TRIED_SUBJECT], max_age: DAY * SECOND, max_bytes: FEW_BYTES };
  await make({ ...tried, no_ack: true });
  const settings = { ack_wait: ackWait * 1e6, max_deliver: names.TRIES, max_ack_pending: 10_000 };
  const workers = { durable_name: names.WORKERS, ack_policy: AckPolicy.Explicit };
  await manager.consumers
    .update(names.JOBS, names.WORKERS, settings)
    .catch(() => manager.consumers.add(names.JOBS, { ...workers, ...settings }));
}

function senderOf({ subject }: Msg): string {
  return subject.slice(subject.lastIndexOf(".") + 1);
}

function heard(message: Msg): { version?: unknown } {
  try {
    return message.json() ?? {};
  } catch {
    return {};
  }
}
