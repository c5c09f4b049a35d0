// A side's end of the server: how it gets in, and how it tells the keeper's side something for certain, and hears its
// orders. The keeper is the keeper's side of a room, or the one who runs a system on machines of their own.
import { randomUUID } from "node:crypto";
import type { NodeId } from "../../node/messages.js";
import { PendingRequests } from "../../node/pending-requests.js";
import { measureClock } from "./clock-offset.js";
import type { DataPacket } from "./data-links.js";
import type { Mail, OpenMail } from "./mail.js";
import { KEEPER } from "./names.js";
import { decodePacket, encodePacket, isPassing } from "./packet.js";
import { SureLink } from "./sure-link.js";

const HELLO_MS = 500;
/** How long the keeper's side may take to greet. */
const WELCOME_MS = 20_000;
/** How long the last words may take to arrive. */
const LAST_MS = 2000;

export interface DoorwayEvents {
  /** Whether a node, or a line of those who ask, is that side's. */
  owns(side: string, id: NodeId): boolean;
  /** What the keeper's side tells for certain. */
  onTold(body: unknown): void;
  onData(from: string, packet: DataPacket): void;
  onState(connected: boolean): void;
  /** Takes a packet of nodes' messages as it is. Where this is missing, it is read. */
  relay?(from: string, text: string): void;
}

export class Doorway {
  #mail: Mail | undefined;
  #sure: SureLink | undefined;
  #connected = true;
  #welcome: ((number: number) => void) | undefined;
  readonly #asked = new PendingRequests();
  readonly #session = randomUUID();

  /** @param longest characters that may be told at once, where that is more than a packet holds */
  constructor(
    readonly name: string,
    readonly events: DoorwayEvents,
    readonly longest = 0,
  ) {}

  /** Is greeted. @returns the number of this incarnation */
  async enter(open: OpenMail): Promise<number> {
    this.#mail = await open(
      (from, text) => this.#take(from, text),
      (connected) => this.#onState(connected),
    );
    return this.#greet();
  }

  /** Publishes to another side. @returns false while there is no connection */
  publish(to: string, text: string): boolean {
    return this.#connected && this.#mail?.publish(to, text) === true;
  }

  /** Tells the keeper's side, for certain. @returns false if it is too large */
  tell(body: object): boolean {
    return this.#sure!.tell(body);
  }

  /** Asks the keeper's side. */
  ask(question: { say: string } & Record<string, unknown>): Promise<any> {
    const n = this.#asked.number();
    const answer = this.#asked.for(n);
    this.tell({ ...question, n });
    return answer;
  }

  /** The answer to a question. */
  answered(n: number, value: unknown): void {
    this.#asked.take(n)?.resolve(value);
  }

  measureClock(): ReturnType<typeof measureClock> {
    return measureClock(() => this.ask({ say: "time" }));
  }

  /** Characters that wait to be told, because the keeper's side has not confirmed what went before. */
  get backlog(): number {
    return this.#sure?.backlog ?? 0;
  }

  /** Sends again what should have been confirmed. Called regularly. */
  remind(): void {
    this.#sure?.remind();
  }

  /** What was told has arrived; or there is no connection. */
  async settled(): Promise<void> {
    const end = performance.now() + LAST_MS;
    while (performance.now() < end && this.#connected && this.#sure?.isSettled === false)
      await new Promise((done) => setTimeout(done, 10));
  }

  /** Resolves when the server has taken what was published. */
  async flush(): Promise<void> {
    await this.#mail?.flush();
  }

  /** Closes it, once what was told has arrived. */
  async close(): Promise<void> {
    await this.settled();
    await this.leave();
  }

  /** Closes it at once. */
  async leave(): Promise<void> {
    await this.#mail?.close();
  }

  async #greet(): Promise<number> {
    const again = setInterval(() => this.#hello(), HELLO_MS);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<number>((done, fail) => {
        this.#welcome = done;
        timer = setTimeout(() => fail(new Error("The lecturer's side of the room does not answer.")), WELCOME_MS);
        this.#hello();
      });
    } finally {
      clearInterval(again);
      clearTimeout(timer);
    }
  }

  #hello(): void {
    this.publish(KEEPER, encodePacket({ k: "hello", session: this.#session }));
  }

  #onState(connected: boolean): void {
    this.#connected = connected;
    this.events.onState(connected);
    if (connected) this.#hello();
  }

  #take(from: string, text: string): void {
    if (this.events.relay && isPassing(text)) return this.events.relay(from, text);
    const packet = decodePacket(text, (id) => this.events.owns(from, id));
    switch (packet?.k) {
      case "data":
      case "mark":
      case "ack":
        return this.events.onData(from, packet);
      case "welcome":
        if (from !== KEEPER || packet.session !== this.#session) return;
        // At once: what is told next may be in the mail already.
        this.#sure ??= new SureLink(packet.number, 0, (again) => this.publish(KEEPER, again), this.longest);
        return this.#welcome?.(packet.number);
      case "tell":
      case "told": {
        const told = from === KEEPER ? this.#sure?.take(packet) : undefined;
        if (told) this.events.onTold(told.body);
      }
    }
  }
}
