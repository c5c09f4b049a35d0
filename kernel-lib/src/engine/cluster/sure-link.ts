// A link on which everything arrives, once and in order, although NATS may lose packets when a connection breaks: what
// has not been confirmed is sent again. Reports and commands travel here; the nodes' messages do not.
import { toJsonValue } from "../../trace/json-value.js";
import { encodePacket, LARGEST, type Packet, readBody } from "./packet.js";

/** How long the oldest unconfirmed packet waits before all are sent again. */
const AGAIN_MS = 1000;
/** Packets that are on their way at the same time. */
const WINDOW = 200;
/** And characters of them, or sending them again would block a slow network for good. */
const WINDOW_SIZE = 2_000_000;

/** What is told, as text. */
export function bodyText(body: unknown): string {
  return JSON.stringify(toJsonValue(body, "a packet"));
}

/** Characters of a part, each of which takes three bytes at most. */
const PART = 200_000;

function partsOf(text: string): string[] {
  const starts = Array.from({ length: Math.ceil(text.length / PART) }, (_, i) => i * PART);
  return starts.map((at) => JSON.stringify({ part: text.slice(at, at + PART), last: at + PART >= text.length }));
}

export class SureLink {
  #next = 0;
  #expected = 0;
  /** Packets that have not been confirmed, and when they were last sent. */
  readonly #open: { readonly n: number; readonly text: string; at: number }[] = [];
  /** Bodies of packets whose turn has not come. */
  readonly #waiting: string[] = [];
  #backlog = 0;
  #underWay = 0;
  /** What has come of something that is told in parts. */
  #part = "";

  /**
   * @param me the number of this side's incarnation. @param other that of the other side
   * @param publish publishes to the other side
   * @param longest characters that may be told at once: where that is more than a packet holds, in parts
   */
  constructor(
    readonly me: number,
    readonly other: number,
    readonly publish: (text: string) => void,
    readonly longest = 0,
  ) {}

  /** @returns false if it is too large, and is not told */
  tell(body: unknown): boolean {
    const text = bodyText(body);
    const fits = Buffer.byteLength(text) <= LARGEST - 200;
    if (!fits && text.length > this.longest) return false;
    for (const one of fits ? [text] : partsOf(text)) {
      this.#waiting.push(one);
      this.#backlog += one.length;
    }
    this.#fill();
    return true;
  }

  /** Characters that wait for their turn, because the other side has not confirmed what went before. */
  get backlog(): number {
    return this.#backlog;
  }

  /** Takes a packet. @returns what it says; undefined if that is known, or its turn has not come */
  take(packet: Extract<Packet, { k: "tell" | "told" }>): { body: unknown } | undefined {
    if (packet.r !== this.me || packet.s !== this.other) return undefined;
    if (packet.k === "told") {
      while (this.#open[0] && this.#open[0].n < packet.n) this.#underWay -= this.#open.shift()!.text.length;
      this.#fill();
      return undefined;
    }
    const isNext = packet.n === this.#expected;
    if (isNext) this.#expected++;
    this.publish(encodePacket({ k: "told", s: this.me, r: this.other, n: this.#expected }));
    return isNext ? this.#whole(packet.b) : undefined;
  }

  #whole(body: any): { body: unknown } | undefined {
    if (this.longest === 0 || typeof body?.part !== "string") return { body };
    this.#part += body.part;
    if (body.last !== true && this.#part.length <= this.longest) return undefined;
    const text = this.#part;
    this.#part = "";
    return text.length <= this.longest ? readBody(text) : undefined;
  }

  /** Sends again what should have been confirmed by now. Called regularly. */
  remind(now = performance.now()): void {
    if (!this.#open[0] || now - this.#open[0].at < AGAIN_MS) return;
    for (const packet of this.#open) {
      packet.at = now;
      this.publish(packet.text);
    }
  }

  /** Whether everything told has arrived. */
  get isSettled(): boolean {
    return this.#open.length === 0 && this.#waiting.length === 0;
  }

  #fill(): void {
    while (this.#waiting.length > 0 && this.#open.length < WINDOW && this.#underWay < WINDOW_SIZE) {
      const n = this.#next++;
      const body = this.#waiting.shift()!;
      this.#backlog -= body.length;
      const text = `{"k":"tell","s":${this.me},"r":${this.other},"n":${n},"b":${body}}`;
      this.#open.push({ n, text, at: performance.now() });
      this.#underWay += text.length;
      this.publish(text);
    }
  }
}
