// Hands jobs to workers, and takes their results. Workers may not ask the queue itself: the server would send its answer
// to any subject that they name, with rights of its own.
import { jetstream } from "@nats-io/jetstream";
import { createInbox, headers, type Msg, type NatsConnection } from "@nats-io/transport-node";
import { onMail } from "../cluster/connection.js";
import * as names from "./names.js";

/** A job that a worker has. */
interface Held {
  readonly worker: string;
  readonly subject: string;
  /** Where the server hears of it. */
  readonly ack: string;
  /** When its worker was last heard (ms). */
  heard: number;
}

const NEXT = `$JS.API.CONSUMER.MSG.NEXT.${names.JOBS}.${names.WORKERS}`;
/** How long the server may take to answer. */
const ANSWER_MS = 2000;
/** How many jobs a worker may have, and ask for. */
const MOST = 64;
const WRONG_LAST_SEQUENCE = 10071;
/** What a worker may say of a job: it is at it, gives it back, or it is not wanted. */
const SIGNS = /^(\+WPI|\+TERM|-NAK( \{"delay":\d{1,12}\})?)$/;

export class Dispatch {
  /** By place in the queue. */
  readonly #held = new Map<string, Held>();
  readonly #asking = new Map<string, number>();

  constructor(
    readonly connection: NatsConnection,
    readonly ackWait: number,
  ) {
    onMail(connection, names.takeSubject("*"), (message) => void this.#onTake(message).catch(() => {}));
    onMail(connection, names.signSubject("*", "*"), (message) => this.#onSign(message));
    onMail(connection, names.giveSubject("*", "*"), (message) => void this.#onGive(message).catch(() => {}));
  }

  /** A worker asks for a job: it gets the next, or an empty answer where there is none. */
  async #onTake(message: Msg): Promise<void> {
    const worker = message.subject.split(".")[1]!;
    if (!names.isInbox(message.reply, worker)) return;
    const asking = this.#asking.get(worker) ?? 0;
    if (asking + this.#numberOf(worker) >= MOST) return;
    this.#asking.set(worker, asking + 1);
    try {
      const asked = JSON.stringify({ batch: 1, expires: names.WAIT_MS * 1e6 });
      // A job comes under its own subject, which only a subscription of its own is told.
      const options = { timeout: names.WAIT_MS + ANSWER_MS, noMux: true, reply: createInbox() };
      const job = await this.connection.request(NEXT, asked, options);
      if (!job.reply) return void message.respond();
      const { subject, reply: ack } = job;
      // $JS.ACK.(...).JOBS.workers.(how often it was handed out).(its place in the stream).(...)
      const [, count = "", place = ""] = ack.slice(ack.indexOf(`.${names.WORKERS}.`) + 1).split(".");
      this.#held.set(place, { worker, subject, ack, heard: performance.now() });
      const head = headers();
      head.set(names.PLACE, place);
      head.set(names.TRY, count);
      message.respond(job.data, { headers: head });
    } finally {
      this.#asking.set(worker, this.#asking.get(worker)! - 1);
    }
  }

  #onSign(message: Msg): void {
    const { held, place } = this.#heldBy(message);
    const sign = message.string();
    if (!held || !SIGNS.test(sign)) return;
    held.heard = performance.now();
    if (sign !== "+WPI") this.#held.delete(place);
    this.connection.publish(held.ack, sign);
  }

  /** A result counts if it is the first, and its worker has the job still. */
  async #onGive(message: Msg): Promise<void> {
    const { worker, held, place } = this.#heldBy(message);
    if (!names.isInbox(message.reply, worker)) return;
    const isFirst = held !== undefined && (await this.#keep(held, message.data));
    // A server that was killed may not know any more that it had handed the job out: it will be done once more then.
    if (held) await this.connection.request(held.ack, "+ACK", { timeout: ANSWER_MS }).catch(() => {});
    if (this.#held.get(place) === held) this.#held.delete(place);
    message.respond(JSON.stringify({ isFirst }));
  }

  /** @returns false if there was a result already */
  async #keep({ subject }: Held, result: Uint8Array): Promise<boolean> {
    const [, campaign = "", id = ""] = subject.split(".");
    try {
      const options = { expect: { lastSubjectSequence: 0 }, timeout: ANSWER_MS };
      await jetstream(this.connection).publish(names.resultSubject(campaign, id), result, options);
      return true;
    } catch (error) {
      if ((error as { code?: number }).code === WRONG_LAST_SEQUENCE) return false;
      throw error;
    }
  }

  #heldBy({ subject }: Msg): { worker: string; place: string; held: Held | undefined } {
    const [, worker = "", place = ""] = subject.split(".");
    const held = this.#held.get(place);
    return { worker, place, held: held?.worker === worker ? held : undefined };
  }

  /** How many jobs a worker has. Those that are another's by now are forgotten. */
  #numberOf(worker: string): number {
    const now = performance.now();
    for (const [place, { heard }] of this.#held) if (now - heard > 2 * this.ackWait) this.#held.delete(place);
    return [...this.#held.values()].filter((held) => held.worker === worker).length;
  }
}
