// A worker: takes one job after the other, has it done in an enclosure, gives the result, and takes the next. A job
// whose campaign is over is stopped at once. Beside that it runs nodes for those who place some here (hosting.ts).
import { MisuseError, quote } from "../../node/errors.js";
import { onMail } from "../cluster/connection.js";
import type { Enclose } from "../cluster/hosts/host.js";
import { connectAsWorker, type FarmConnection } from "./farm-connection.js";
import { Hosting } from "./hosting.js";
import { encode, type Job, type JobResult, LARGEST, type News, printable, readJob } from "./jobs.js";
import * as names from "./names.js";
import { hasChanged, libraryVersion } from "./version.js";

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

const CHANGED =
  "the course's code on this machine has changed since this worker began, and results could differ. Start it again";

/** How long the farm may take to answer. */
const ANSWER_MS = 8000;
const AGAIN_MS = 300;
/** How long what is being done may take to end (ms). */
const ENDING_MS = 3000;
const HERE_MS = 4000;
/** How often in a row a campaign may stay silent: a server that restarts is away for about a second. */
const SILENCES = 3;

/** A job that was handed to it. */
interface Taken {
  readonly job: Job;
  /** In the queue. */
  readonly place: string;
  readonly attempt: number;
}

export class FarmWorker {
  /** By place in the queue. */
  readonly #doing = new Map<string, { readonly job: Job; readonly drop: () => void }>();
  readonly #here: NodeJS.Timeout;
  readonly #hosting: Hosting;
  #loops: Promise<unknown> = Promise.resolve();
  #closed = false;
  #why: string | undefined;
  #leave: (why: string) => void = () => {};
  /** Resolves where it can take no more jobs, with the reason. */
  readonly unfit = new Promise<string>((resolve) => {
    this.#leave = resolve;
  });

  private constructor(
    readonly farm: FarmConnection,
    readonly options: WorkerOptions,
  ) {
    onMail(farm.connection, names.cancelSubject("*"), (message) =>
      this.#cancel(message.subject.slice("cancel.".length)),
    );
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
    const until = performance.now() + ENDING_MS;
    while (this.#doing.size > 0 && performance.now() < until) await new Promise((done) => setTimeout(done, 20));
    this.#tell({ say: "leaves", why: this.#why });
    await this.farm.connection.flush().catch(() => {});
    await this.farm.connection.close();
    await this.#loops;
  }

  async #work(): Promise<void> {
    const { connection } = this.farm;
    while (!this.#closed && this.#why === undefined)
      try {
        const timeout = names.WAIT_MS + ANSWER_MS;
        const message = await connection.request(names.takeSubject(this.options.name), "", { timeout });
        const place = message.headers?.get(names.PLACE);
        if (!place) continue;
        const job = readJob(message.data);
        if (!job || job.version !== (this.options.version ?? libraryVersion())) this.#sign(place, "+TERM");
        else if (this.#closed || this.#isUnfit()) this.#giveBack(place, job);
        else await this.#do({ job, place, attempt: Number(message.headers!.get(names.TRY)) });
      } catch {
        // The server restarts, or this side is cut off: the connection comes back by itself.
        if (!this.#closed) await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
  }

  /** Whether what it starts from now on would be other code than it says. */
  #isUnfit(): boolean {
    if (this.#why === undefined && hasChanged()) {
      this.#why = CHANGED;
      this.#leave(CHANGED);
    }
    return this.#why !== undefined;
  }

  /** To another worker. */
  #giveBack(place: string, job: Job): void {
    this.#sign(place, "-NAK");
    this.#report({ say: "returns", ...about(job) });
  }

  async #do({ job, place, attempt }: Taken): Promise<void> {
    const say = (say: News["say"], why?: string) => this.#report({ say, ...about(job), attempt, why });
    say("takes");
    const doing = this.options.perform(job);
    let isDropped = false;
    const drop = () => {
      isDropped = true;
      doing.end();
    };
    this.#doing.set(place, { job, drop });
    const beat = this.#beat(place, job.campaign, drop);
    const result = await doing.result.then(
      (body): JobResult => ({ ok: true, body, by: this.options.name }),
      (error: Error): JobResult => ({ ok: false, why: printable(error.message), by: this.options.name }),
    );
    clearInterval(beat);
    const isFit = !this.#closed && !this.#isUnfit();
    if (!isFit) this.#giveBack(place, job);
    this.#doing.delete(place);
    if (!isFit) return;
    if (isDropped) {
      this.#sign(place, "+TERM");
      return say("dropped");
    }
    if (!result.ok && attempt < names.TRIES) {
      say("failed", result.why);
      return this.#sign(place, `-NAK {"delay":${AGAIN_MS * 1e6}}`);
    }
    const isFirst = await this.#give(place, result);
    if (!result.ok) say("failed", result.why);
    else say(isFirst ? "done" : "again");
  }

  /** Tells the queue that the job is being done, and looks whether it is wanted still. */
  #beat(place: string, campaign: string, drop: () => void): NodeJS.Timeout {
    const every = this.farm.ackWait / 4;
    let silences = 0;
    const look = async () => {
      this.#sign(place, "+WPI");
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

  #sign(place: string, sign: string): void {
    if (!this.farm.connection.isClosed())
      this.farm.connection.publish(names.signSubject(this.options.name, place), sign);
  }

  /** @returns false if it does not count: there was a result already, or the job is another's by now */
  async #give(place: string, result: JobResult): Promise<boolean> {
    const subject = names.giveSubject(this.options.name, place);
    const bytes = encode(result);
    const { by } = result;
    const large = `Its result has ${bytes.length.toLocaleString("en")} bytes; ${LARGEST.toLocaleString("en")} may travel.`;
    const given = bytes.length <= LARGEST ? bytes : encode({ ok: false, why: large, by });
    for (;;)
      try {
        const answer = await this.farm.connection.request(subject, given, { timeout: ANSWER_MS });
        return answer.json<{ isFirst?: boolean }>().isFirst === true;
      } catch (error) {
        if (this.#closed || this.farm.connection.isClosed()) throw error;
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
  }

  #cancel(campaign: string): void {
    for (const { job, drop } of this.#doing.values()) if (job.campaign === campaign) drop();
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
    returns: `${what}: given back`,
    here: "",
    leaves: "",
  };
  return ends[say];
}
