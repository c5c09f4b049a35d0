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
import { onMail } from "../cluster/connection.js";
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
  /** How many workers have said that they do it, and not given it back. */
  taken: number;
  /** How often it has been put into the queue again. */
  renewed: number;
}

const AGAIN_MS = 300;
/** A reader that hears nothing for so long, not even a heartbeat, begins again (ms). */
const READ_MS = 2000;
const PUBLISH_TRIES = 100;
/** How long workers may take to stop what is not wanted any more (ms). */
const STOP_MS = 5000;
const PROGRESS_MS = 1000;

export class Campaign {
  /** What its workers do. */
  readonly board = new Board();
  readonly id = newId();
  readonly #outstanding = new Map<string, Outstanding>();
  /** Jobs that workers are at, by their own word. */
  readonly #running = new Set<string>();
  readonly #js: JetStreamClient;
  readonly #timers: NodeJS.Timeout[] = [];
  #manager!: JetStreamManager;
  #stopReading: () => void = () => {};
  /** Jobs that were missing when it was last looked for them. */
  #missed: ReadonlySet<string> = new Set();
  #submitted = 0;
  #done = 0;
  #expected = 0;
  #over = false;

  private constructor(
    readonly farm: FarmConnection,
    readonly asked: string,
    readonly onNews: (board: Board, line?: string) => void,
  ) {
    this.#js = jetstream(farm.connection);
  }

  /** @param asked what was asked with the link, for errors. @param onNews hears what workers of this campaign do */
  static async begin(link: string, asked: string, onNews: Campaign["onNews"] = () => {}): Promise<Campaign> {
    const campaign = new Campaign(await connectAsOwner(link, asked), asked, onNews);
    await campaign.#begin();
    return campaign;
  }

  /** So many jobs more are to come, for those who look at the farm. */
  expect(jobs: number): void {
    this.#expected = this.#submitted + jobs;
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
      const nobody = { sequence: 0, worker: undefined, why: undefined, taken: 0, renewed: 0 };
      this.#outstanding.set(job.id, { job, resolve, reject, ...nobody });
    });
    result.catch(() => {});
    this.#submitted++;
    await this.#publish(job, bytes, job.id);
    return result;
  }

  /** Takes all its jobs out of the farm; what is being done is stopped. Resolves when nothing of it runs any more. */
  async end(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers) clearInterval(timer);
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
      this.#tell();
      await connection.flush();
    } catch {
      // Without the server nobody answers for this campaign any more, so its workers stop by themselves.
    }
    await connection.close();
  }

  async #begin(): Promise<void> {
    const { connection, ackWait } = this.farm;
    this.#manager = await jetstreamManager(connection);
    onMail(connection, names.aliveSubject(this.id), (message) => {
      if (names.isInbox(message.reply)) message.respond();
    });
    onMail(connection, names.newsSubject("*"), (message) =>
      this.#hear(message.subject.slice("news.".length), message.string()),
    );
    await this.#read();
    this.#timers.push(
      setInterval(() => void this.#look().catch(() => {}), ackWait),
      setInterval(() => this.#tell(), PROGRESS_MS),
    );
  }

  /** How far it is, for those who look at the farm. */
  #tell(): void {
    const all = Math.max(this.#submitted, this.#expected);
    const progress = { asked: this.asked, done: this.#done, all, isOver: this.#over };
    this.farm.connection.publish(names.progressSubject(this.id), JSON.stringify(progress));
  }

  async #publish({ id, campaign }: Job, bytes: Uint8Array, msgID: string): Promise<void> {
    for (let tries = 1; ; tries++)
      try {
        const { seq } = await this.#js.publish(names.jobSubject(campaign, id), bytes, { msgID });
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
    const results = await consumer.consume({
      expires: READ_MS,
      callback: ({ subject, data }) =>
        this.#settle(subject.slice(subject.lastIndexOf(".") + 1), () => readResult(data)),
    });
    const reports = await this.#js.consumers.get(names.TRIED, { deliver_policy: DeliverPolicy.New });
    const tried = await reports.consume({
      expires: READ_MS,
      callback: (message) => void this.#onTried(message.json<{ stream_seq?: number }>().stream_seq).catch(() => {}),
    });
    this.#stopReading = () => {
      void results.close();
      void tried.close();
    };
  }

  /** A result that names no job of this campaign, or one that is settled, is nobody's: it is not even unpacked. */
  #settle(id: string, read: () => JobResult | undefined): void {
    const one = this.#outstanding.get(id);
    if (!one) return;
    this.#outstanding.delete(id);
    this.#done++;
    one.resolve(read() ?? { ok: false, why: "Its worker gave a result that cannot be read.", by: "a worker" });
  }

  #hear(worker: string, text: string): void {
    const news = readNews(text);
    if (!news || (news.campaign !== this.id && news.say !== "here")) return;
    if (news.id !== undefined) {
      const one = this.#outstanding.get(news.id);
      if (news.say === "takes") this.#running.add(news.id);
      else this.#running.delete(news.id);
      if (one && news.say === "takes") Object.assign(one, { worker, why: undefined, taken: one.taken + 1 });
      if (one && news.say === "returns") one.taken--;
      if (one && news.say === "failed") one.why = news.why;
    }
    const line = this.board.hear(worker, news);
    if (!this.#over) this.onNews(this.board, line);
  }

  /**
   * Looks for jobs that nobody will give a result of. Either the queue has them no more, or it has nothing that waits or
   * is being done; and that twice in a row, as a result may be under way.
   */
  async #look(): Promise<void> {
    if (this.#outstanding.size === 0) return;
    const { num_pending, num_ack_pending } = await this.#manager.consumers.info(names.JOBS, names.WORKERS);
    const isIdle = num_pending === 0 && num_ack_pending === 0;
    const mine = { subjects_filter: names.jobSubject(this.id, "*") };
    const queued = (await this.#manager.streams.info(names.JOBS, mine)).state.subjects ?? {};
    const isQueued = ({ job }: Outstanding) => names.jobSubject(this.id, job.id) in queued;
    const missing = [...this.#outstanding.values()].filter((one) => one.sequence > 0 && (isIdle || !isQueued(one)));
    const before = this.#missed;
    this.#missed = new Set(missing.map(({ job }) => job.id));
    for (const one of missing) if (before.has(one.job.id)) await this.#find(one, isQueued(one));
  }

  /** The server says that a job's tries are used up, and its last worker has said nothing. */
  async #onTried(sequence: number | undefined): Promise<void> {
    const one = [...this.#outstanding.values()].find((one) => one.sequence === sequence);
    if (one) await this.#find(one, true);
  }

  /** Its result, or why there is none. What no three workers have tried is for others. */
  async #find(one: Outstanding, isTried: boolean): Promise<void> {
    const { job, worker = "its worker", why, sequence } = one;
    if (sequence === 0) return;
    one.sequence = 0;
    try {
      const query = { last_by_subj: names.resultSubject(this.id, job.id) };
      const given = await this.#manager.streams.getMessage(names.RESULTS, query);
      if (given) return this.#settle(job.id, () => readResult(given.data));
      await this.#manager.streams.deleteMessage(names.JOBS, sequence).catch(() => {});
      if ((isTried && one.taken >= names.TRIES) || one.renewed === names.TRIES) {
        const ended = `${worker} ended without a word while it did this.`;
        return this.#settle(job.id, () => ({ ok: false, why: why ?? ended, by: worker }));
      }
      one.taken = 0;
      await this.#publish(job, encode(job), `${job.id}.${++one.renewed}`);
    } catch (error) {
      one.sequence ||= sequence;
      throw error;
    }
  }
}

function newId(): string {
  return randomBytes(16).toString("hex");
}
