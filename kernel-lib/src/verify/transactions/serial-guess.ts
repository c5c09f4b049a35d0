// A quick guess at a serial order, before anything is searched for: one transaction after the other, always the first
// listed one that can run now, which is that it reads what is there and writes over nothing that others have yet to
// read. Where none can, the first one runs anyway. Histories of serializable databases that are listed almost in order
// are settled by it; whether it was right is seen from the graph.
import { INITIAL, type TransactionHistory } from "./history.js";

/** How many waiting transactions are looked at for one that can run. */
const WINDOW = 64;
/** How many that can run are weighed against each other. */
const CANDIDATES = 6;

/** The place of each transaction. */
export function serialGuess(history: TransactionHistory): number[] {
  const state = new Store(history);
  const waiting = history.transactions.map((_, i) => i);
  const places = new Array<number>(waiting.length);
  let first = 0;
  for (let place = 0; place < places.length; place++) {
    const end = Math.min(first + WINDOW, waiting.length);
    const ready: number[] = [];
    for (let at = first; at < end && ready.length < CANDIDATES; at++) if (state.canRun(waiting[at]!)) ready.push(at);
    const at =
      ready.find((one) => !ready.some((other) => state.blocks(waiting[one]!, waiting[other]!))) ?? ready[0] ?? first;
    const next = waiting[at]!;
    // Those before it keep their order, one place further back.
    waiting.copyWithin(first + 1, first, at);
    first++;
    places[next] = place;
    state.run(next);
  }
  return places;
}

interface Accesses {
  readonly reads: { readonly key: number; readonly sources: readonly number[] }[];
  readonly writes: { readonly key: number; readonly version: number }[];
}

class Store {
  readonly #accesses: readonly Accesses[];
  /** For each key: the version that is there, how often each is yet to be read, and how far its chain has come. */
  readonly #current: number[];
  readonly #unread: Map<number, number>[];
  readonly #come: number[];
  readonly #place = new Map<number, number>();

  constructor({ transactions, keys, writers, reads }: TransactionHistory) {
    this.#accesses = transactions.map(() => ({ reads: [], writes: [] }));
    this.#current = keys.map(() => INITIAL);
    this.#unread = keys.map(() => new Map());
    this.#come = keys.map(() => 0);
    for (const [key, { chain, free }] of keys.entries()) {
      for (const [place, version] of chain.entries()) this.#place.set(version, place);
      for (const version of [...chain, ...free]) this.#accesses[writers[version]!]!.writes.push({ key, version });
    }
    for (const { reader, key, sources } of reads) {
      this.#accesses[reader]!.reads.push({ key, sources });
      if (sources.length === 1) this.#count(key, sources[0]!, 1);
    }
  }

  canRun(transaction: number): boolean {
    const { reads, writes } = this.#accesses[transaction]!;
    for (const { key, sources } of reads) if (!sources.includes(this.#current[key]!)) return false;
    for (const { key, version } of writes) {
      if ((this.#place.get(version) ?? this.#come[key]) !== this.#come[key]) return false;
      const own = reads.reduce((sum, read) => sum + Number(read.key === key && read.sources.length === 1), 0);
      if ((this.#unread[key]!.get(this.#current[key]!) ?? 0) > own) return false;
    }
    return true;
  }

  /** Whether another one that can run could not after this one, because what this one writes is yet to be read. */
  blocks(transaction: number, other: number): boolean {
    if (transaction === other) return false;
    const { writes } = this.#accesses[other]!;
    return this.#accesses[transaction]!.writes.some(
      ({ key, version }) => (this.#unread[key]!.get(version) ?? 0) > 0 && writes.some((write) => write.key === key),
    );
  }

  run(transaction: number): void {
    const { reads, writes } = this.#accesses[transaction]!;
    for (const { key, sources } of reads) if (sources.length === 1) this.#count(key, sources[0]!, -1);
    for (const { key, version } of writes) {
      this.#current[key] = version;
      const place = this.#place.get(version);
      if (place !== undefined) this.#come[key] = Math.max(this.#come[key]!, place + 1);
    }
  }

  #count(key: number, version: number, by: number): void {
    const unread = this.#unread[key]!;
    unread.set(version, (unread.get(version) ?? 0) + by);
  }
}
