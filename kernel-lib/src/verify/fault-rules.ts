// What a system's faults mean where time has no numbers: which messages may or must be lost or arrive more than once,
// which links may be cut, which nodes may crash. Faults that mean nothing here are refused, with what to write instead.
import type { KnownFault, Where } from "../network/faults.js";
import { matchesLink } from "../network/links.js";
import { parted } from "../network/partitions.js";
import { MisuseError, quote } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";
import type { NetworkKind } from "./options.js";

/** What may become of an envelope between two nodes. */
export interface Fate {
  /** It never arrives. */
  readonly lost: boolean;
  readonly mayBeLost: boolean;
  /** Copies that arrive besides the first. */
  readonly copies: number;
  /** Further copies that may arrive. */
  readonly mayCopy: number;
}

/** An envelope that arrives once, of whatever else has been decided already. */
export const ARRIVES: Fate = Object.freeze({ lost: false, mayBeLost: false, copies: 0, mayCopy: 0 });

/** A partition that begins or ends within a schedule. */
export interface Cut {
  /** `a | b, c`, or `a to b, c` where only that way is cut. */
  readonly words: string;
  /** It is there before any node starts. */
  readonly fromStart: boolean;
  readonly heals: boolean;
  /** In ms, on an engine with a clock. */
  readonly from: number;
  readonly until: number | undefined;
  parts(from: number, to: number): boolean;
  /** Whether a node is in one of its groups. */
  concerns(node: number): boolean;
}

/** A crash that a node may have, once. */
export interface NodeCrash {
  /** Otherwise the node stays down. */
  readonly restarts: boolean;
}

/** Faults that only say how long something takes. */
const TIMES = ["latency", "reorder", "slow", "pause", "bandwidth"];

const INSTEAD: Readonly<Record<string, string>> = {
  clock: "the explorer has no clock, and refuses now(). Leave it out, and let run() try the protocol with wrong clocks",
  corrupt: "any part could become anything. Write byzantine(id, Class) with a class that sends what could arrive",
  rule: "its code may decide by anything. Write loss, duplicate or partition, with where: { from, to, type }",
};

export class FaultRules {
  /** Partitions that are neither there from beginning to end nor at no time. */
  readonly cuts: readonly Cut[];
  /** What each fault was taken to mean. */
  readonly assumed: readonly string[];
  readonly mayLose: boolean;
  readonly mayCrash: boolean;
  readonly #faults: readonly KnownFault[];
  readonly #network: NetworkKind;
  readonly #crashes: ReadonlyMap<NodeId, readonly NodeCrash[]>;
  #fates = new Map<string, Fate>();

  /** @throws MisuseError naming the fault that has no meaning here */
  constructor(
    readonly ids: readonly NodeId[],
    faults: readonly { readonly kind: string }[],
    network: NetworkKind,
  ) {
    this.#faults = faults as readonly KnownFault[];
    this.#network = network;
    for (const fault of this.#faults) check(fault, network);
    this.cuts = this.#faults.flatMap((fault) => {
      if (fault.kind !== "partition" || isLasting(fault)) return [];
      const parts = (from: number, to: number) => parted(fault.groups, ids[from]!, ids[to]!, fault.oneWay);
      const concerns = (node: number) => fault.groups.flat().includes(ids[node]!);
      const heals = fault.until !== undefined;
      return [
        {
          words: groupsOf(fault),
          fromStart: fault.from === 0,
          heals,
          from: fault.from,
          until: fault.until,
          parts,
          concerns,
        },
      ];
    });
    this.#crashes = new Map(ids.map((id) => [id, crashesOf(id, this.#faults)]));
    this.mayCrash = this.#faults.some(({ kind }) => kind === "crash");
    this.mayLose = this.#faults.some((fault) => fault.kind === "loss" && fault.probability > 0);
    this.assumed = assumptions(this.#faults);
  }

  /** What may become of a message between two nodes of a system, whose partitions that come or go stand apart. */
  fateOf(from: number, to: number, type: string): Fate {
    if (from === to || this.#faults.length === 0) return ARRIVES;
    const key = `${from} ${to} ${type}`;
    let fate = this.#fates.get(key);
    if (!fate) this.#fates.set(key, (fate = this.#decide(this.ids[from]!, this.ids[to]!, type)));
    return fate;
  }

  /** The crashes that a node may have, one after the other. */
  crashesOf(node: number): readonly NodeCrash[] {
    return this.#crashes.get(this.ids[node]!)!;
  }

  /**
   * The fault that treats two nodes differently, as it was written; undefined if they may change places.
   */
  tellsApart(one: number, other: number): string | undefined {
    const swap = (node: number) => (node === one ? other : node === other ? one : node);
    const all = this.ids.map((_, node) => node);
    const links = all.flatMap((from) => all.map((to) => [from, to] as const)).filter(([from, to]) => from !== to);
    const differs = (of: (from: number, to: number) => unknown) =>
      links.some(([from, to]) => of(from, to) !== of(swap(from), swap(to)));
    const count = (fault: KnownFault, id: NodeId) => (fault.kind === "crash" && fault.id === id ? 1 : 0);
    for (const fault of this.#faults) {
      if (fault.kind === "partition") {
        if (differs((from, to) => parted(fault.groups, this.ids[from]!, this.ids[to]!, fault.oneWay)))
          return partitionWords(fault);
      } else if (fault.kind === "loss" || fault.kind === "duplicate") {
        const { where = {} } = fault;
        if (differs((from, to) => matchesLink(where, this.ids[from]!, this.ids[to]!))) return chanceWords(fault);
      } else if (count(fault, this.ids[one]!) !== count(fault, this.ids[other]!)) {
        const [a, b] = [this.crashesOf(one), this.crashesOf(other)];
        if (quote(a) !== quote(b)) return crashWords(fault as Crash);
      }
    }
    return undefined;
  }

  #decide(from: NodeId, to: NodeId, type: string): Fate {
    const once = this.#network !== "duplicating";
    let { lost, mayBeLost, copies, mayCopy } = ARRIVES;
    for (const fault of this.#faults) {
      if (fault.kind === "partition") lost ||= isLasting(fault) && parted(fault.groups, from, to, fault.oneWay);
      if (fault.kind !== "loss" && fault.kind !== "duplicate") continue;
      const { probability, where = {} } = fault;
      if (probability === 0 || !matchesLink(where, from, to) || (where.type ?? type) !== type) continue;
      if (fault.kind === "loss") {
        if (probability === 1) lost = true;
        else mayBeLost = true;
      } else if (once && probability === 1) copies++;
      else if (once) mayCopy++;
    }
    return { lost, mayBeLost, copies, mayCopy };
  }
}

type PartitionFault = Extract<KnownFault, { kind: "partition" }>;
type ChanceFault = Extract<KnownFault, { kind: "loss" | "duplicate" | "reorder" | "corrupt" }>;
type Crash = Extract<KnownFault, { kind: "crash" }>;

function check(fault: KnownFault, network: NetworkKind): void {
  const instead = INSTEAD[fault.kind];
  if (instead) throw new MisuseError(`explore cannot follow the fault ${wordsOf(fault)}: ${instead}.`);
  if (fault.kind === "reorder" && fault.probability > 0 && network === "ordered")
    throw new MisuseError(`${wordsOf(fault)} contradicts network: "ordered". Leave one of them out.`);
  if (fault.kind !== "loss" && fault.kind !== "duplicate") return;
  const { where = {} } = fault;
  const window = (["after", "before"] as const).find((key) => where[key] !== undefined);
  if (window)
    throw new MisuseError(
      `explore cannot follow the fault ${wordsOf(fault)}: it has no time that "${window}" could be compared with. ` +
        "Narrow it by from, to or type, or run it in the simulator.",
    );
}

/** There before any node starts, and for ever. */
function isLasting({ from, until }: PartitionFault): boolean {
  return from === 0 && until === undefined;
}

function crashesOf(id: NodeId, faults: readonly KnownFault[]): NodeCrash[] {
  const crashes = faults.filter((fault): fault is Crash => fault.kind === "crash" && fault.id === id);
  return [...crashes]
    .sort((a, b) => a.at - b.at)
    .map(({ at }) => ({ restarts: crashes.some(({ restart }) => restart !== undefined && restart > at) }));
}

function assumptions(faults: readonly KnownFault[]): string[] {
  const times = [...new Set(faults.filter(({ kind }) => TIMES.includes(kind)).map(({ kind }) => kind))];
  const contained = times.length > 0 ? [`${times.join(", ")}: contained in "every order", whatever the numbers`] : [];
  const others = faults.flatMap((fault) => {
    switch (fault.kind) {
      case "loss":
      case "duplicate":
        return `${chanceWords(fault)}: ${HAPPENS[fault.kind](fault.probability)}`;
      case "crash":
        return `${crashWords(fault)}: ${fault.id} may crash once, at any point, and ${fault.restart === undefined ? "stays down" : "restarts at any later point"}`;
      case "partition":
        return `${partitionWords(fault)}: cut ${fault.from === 0 ? "from the start" : "from any point on"}, ${fault.until === undefined ? "never healed" : "healed at any later point"}`;
      case "byzantine":
        return `byzantine: ${fault.id} is a ${(fault as unknown as { class: string }).class}`;
      default:
        return [];
    }
  });
  return [...contained, ...new Set(others)];
}

const HAPPENS = {
  loss: (p: number) => (p === 0 ? "never" : p === 1 ? "every such message is lost" : "any such message may be lost"),
  duplicate: (p: number) =>
    p === 0 ? "never" : p === 1 ? "every such message arrives twice" : "any such message may arrive twice",
};

/** A fault as it is written, as far as it matters here. */
function wordsOf(fault: KnownFault): string {
  if (fault.kind === "clock") return `clock("${fault.id}")`;
  return "probability" in fault ? chanceWords(fault) : fault.kind;
}

function chanceWords({ kind, probability, where }: ChanceFault): string {
  return `${kind}(${probability}${where ? `, ${whereWords(where)}` : ""})`;
}

function whereWords(where: Where): string {
  const parts = Object.entries(where).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `{ ${parts.join(", ")} }`;
}

function crashWords({ id }: Crash): string {
  return `crash("${id}")`;
}

function partitionWords(fault: PartitionFault): string {
  return `partition ${groupsOf(fault)}`;
}

function groupsOf({ groups, oneWay }: PartitionFault): string {
  const names = groups.map((group) => group.join(", "));
  return oneWay ? `${names[0]} to ${names.slice(1).join(", ")}` : names.join(" | ");
}
