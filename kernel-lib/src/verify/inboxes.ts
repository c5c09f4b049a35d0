// What is in flight to one node, as the kind of network keeps it, and which of it may arrive next. Equal inboxes have
// one number; 0 is empty.
import type { Envelopes } from "./envelopes.js";
import type { NetworkKind } from "./options.js";
import { Pairs } from "./pairs.js";

/**
 * - "duplicating": a set; what arrives stays in flight and may arrive again.
 * - "unordered": a multiset; what arrives is gone, and equal messages sent twice arrive twice.
 * - "ordered": a queue for each sender; only the first of each may arrive.
 */
export class Inboxes {
  /** The envelopes in each, in ascending order, or queue behind queue. */
  readonly all: (readonly number[])[] = [[]];
  #numbers = new Map<string, number>([["", 0]]);
  #added = new Pairs();

  constructor(
    readonly kind: NetworkKind,
    readonly envelopes: Envelopes,
  ) {}

  add(inbox: number, envelope: number): number {
    const known = this.#added.get(inbox, envelope);
    if (known >= 0) return known;
    const next = this.#intern(this.#with(this.all[inbox]!, envelope));
    this.#added.set(inbox, envelope, next);
    return next;
  }

  /** Without one copy of the envelope; in a queue without the first. */
  remove(inbox: number, envelope: number): number {
    return this.replace(inbox, envelope, 0);
  }

  /** With so many copies in place of the envelope, of which nothing is left to be decided. */
  replace(inbox: number, envelope: number, copies: number): number {
    const list = [...this.all[inbox]!];
    const at = list.indexOf(envelope);
    if (copies === 0 || this.kind === "ordered") {
      list.splice(at, 1, ...new Array(copies).fill(copies > 0 ? this.envelopes.copyOf(envelope) : 0));
      return this.#intern(list);
    }
    let next = this.remove(inbox, envelope);
    for (let i = 0; i < copies; i++) next = this.add(next, this.envelopes.copyOf(envelope));
    return next;
  }

  /** What it holds after the envelope has arrived. */
  deliver(inbox: number, envelope: number): number {
    if (this.kind === "duplicating") return inbox;
    return this.replace(inbox, envelope, this.envelopes.all[envelope]!.fate.copies);
  }

  /** Every message in it, each as often as it will arrive unless it is lost. */
  messages(inbox: number): readonly number[] {
    const list = this.all[inbox]!;
    const { all } = this.envelopes;
    if (!list.some((envelope) => all[envelope]!.fate.copies > 0)) return list;
    return list.flatMap((envelope) => new Array<number>(1 + all[envelope]!.fate.copies).fill(envelope));
  }

  /** What may arrive next. */
  next(inbox: number): readonly number[] {
    const list = this.all[inbox]!;
    if (this.kind === "duplicating") return list;
    if (this.kind === "unordered") return list.filter((envelope, i) => envelope !== list[i - 1]);
    return list.filter((envelope, i) => i === 0 || this.#sender(envelope) !== this.#sender(list[i - 1]!));
  }

  /** The number of the inbox that holds these, in any order of senders. */
  of(list: readonly number[]): number {
    return list.reduce((inbox, envelope) => this.add(inbox, envelope), 0);
  }

  #with(list: readonly number[], envelope: number): readonly number[] {
    if (this.kind === "duplicating" && list.includes(envelope)) return list;
    const before =
      this.kind === "ordered"
        ? (other: number) => this.#sender(other) <= this.#sender(envelope)
        : (other: number) => other <= envelope;
    let at = list.length;
    while (at > 0 && !before(list[at - 1]!)) at--;
    return [...list.slice(0, at), envelope, ...list.slice(at)];
  }

  #sender(envelope: number): number {
    return this.envelopes.all[envelope]!.from;
  }

  #intern(list: readonly number[]): number {
    const key = list.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    return this.all.push(list) - 1;
  }
}
