// A link on which everything arrives, once and in order, although NATS may lose packets when a connection breaks: what
// has not been confirmed is sent again. Reports and commands travel here; the nodes' messages do not.
import { toJsonValue } from "../../trace/json-value.js";
import { encodePacket, LARGEST, type Packet } from "./packet.js";

/** How long the oldest unconfirmed packet waits before all are sent again. */
const AGAIN_MS = 1000;
/** Packets that are on their way at the same time. */
const WINDOW = 200;

/** What is told, as text; undefined if it is too large for a packet. */
export function bodyText(body: unknown): string | undefined {
  const text = JSON.stringify(toJsonValue(body, "a packet"));
  return Buffer.byteLength(text) > LARGEST - 200 ? undefined : text;
}

export class SureLink {
  #next = 0;
  #expected = 0;
  /** Packets that have not been confirmed, and when they were last sent. */
  readonly #open: { readonly n: number; readonly text: string; at: number }[] = [];
  /** Bodies of packets whose turn has not come. */
  readonly #waiting: string[] = [];
  #backlog = 0;

  /**
   * @param me the number of this side's incarnation. @param other that of the other side
   * @param publish publishes to the other side
   */
  constructor(
    readonly me: number,
    readonly other: number,
    readonly publish: (text: string) => void,
  ) {}

  /** @returns false if it is too large for a packet, and is not told */
  tell(body: unknown): boolean {
    const text = bodyText(body);
    if (text === undefined) return false;
    this.#waiting.push(text);
    this.#backlog += text.length;
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
      while (this.#open[0] && this.#open[0].n < packet.n) this.#open.shift();
      this.#fill();
      return undefined;
    }
    const isNext = packet.n === this.#expected;
    if (isNext) this.#expected++;
    this.publish(encodePacket({ k: "told", s: this.me, r: this.other, n: this.#expected }));
    return isNext ? { body: packet.b } : undefined;
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
    while (this.#waiting.length > 0 && this.#open.length < WINDOW) {
      const n = this.#next++;
      const body = this.#waiting.shift()!;
      this.#backlog -= body.length;
      const text = `{"k":"tell","s":${this.me},"r":${this.other},"n":${n},"b":${body}}`;
      this.#open.push({ n, text, at: performance.now() });
      this.publish(text);
    }
  }
}
