// The numbers of a side's links: every envelope to another side has one. NATS delivers each at most once, and when a
// connection breaks it loses some; the gap in the numbers says which, and the sender, who remembers what they were,
// records them as lost by the network. The receiver names a gap until the sender is known to have heard of it.
import type { SentEnvelope } from "../../trace/recorder.js";
import { envelopesOf, type TextBatch } from "../threads/envelope-text.js";
import { dataPacket, encodePacket, type Gap, LARGEST, type Packet } from "./packet.js";

/** How many unconfirmed envelopes a link remembers; of older ones it can say no more what they were. */
const REMEMBERED = 100_000;
/** Gaps that a receiver names at a time; until the sender has heard of them, nothing behind another one counts. */
const MOST_GAPS = 1000;
/** How often a link is confirmed while something on it is not. */
export const CONFIRM_MS = 500;

interface Outgoing {
  /** The incarnation of the other side. */
  readonly number: number;
  next: number;
  /** All before this number have been confirmed. */
  confirmed: number;
  /** The batches after it. */
  readonly sent: { readonly first: number; readonly batch: TextBatch }[];
}

interface Incoming {
  readonly number: number;
  expected: number;
  /** What has not come before it, as far as the sender may not know. */
  gaps: Gap[];
}

/** What concerns the nodes' messages. */
export type DataPacket = Extract<Packet, { k: "data" | "mark" | "ack" }>;

/** What the links need of their side. */
export interface DataPost {
  /** Publishes to another side. */
  publish(to: string, text: string): void;
  /** Envelopes that the network has lost on their way from here. */
  lost(envelopes: readonly SentEnvelope[]): void;
  /** An envelope too large for the network. */
  tooLarge(envelope: SentEnvelope): void;
}

export class DataLinks {
  /** Envelopes sent that were not lost, and envelopes received: what quiet is told by. */
  sent = 0;
  received = 0;
  readonly #outgoing = new Map<string, Outgoing>();
  readonly #incoming = new Map<string, Incoming>();

  /** @param me the number of this side's incarnation */
  constructor(
    readonly me: number,
    readonly post: DataPost,
  ) {}

  /** Sends envelopes to one incarnation of another side. */
  send(to: string, number: number, batch: TextBatch): void {
    const link = this.#to(to, number);
    const text = dataPacket(this.me, number, link.next, batch);
    // A character takes three bytes at most; only what might be too large is counted.
    if (text.length * 3 > LARGEST && Buffer.byteLength(text) > LARGEST) {
      for (const envelope of envelopesOf(batch)) this.post.tooLarge(envelope);
      return;
    }
    link.sent.push({ first: link.next, batch });
    link.next += batch.count;
    this.sent += batch.count;
    this.post.publish(to, text);
    while (link.sent[0] && link.next - link.sent[0].first > REMEMBERED) link.sent.shift();
  }

  /** Takes a packet. @returns the envelopes in it that are new, if there are any */
  take(from: string, packet: DataPacket): TextBatch | undefined {
    if (packet.r !== this.me) return undefined;
    switch (packet.k) {
      case "data":
        return this.#arrive(from, packet);
      case "mark":
        this.#mark(from, packet);
        return undefined;
      case "ack":
        this.#confirm(from, packet);
        return undefined;
    }
  }

  /** Asks the other sides to confirm what has been sent. */
  confirm(): void {
    for (const [to, { number, next, confirmed }] of this.#outgoing)
      if (confirmed < next) this.#answer(to, { k: "mark", s: this.me, r: number, n: next, c: confirmed });
  }

  /** Whether all that was sent has been confirmed, or is known to be lost. */
  get confirmed(): boolean {
    return [...this.#outgoing.values()].every(({ next, confirmed }) => confirmed >= next);
  }

  /**
   * The incarnation of another side that is there now. Nobody will confirm what was sent to the one before; what the new one
   * has sent may have come sooner than the news of it, and counts.
   */
  renew(to: string, number: number): void {
    for (const links of [this.#outgoing, this.#incoming]) if (links.get(to)?.number !== number) links.delete(to);
  }

  /** The other side is gone: nobody will confirm what was sent to it. */
  forget(to: string): void {
    this.#outgoing.delete(to);
    this.#incoming.delete(to);
  }

  #arrive(from: string, { s, n, batch }: Extract<Packet, { k: "data" }>): TextBatch | undefined {
    const link = this.#from(from, s);
    const known = link.expected - n;
    if (known < 0) {
      if (link.gaps.length >= MOST_GAPS) return undefined;
      this.#advance(from, s, n);
      this.#acknowledge(from, s);
    }
    const count = batch.count - Math.max(known, 0);
    if (count <= 0) return undefined;
    link.expected += count;
    this.received += count;
    return known > 0 ? { ...batch, count, text: JSON.stringify(JSON.parse(batch.text).slice(known)) } : batch;
  }

  #mark(from: string, { s, n, c }: Extract<Packet, { k: "mark" }>): void {
    const link = this.#from(from, s);
    link.gaps = link.gaps.filter(([, end]) => end > c);
    this.#advance(from, s, n);
    this.#acknowledge(from, s);
  }

  /** Whatever has a number below `n` and has not come will not come any more. */
  #advance(from: string, number: number, n: number): void {
    const link = this.#from(from, number);
    if (n <= link.expected || link.gaps.length >= MOST_GAPS) return;
    link.gaps.push([link.expected, n]);
    link.expected = n;
  }

  /** One packet, so that nothing counts as arrived whose gap the sender has not heard of. */
  #acknowledge(from: string, number: number): void {
    const { expected, gaps } = this.#from(from, number);
    this.#answer(from, { k: "ack", s: this.me, r: number, n: expected, g: gaps });
  }

  #confirm(from: string, { s, n, g }: Extract<Packet, { k: "ack" }>): void {
    const link = this.#outgoing.get(from);
    if (!link || link.number !== s || n <= link.confirmed || n > link.next) return;
    for (const gap of g) if (gap[0] >= link.confirmed) this.#lose(link, gap);
    while (link.sent[0] && link.sent[0].first + link.sent[0].batch.count <= n) link.sent.shift();
    link.confirmed = n;
  }

  #lose({ sent }: Outgoing, [from, to]: Gap): void {
    this.sent -= to - from;
    this.post.lost(
      sent
        .filter(({ first, batch }) => first < to && first + batch.count > from)
        .flatMap(({ first, batch }) => envelopesOf(batch).slice(Math.max(0, from - first), to - first)),
    );
  }

  #answer(to: string, packet: Extract<Packet, { k: "mark" | "ack" }>): void {
    this.post.publish(to, encodePacket(packet));
  }

  #to(to: string, number: number): Outgoing {
    let link = this.#outgoing.get(to);
    if (!link || link.number !== number) {
      link = { number, next: 0, confirmed: 0, sent: [] };
      this.#outgoing.set(to, link);
    }
    return link;
  }

  #from(from: string, number: number): Incoming {
    let link = this.#incoming.get(from);
    if (!link || link.number !== number) {
      link = { number, expected: 0, gaps: [] };
      this.#incoming.set(from, link);
    }
    return link;
  }
}
