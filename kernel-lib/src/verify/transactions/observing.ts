// What is collected while transactions are read: numbered versions, reads, and what is wrong by itself.
import { quote } from "../../node/errors.js";
import type { KeyVersions, VersionRead } from "./history.js";
import type { Anomaly, Dependency, Transaction } from "./transaction.js";

/** Filled one key after the other. */
export class Observing {
  readonly keys: KeyVersions[] = [];
  readonly writers: number[] = [];
  readonly reads: VersionRead[] = [];
  readonly #anomalies = new Map<string, Anomaly>();

  /** @param numbers the number of each transaction as given, or INITIAL where it does not count */
  constructor(
    readonly given: readonly Transaction[],
    readonly numbers: readonly number[],
    readonly all: readonly Transaction[],
  ) {}

  get anomalies(): Anomaly[] {
    return [...this.#anomalies.values()];
  }

  version(writer: number): number {
    return this.writers.push(writer) - 1;
  }

  /** Keeps the first of each name. */
  found(name: string, why: string, ...cycle: Dependency[]): void {
    if (!this.#anomalies.has(name)) this.#anomalies.set(name, { name, cycle, why });
  }

  /** A read of what an aborted transaction wrote. */
  aborted(by: number, reader: number, key: string): void {
    const [from, to] = [this.given[by]!.id, this.all[reader]!.id];
    this.found("G1a", `${to} reads from ${key} what ${from} wrote, which aborted.`, { from, to, kind: "wr", key });
  }

  /** A read of what its transaction wrote over itself. */
  intermediate(by: number, reader: number, key: string): void {
    const [from, to] = [this.given[by]!.id, this.all[reader]!.id];
    const why = `${to} reads from ${key} what ${from} wrote and then wrote over itself.`;
    this.found("G1b", why, { from, to, kind: "wr", key });
  }

  /** A read of a value that was not written before it. */
  invented(value: unknown, reader: number, key: string): void {
    this.found("garbage read", `${this.all[reader]!.id} reads ${quote(value)} from ${key}, which nobody else wrote.`);
  }
}
