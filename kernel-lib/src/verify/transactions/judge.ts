// Serializability and the other levels of transactions: a dependency graph, its cycles, and a search where the order of
// versions is not known.
import type { Deadline } from "../history.js";
import { anyCycle, cyclicAnomalies, orderAnomaly } from "./anomalies.js";
import { type DependencyGraph, dependencyGraph } from "./dependency-graph.js";
import { isSettled, type TransactionHistory } from "./history.js";
import {
  BASES,
  holds,
  levelName,
  ORDERS,
  READ_COMMITTED,
  READ_UNCOMMITTED,
  SERIALIZABLE,
  serialOrder,
} from "./levels.js";
import { observe } from "./observe.js";
import { searchOrder } from "./order-search.js";
import { serialGuess } from "./serial-guess.js";
import { settledBy } from "./settle.js";
import { type Anomaly, checkTransactions, type SerialVerdict, type Transaction } from "./transaction.js";

/**
 * @param versions "listed": writes of a register follow each other as their transactions are listed; "unknown": any
 * order may explain them
 */
export async function checkSerializable(
  transactions: readonly Transaction[],
  versions: "listed" | "unknown",
  deadline: Deadline,
): Promise<SerialVerdict> {
  checkTransactions(transactions);
  const history = observe(transactions, versions === "listed");
  if (history.transactions.length === 0) return { ok: true, levels: strongest(transactions), order: [], anomalies: [] };
  const judge = new Judge(history, orders(history.transactions), deadline);
  return judge.verdict();
}

/** Without sessions or times their levels say nothing new. */
function orders(transactions: readonly Transaction[]): number[] {
  const processes = transactions.flatMap(({ process }) => (process === undefined ? [] : [process]));
  const withSessions = new Set(processes).size < processes.length;
  const withTimes =
    transactions.some(({ end }) => end !== undefined) && transactions.some(({ start }) => start !== undefined);
  return [0, ...(withSessions ? [1] : []), ...(withTimes ? [2] : [])];
}

function strongest(transactions: readonly Transaction[]): string[] {
  return [levelName(SERIALIZABLE, orders(transactions).at(-1)!)];
}

/** A level: how strong, and with which order beside the dependencies. */
type Level = readonly [base: number, order: number];

class Judge {
  readonly #known: Map<string, boolean | "unknown"> = new Map();
  readonly #graph: DependencyGraph;
  readonly #isSettled: boolean;
  readonly #listed: readonly number[];
  #guess: number[] | undefined;
  /** Settled histories under which levels were seen to hold: those of the strongest first. */
  readonly #witnesses: { level: Level; history: TransactionHistory }[] = [];

  constructor(
    readonly history: TransactionHistory,
    readonly orders: readonly number[],
    readonly deadline: Deadline,
  ) {
    this.#graph = dependencyGraph(history);
    this.#isSettled = isSettled(history);
    this.#listed = history.transactions.map((_, i) => i);
  }

  async verdict(): Promise<SerialVerdict> {
    const all = BASES.flatMap((_, base) => this.orders.map((order): Level => [base, order])).reverse();
    for (const level of all) await this.#decide(level);
    const ok = this.#of([SERIALIZABLE, 0]);
    const holding = all.filter((level) => this.#of(level) === true);
    const levels = holding.filter((level) => !holding.some((other) => other !== level && implies(other, level)));
    const undecided = all
      .filter((level) => this.#of(level) === "unknown")
      .map(([base, order]) => levelName(base, order));
    return {
      ok,
      levels: levels.map(([base, order]) => levelName(base, order)),
      ...(undecided.length > 0 && { undecided }),
      ...(ok === true && { order: this.#serialOrder() }),
      anomalies: this.#anomalies(),
    };
  }

  #of([base, order]: Level): boolean | "unknown" {
    return this.#known.get(`${base} ${order}`)!;
  }

  async #decide(level: Level): Promise<void> {
    const [base, order] = level;
    const name = `${base} ${order}`;
    for (const { level: stronger } of this.#witnesses)
      if (implies(stronger, level)) {
        this.#known.set(name, true);
        return;
      }
    const breath = this.deadline.breathe();
    if (breath) await breath;
    this.#known.set(name, await this.#judge(base, order));
  }

  async #judge(base: number, order: number): Promise<boolean | "unknown"> {
    const { history } = this;
    if (base > broken(history.anomalies) || !holds(this.#graph, base, order)) return false;
    if (this.#isSettled) return this.#witness([base, order], history);
    for (const rank of [() => this.#listed, () => this.#ranks(order), () => this.#serial()]) {
      const settled = settledBy(history, rank());
      if (holds(dependencyGraph(settled), base, order)) return this.#witness([base, order], settled);
    }
    const free = history.reads.every(({ sources }) => sources.length === 1);
    if (base === READ_UNCOMMITTED || (base === READ_COMMITTED && free)) return this.#witness([base, order], history);
    const found = await searchOrder(history, base, order, this.#ranks(order), this.deadline);
    return typeof found === "object" ? this.#witness([base, order], found) : found;
  }

  #witness(level: Level, history: TransactionHistory): true {
    this.#witnesses.push({ level, history });
    return true;
  }

  /** Places in an order that keeps everything known, as far as there is one. */
  #ranks(order: number): number[] {
    const ranks = new Array<number>(this.#listed.length);
    for (const [rank, one] of serialOrder(this.#graph, order).entries()) ranks[one] = rank;
    return ranks;
  }

  #serial(): number[] {
    this.#guess ??= serialGuess(this.history);
    return this.#guess;
  }

  #serialOrder(): (string | number)[] {
    const { level, history } = this.#witnesses.find(({ level: [base] }) => base === SERIALIZABLE)!;
    return serialOrder(dependencyGraph(history), level[1]).map((i) => history.transactions[i]!.id);
  }

  /** Of the order of versions that explains most, and what sessions and time show beyond it. */
  #anomalies(): Anomaly[] {
    const { history } = this;
    const best = this.#witnesses
      .filter(({ level: [, order] }) => order === 0)
      .sort((a, b) => b.level[0] - a.level[0])[0];
    const settled = best && isSettled(best.history) ? best.history : settledBy(history, this.#listed);
    const graph = dependencyGraph(settled);
    const found = [...history.anomalies];
    if (this.#of([SERIALIZABLE, 0]) === false) {
      found.push(...cyclicAnomalies(settled, graph, (base) => this.#of([base, 0]) !== true));
      if (found.length === 0) found.push(...[anyCycle(settled, graph)].filter((one) => one !== undefined));
    }
    for (const order of this.orders.slice(1)) {
      const base = BASES.findIndex((_, base) => this.#fallsTo(base, order));
      const anomaly = base < 0 ? undefined : orderAnomaly(settled, graph, base, order);
      if (anomaly && !found.some(({ name }) => name === anomaly.name)) found.push(anomaly);
    }
    return found;
  }

  /** Whether a level holds until this order counts. */
  #fallsTo(base: number, order: number): boolean {
    const weaker = this.orders[this.orders.indexOf(order) - 1]!;
    return this.#of([base, weaker]) === true && this.#of([base, order]) === false;
  }
}

function implies([base, order]: Level, [weaker, less]: Level): boolean {
  return base >= weaker && ORDERS[order]! >= ORDERS[less]!;
}

/**
 * The strongest level that may still hold, or -1: no level allows a read of a value never written, or lists that cannot
 * be one.
 */
function broken(anomalies: readonly Anomaly[]): number {
  if (anomalies.some(({ name }) => name !== "G1a" && name !== "G1b")) return -1;
  return anomalies.length > 0 ? READ_UNCOMMITTED : SERIALIZABLE;
}
