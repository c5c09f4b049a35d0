// The members of a room as its keeper talks to them: who they are now, what they run, and the link that reaches them for
// certain.
import type { NodeId } from "../../node/messages.js";
import { PendingRequests } from "../../node/pending-requests.js";
import type { ClockReading } from "./clock-offset.js";
import type { Order } from "./orders.js";
import { encodePacket } from "./packet.js";
import type { NodeDescription } from "./reports.js";
import type { OtherSide } from "./site.js";
import { SureLink } from "./sure-link.js";

/** One incarnation of a member's gateway. */
export interface Guest {
  readonly name: string;
  readonly session: string;
  readonly number: number;
  readonly sure: SureLink;
  readonly nodes: Map<NodeId, NodeDescription>;
  clock: ClockReading | undefined;
  /** Connected, with its nodes started. */
  here: boolean;
  /** On the server, the one it said hello on. */
  connection: number | undefined;
  /** Bytes of its reports. */
  reported: number;
  /** It has been told who else is here. */
  greeted: boolean;
}

const BEGINNING = { here: false, greeted: false, connection: undefined, reported: 0 };

/** News of sides waits so long for more: when a hundred join, each hears of ten at a time. */
const GATHER_MS = 20;

export class Guests {
  readonly #guests = new Map<string, Guest>();
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #orders = new PendingRequests<string>();
  #numbers = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param longest characters that may be told at once, where that is more than a packet holds */
  constructor(
    readonly publish: (to: string, text: string) => void,
    readonly longest = 0,
  ) {}

  get all(): Guest[] {
    return [...this.#guests.values()];
  }

  get(name: string): Guest | undefined {
    return this.#guests.get(name);
  }

  /** The sides as all others see them. */
  get sides(): OtherSide[] {
    return this.all.map(sideOf);
  }

  /** A member's gateway says hello. @returns it; a new one where the session is new */
  hello(name: string, session: string): Guest {
    const known = this.#guests.get(name);
    const guest = known?.session === session ? known : this.#newGuest(name, session);
    this.publish(name, encodePacket({ k: "welcome", session, number: guest.number }));
    return guest;
  }

  /** A side has changed: all others will hear. */
  change(name: string): void {
    this.#changed.add(name);
    this.#gone.delete(name);
    this.#soon();
  }

  /** A side is not there any more. */
  leave(name: string): void {
    this.#guests.delete(name);
    this.#gone.add(name);
    this.#changed.delete(name);
    this.#soon();
  }

  /** Gives an order, and waits a while for its answer; undefined if none comes. */
  order(name: string, order: { readonly do: string } & Record<string, unknown>, ms: number): Promise<any> {
    const n = this.#orders.number();
    const answer = this.#orders.for(n, name);
    this.get(name)?.sure.tell({ ...order, n });
    const timer = setTimeout(() => this.done(name, n, undefined), ms);
    return answer.finally(() => clearTimeout(timer));
  }

  /** The answer to an order, from the one who got it. */
  done(name: string, n: number, value: unknown): void {
    if (this.#orders.about(n) === name) this.#orders.take(n)?.resolve(value);
  }

  /** Tells all members that are here. */
  tellAll(order: Order): void {
    for (const { greeted, sure } of this.#guests.values()) if (greeted) sure.tell(order);
  }

  /** Tells at once what waits to be told. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#changed.size + this.#gone.size === 0) return;
    const sides = [...this.#changed].flatMap((name) => this.#guests.get(name) ?? []).map(sideOf);
    this.tellAll({ do: "sides", sides, gone: [...this.#gone] });
    this.#changed.clear();
    this.#gone.clear();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #newGuest(name: string, session: string): Guest {
    const number = ++this.#numbers;
    const sure = new SureLink(0, number, (text) => this.publish(name, text), this.longest);
    const guest: Guest = { name, session, number, sure, nodes: new Map(), clock: undefined, ...BEGINNING };
    this.#guests.set(name, guest);
    return guest;
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }
}

export function sideOf({ name, number, here, nodes }: Guest): OtherSide {
  return { name, number, here, nodes: [...nodes.keys()] };
}
