// A campaign: jobs of one owner, submitted to a farm, and the first result of each. When it is over, or given up,
// nothing of it is left in the farm.
import { randomBytes } from "node:crypto";
import {
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from "@nats-io/jetstream";
import { Board } from "./board.js";
import { connectAsOwner, type FarmConnection } from "./farm-connection.js";
import { encode, type Job, type JobResult, LARGEST, readNews, readResult } from "./jobs.js";
import * as names from "./names.js";
import { libraryVersion } from "./version.js";

interface Outstanding {
  readonly job: Job;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: Error) => void;
  /** Where it stands in the queue. */
  sequence: number;
  /** Who took it last. */
  worker: string | undefined;
  why: string | undefined;
}

const AGAIN_MS = 300;
/** A reader that hears nothing for so long, not even a heartbeat, begins again (ms). */
const READ_MS = 2000;
const PUBLISH_TRIES = 100;
/** How long workers may take to stop what is not wanted any more (ms). */
const STOP_MS = 5000;

export class Campaign {
  /** What its workers do. */
  readonly board = new Board();
  readonly id = newId();
  readonly #outstanding = new Map<string, Outstanding>();
  /** Jobs that workers are at, by their own word. */
  readonly #running = new Set<string>();
  readonly #js: JetStreamClient;
  #manager!: JetStreamManager;
  #stopReading: () => void = () => {};
  #audit: NodeJS.Timeout | undefined;
  #before = "";
  #over = false;

  private constructor(
    readonly farm: FarmConnection,
    readonly onNews: (board: Board, line?: string) => void,
  ) {
    this.#js = jetstream(farm.connection);
  }

  /** @param asked what was asked with the link, for errors. @param onNews hears what workers of this campaign do */
  static async begin(link: string, asked: string, onNews: Campaign["onNews"] = () => {}): Promise<Campaign> {
    const campaign = new Campaign(await connectAsOwner(link, asked), onNews);
    await campaign.#begin();
    return campaign;
  }

  /**
   * Has a job done.
   * @returns its result: that of the first worker who gave one, or why it was put aside after three tries
   */
  async submit(kind: Job["kind"], what: string, body: string): Promise<JobResult> {
    const job: Job = { campaign: this.id, id: newId(), kind, what, version: libraryVersion(), body };
    const bytes = encode(job);
    if (bytes.length > LARGEST)
      throw new Error(
        `${what} has ${bytes.length.toLocaleString("en")} bytes; ${LARGEST.toLocaleString("en")} may travel.`,
      );
    const result = new Promise<JobResult>((resolve, reject) => {
      const nobody = { sequence: 0, worker: undefined, why: undefined };
      this.#outstanding.set(job.id, { job, resolve, reject, ...nobody });
    });
    result.catch(() => {});
    await this.#publish(job, bytes);
    return result;
  }

  /** Takes all its jobs out of the farm; what is being done is stopped. Resolves when nothing of it runs any more. */
  async end(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#audit);
    this.#stopReading();
    for (const { reject } of this.#outstanding.values()) reject(new Error("The campaign was given up."));
    const { connection } = this.farm;
    try {
      // First the queue: what is stopped must not begin again.
      await this.#manager.streams.purge(names.JOBS, { filter: names.jobSubject(this.id, "*") });
      const until = performance.now() + STOP_MS;
      do {
        connection.publish(names.cancelSubject(this.id));
        await connection.flush();
        if (this.#running.size > 0) await new Promise((done) => setTimeout(done, AGAIN_MS / 3));
      } while (this.#running.size > 0 && performance.now() < until);
      await this.#manager.streams.purge(names.RESULTS, { filter: names.resultSubject(this.id, "*") });
    } catch {
      // Without the server nobody answers for this campaign any more, so its workers stop by themselves.
    }
    await connection.close();
  }

  async #begin(): Promise<void> {
    const { connection, ackWait } = this.farm;
    this.#manager = await jetstreamManager(connection);
    connection.subscribe(names.aliveSubject(this.id), {
      callback: (error, message) => {
        if (!error) message.respond();
      },
    });
    connection.subscribe(names.newsSubject("*"), {
      callback: (error, message) => {
        if (!error) this.#hear(message.subject.slice("news.".length), message.string());
      },
    });
    await this.#read();
    this.#audit = setInterval(() => void this.#look().catch(() => {}), ackWait);
  }

  async #publish({ id, campaign }: Job, bytes: Uint8Array): Promise<void> {
    for (let tries = 1; ; tries++)
      try {
        const { seq } = await this.#js.publish(names.jobSubject(campaign, id), bytes, { msgID: id });
        const one = this.#outstanding.get(id);
        if (one) one.sequence = seq;
        return;
      } catch (error) {
        if (this.#over || tries === PUBLISH_TRIES) throw error;
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
  }

  async #read(): Promise<void> {
    const filter = names.resultSubject(this.id, "*");
    const consumer = await this.#js.consumers.get(names.RESULTS, {
      filter_subjects: [filter],
      deliver_policy: DeliverPolicy.All,
    });
    const messages = await consumer.consume({
      expires: READ_MS,
      callback: ({ subject, data }) => this.#settle(subject.slice(subject.lastIndexOf(".") + 1), readResult(data)),
    });
    this.#stopReading = () => void messages.close();
  }

  /** A result that names no job of this campaign, or one that is settled, is nobody's. */
  #settle(id: string, result: JobResult | undefined): void {
    const one = this.#outstanding.get(id);
    if (!one) return;
    this.#outstanding.delete(id);
    one.resolve(result ?? { ok: false, why: "Its worker gave a result that cannot be read.", by: "a worker" });
  }

  #hear(worker: string, text: string): void {
    const news = readNews(text);
    if (!news || (news.campaign !== this.id && news.say !== "here")) return;
    if (news.id !== undefined) {
      const one = this.#outstanding.get(news.id);
      if (news.say === "takes") this.#running.add(news.id);
      else this.#running.delete(news.id);
      if (one && news.say === "takes") Object.assign(one, { worker, why: undefined });
      if (one && news.say === "failed") one.why = news.why;
    }
    const line = this.board.hear(worker, news);
    if (!this.#over) this.onNews(this.board, line);
  }

  /**
   * Looks for jobs that nobody will give a result of: their last worker ended without a word. Twice in a row the same
   * jobs are missing, and none is waiting or being done.
   */
  async #look(): Promise<void> {
    if (this.#outstanding.size === 0) return;
    const { num_pending, num_ack_pending } = await this.#manager.consumers.info(names.JOBS, names.WORKERS);
    const missing = num_pending === 0 && num_ack_pending === 0 ? [...this.#outstanding.keys()].join() : "";
    const isStuck = missing !== "" && missing === this.#before;
    this.#before = missing;
    if (isStuck) for (const one of [...this.#outstanding.values()]) await this.#find(one);
  }

  /** Its result, or why there is none. */
  async #find({ job: { id }, worker = "its worker", why, sequence }: Outstanding): Promise<void> {
    if (sequence === 0) return;
    const query = { last_by_subj: names.resultSubject(this.id, id) };
    const given = await this.#manager.streams.getMessage(names.RESULTS, query);
    if (given) return this.#settle(id, readResult(given.data));
    await this.#manager.streams.deleteMessage(names.JOBS, sequence).catch(() => {});
    this.#settle(id, { ok: false, why: why ?? `${worker} ended without a word while it did this.`, by: worker });
  }
}

function newId(): string {
  return randomBytes(16).toString("hex");
}
