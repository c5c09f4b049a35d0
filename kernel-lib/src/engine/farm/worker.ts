// A worker: takes one job after the other, has it done in an enclosure, gives the result, and takes the next. A job
// whose campaign is over is stopped at once. Beside that it runs nodes for those who place some here (hosting.ts).
import { type Consumer, type JsMsg, jetstream } from "@nats-io/jetstream";
import { MisuseError, quote } from "../../node/errors.js";
import type { Enclose } from "../cluster/hosts/host.js";
import { connectAsWorker, type FarmConnection } from "./farm-connection.js";
import { Hosting } from "./hosting.js";
import { encode, type Job, type JobResult, LARGEST, type News, readJob } from "./jobs.js";
import * as names from "./names.js";
import { libraryVersion } from "./version.js";

/** A job that is being done. */
export interface Doing {
  /** Resolves to what its script says; rejects where the enclosure or the script ended without. */
  readonly result: Promise<string>;
  /** Ends it, with all its processes. */
  end(): void;
}

export interface WorkerOptions {
  readonly name: string;
  /** How many jobs at a time. */
  readonly jobs: number;
  /** Does a job. */
  readonly perform: (job: Job) => Doing;
  /** Makes an enclosure for nodes of systems that the farm's owner runs. */
  readonly enclose: Enclose;
  /** What the worker does, a line a job. */
  readonly say?: (line: string) => void;
  /** Of the library (this one's). */
  readonly version?: string;
}

const PULL_MS = 2000;
/** How long the server may take to answer. */
const ANSWER_MS = 2000;
const AGAIN_MS = 300;
const HERE_MS = 4000;
/** How often in a row a campaign may stay silent: a server that restarts is away for about a second. */
const SILENCES = 3;
const WRONG_LAST_SEQUENCE = 10071;

export class FarmWorker {
  readonly #doing = new Map<string, { readonly campaign: string; readonly drop: () => void }>();
  readonly #here: NodeJS.Timeout;
  readonly #hosting: Hosting;
  #loops: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(
    readonly farm: FarmConnection,
    readonly options: WorkerOptions,
  ) {
    farm.connection.subscribe(names.cancelSubject("*"), {
      callback: (error, message) => {
        if (!error) this.#cancel(message.subject.slice("cancel.".length));
      },
    });
    this.#here = setInterval(() => this.#tell({ say: "here" }), HERE_MS);
    const { name, enclose, say = () => {} } = options;
    this.#hosting = new Hosting(farm.connection, { name, enclose, say, tell: (news) => this.#tell(news) });
  }

  /** Lends this process to a farm. @throws MisuseError where the farm refuses it */
  static async lend(link: string, options: WorkerOptions): Promise<FarmWorker> {
    if (!names.isWorkerName(options.name))
      throw new MisuseError(
        `npm run worker: --name is ${quote(options.name)}; a name has up to 40 letters A to Z, digits, "-" and "_".`,
      );
    const worker = new FarmWorker(
      await connectAsWorker(link, options.name, "npm run worker", options.version),
      options,
    );
    worker.#loops = Promise.all(Array.from({ length: options.jobs }, () => worker.#work()));
    return worker;
  }

  /** Stops what it does, and leaves the jobs to others. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#here);
    for (const { drop } of this.#doing.values()) drop();
    await this.#hosting.close();
    await this.farm.connection.flush().catch(() => {});
    await this.farm.connection.close();
    await this.#loops;
  }

  async #work(): Promise<void> {
    let consumer: Consumer | undefined;
    while (!this.#closed)
      try {
        consumer ??= await jetstream(this.farm.connection).consumers.get(names.JOBS, names.WORKERS);
        const message = await consumer.next({ expires: PULL_MS });
        if (message && this.#closed) message.nak();
        else if (message) await this.#take(message);
      } catch {
        // The server restarts, or this side is cut off: the connection comes back by itself.
        if (!this.#closed) await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
  }

  async #take(message: JsMsg): Promise<void> {
    const job = readJob(message.data);
    if (!job || job.version !== (this.options.version ?? libraryVersion())) return message.term("another version");
    const attempt = message.info.deliveryCount;
    const say = (say: News["say"], why?: string) => this.#report({ say, ...about(job), attempt, why });
    say("takes");
    const doing = this.options.perform(job);
    let isDropped = false;
    const drop = () => {
      isDropped = true;
      doing.end();
    };
    this.#doing.set(job.id, { campaign: job.campaign, drop });
    const beat = this.#beat(message, job.campaign, drop);
    const result = await doing.result.then(
      (body): JobResult => ({ ok: true, body, by: this.options.name }),
      (error: Error): JobResult => ({ ok: false, why: error.message, by: this.options.name }),
    );
    clearInterval(beat);
    this.#doing.delete(job.id);
    if (isDropped) {
      // What this worker gives up is another's; what its campaign gave up is nobody's.
      if (this.#closed) message.nak();
      else message.term("not wanted");
      return say("dropped");
    }
    if (!result.ok && attempt < names.TRIES) {
      say("failed", result.why);
      return message.nak(AGAIN_MS);
    }
    const isFirst = await this.#give(job, result);
    if (!result.ok) say("failed", result.why);
    else say(isFirst ? "done" : "again");
    await message.ackAck({ timeout: ANSWER_MS }).catch(() => {});
  }

  /** Tells the server that the job is being done, and looks whether it is wanted still. */
  #beat(message: JsMsg, campaign: string, drop: () => void): NodeJS.Timeout {
    const every = this.farm.ackWait / 4;
    let silences = 0;
    const look = async () => {
      message.working();
      const isWanted = await this.farm.connection
        .request(names.aliveSubject(campaign), "", { timeout: Math.max(every, 1000) })
        .then(() => true)
        .catch(() => false);
      silences = isWanted ? 0 : silences + 1;
      if (silences >= SILENCES) drop();
    };
    void look().catch(() => {});
    return setInterval(() => void look().catch(() => {}), every);
  }

  /** @returns false if there was a result already */
  async #give(job: Job, result: JobResult): Promise<boolean> {
    const subject = names.resultSubject(job.campaign, job.id);
    const bytes = encode(result);
    const { by } = result;
    const large = `Its result has ${bytes.length.toLocaleString("en")} bytes; ${LARGEST.toLocaleString("en")} may travel.`;
    const given = bytes.length <= LARGEST ? bytes : encode({ ok: false, why: large, by });
    for (;;)
      try {
        await jetstream(this.farm.connection).publish(subject, given, {
          expect: { lastSubjectSequence: 0 },
          timeout: ANSWER_MS,
        });
        return true;
      } catch (error) {
        if ((error as { code?: number }).code === WRONG_LAST_SEQUENCE) return false;
        if (this.#closed || this.farm.connection.isClosed()) throw error;
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
  }

  #cancel(campaign: string): void {
    for (const one of this.#doing.values()) if (one.campaign === campaign) one.drop();
    this.#hosting.end(campaign);
  }

  #report(news: News): void {
    this.#tell(news);
    this.options.say?.(lineOf(news));
  }

  #tell(news: News): void {
    if (this.farm.connection.isClosed()) return;
    this.farm.connection.publish(names.newsSubject(this.options.name), JSON.stringify(news));
  }
}

function about({ campaign, id, what }: Job): Pick<News, "campaign" | "id" | "what"> {
  return { campaign, id, what };
}

function lineOf({ say, what, attempt, why }: News): string {
  const ends: Record<News["say"], string> = {
    takes: `${what}${attempt === 1 ? "" : ` (try ${attempt})`} ...`,
    done: `${what}: done`,
    again: `${what}: done, as another worker had already`,
    failed: `${what}: failed (try ${attempt}): ${why}`,
    dropped: `${what}: stopped, it is not wanted any more`,
    here: "",
  };
  return ends[say];
}
