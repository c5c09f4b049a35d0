// One side of a room, or of a run on several machines: its own nodes, and its links to the other sides. It lives on the
// gateway's thread, so neither a node nor a cell that never ends keeps it from answering.
import type { NodeId } from "../../node/messages.js";
import { isOutside } from "../../node/outside.js";
import type { SentEnvelope } from "../../trace/recorder.js";
import { OUTSIDE } from "../../trace/trace.js";
import type { OperationPart } from "../history.js";
import type { PreparedNode, PreparedSystem } from "../prepared-system.js";
import { Coordinator } from "../threads/coordinator.js";
import { envelopesOf, type TextBatch } from "../threads/envelope-text.js";
import { firstEvent, type SentError, sendError } from "../threads/protocol.js";
import { RunClock } from "../threads/run-clock.js";
import type { Beyond, RunRecord } from "../threads/setting.js";
import { type EventBatch, TraceBuffer } from "../threads/trace-buffer.js";
import { DataLinks, type DataPacket } from "./data-links.js";
import { KEEPER, outsideOf, ownerOf } from "./names.js";
import type { Counts } from "./quiet.js";

/** Each incarnation of a member's side may number so many incarnations of nodes: room for 8,191 of them in a room. */
export const INCARNATIONS = 256;

/** Nodes that are known by nothing but a message, at a time. */
const MOST_STRANGERS = 1000;

/** Another side, as far as it concerns this one. */
export interface OtherSide {
  readonly name: string;
  /** Of its incarnation. */
  readonly number: number;
  /** Whether it is connected. */
  readonly here: boolean;
  readonly nodes: readonly NodeId[];
}

/** What a side has to report, wherever that goes. */
export interface Report {
  batch(id: NodeId, batch: EventBatch): void;
  failed(id: NodeId, error: SentError): void;
  joined(id: NodeId, node: { class: string; fields: object }): void;
  printed(id: NodeId, text: string, stream: "stdout" | "stderr"): void;
  quiet(): void;
}

export interface SiteOptions {
  readonly me: string;
  readonly number: number;
  readonly system: PreparedSystem;
  readonly tracing: boolean;
  /** The incarnations of its nodes are numbered from the next one. */
  readonly incarnations?: number;
  /** Nodes may be crashed by hand; default true. */
  readonly live?: boolean;
  /** All sides are one's own: a side may run nodes of any name. */
  readonly isTrusting?: boolean;
  /** ms a run may take; a step may take half of it. */
  readonly limit?: number;
  readonly report: Report;
  /** @returns false while there is no connection */
  publish(to: string, text: string): boolean;
  /** Why a node of this name may not run here, if it may not. */
  refuse?(id: NodeId): string | undefined;
  /** Resolves when all news of other sides has come. */
  hearNews?(): Promise<unknown>;
}

export class Site implements Beyond {
  readonly coordinator: Coordinator;
  readonly links: DataLinks;
  readonly clock = new RunClock();
  readonly outside: NodeId;
  readonly incarnations: number;
  readonly #record: SiteRecord;
  readonly #others = new Map<string, OtherSide>();
  /** Where nodes are of which nothing but a message has come. */
  readonly #strangers = new Map<NodeId, string>();
  /** Of a partition, with the names of sides. */
  #groups: string[][] | undefined;
  /** Cut off from the others: what is sent now is lost. */
  #cutOff = false;

  constructor(readonly options: SiteOptions) {
    const { me, number, system, tracing, report, limit, incarnations = number * INCARNATIONS, live = true } = options;
    this.outside = me === KEEPER ? OUTSIDE : outsideOf(me);
    this.incarnations = incarnations;
    this.#record = new SiteRecord(
      { id: this.outside, first: firstEvent(this.incarnations), tracing },
      this.clock,
      report,
    );
    this.links = new DataLinks(number, {
      publish: (to, text) => void options.publish(to, text),
      lost: (envelopes) => this.#lose(envelopes),
      tooLarge: (envelope) => {
        report.printed(
          envelope.from,
          `the message "${envelope.message.type}" is larger than 1 MB, so it is lost.`,
          "stderr",
        );
        this.#lose([envelope]);
      },
    });
    this.coordinator = new Coordinator(system, { limit, trace: tracing }, live, {
      clock: this.clock,
      record: this.#record,
      beyond: this,
      print: (id, text, stream) => report.printed(id, text, stream),
    });
  }

  get me(): string {
    return this.options.me;
  }

  knows(id: NodeId): boolean {
    if (this.#strangers.has(id)) return true;
    return [...this.#others.values()].some(({ nodes }) => nodes.includes(id));
  }

  refuse(id: NodeId): string | undefined {
    return this.options.refuse?.(id);
  }

  send(batch: TextBatch): void {
    const to = this.#ownerOf(batch.to);
    const other = this.#others.get(to);
    if (other?.here && !this.#cutOff) this.links.send(to, other.number, batch);
    else this.#lose(envelopesOf(batch));
  }

  /** Nobody answers for nodes of somebody else's. */
  readonly mayAnswer = (by: NodeId, asked: NodeId): boolean =>
    this.options.isTrusting === true || this.#ownerOf(by) === this.#ownerOf(asked);

  async hearNews(): Promise<void> {
    await this.options.hearNews?.();
  }

  onQuiet(): void {
    this.options.report.quiet();
  }

  /** The connection is lost, or there again. */
  cutOff(is: boolean): void {
    this.#cutOff = is;
    if (!is) this.links.confirm();
  }

  /** News of other sides. */
  learn(sides: readonly OtherSide[]): void {
    for (const side of sides) {
      const before = this.#others.get(side.name);
      const isNew = before?.number !== side.number;
      if (isNew) this.links.renew(side.name, side.number);
      const left = before?.nodes.filter((id) => !side.nodes.includes(id)) ?? [];
      const come = side.nodes.filter((id) => isNew || !before.nodes.includes(id));
      for (const id of side.nodes) this.#strangers.delete(id);
      this.#others.set(side.name, side);
      this.coordinator.leave(left);
      this.coordinator.meet(come);
    }
    if (this.#groups) void this.part(this.#groups);
  }

  /** A side is not there any more. */
  forget(name: string): void {
    const side = this.#others.get(name);
    if (!side) return;
    this.#others.delete(name);
    this.links.forget(name);
    this.coordinator.leave(side.nodes);
  }

  /** Parts groups of nodes, or of all nodes of a side, from each other. */
  async part(groups: string[][] | undefined): Promise<void> {
    this.#groups = groups;
    await this.coordinator.part(groups?.map((group) => group.flatMap((name) => this.#nodesOf(name))));
  }

  /** Whether a node, or a line of those who ask, is that side's. */
  owns(side: string, id: NodeId): boolean {
    if (this.options.isTrusting) return true;
    if (side === KEEPER) return this.#ownerOf(id) === KEEPER;
    return typeof id === "string" && (id === side || id.startsWith(`${side}/`));
  }

  /** Takes what another side has sent. */
  take(from: string, packet: DataPacket): void {
    const batch = this.links.take(from, packet);
    if (!batch) return;
    const { from: sender, to } = batch;
    if (!isOutside(sender) && !this.knows(sender) && !this.#meet(sender, from)) return;
    if (this.coordinator.has(to) || to === this.outside) this.coordinator.receive(batch);
    else for (const envelope of envelopesOf(batch)) this.#record.lost(envelope);
  }

  /** A node whose message is here before the news of it. @returns false if there cannot be so many */
  #meet(id: NodeId, side: string): boolean {
    if (this.#strangers.size >= MOST_STRANGERS) return false;
    this.#strangers.set(id, side);
    this.coordinator.meet([id]);
    return true;
  }

  /** Asks a node from the line of those outside. @param timeout ms */
  ask(to: NodeId, message: any, timeout?: number): Promise<unknown> {
    const { outside } = this.coordinator;
    const { call, answer } = outside.ask(to, message, timeout);
    const timer = timeout === undefined ? undefined : setTimeout(() => outside.expire(call), timeout);
    return answer.finally(() => clearTimeout(timer));
  }

  /** What quiet is told by (Mattern 1987): whether nothing moves here, and what was sent and received. */
  get counts(): Counts {
    const { sent, received } = this.links;
    return { quiet: this.coordinator.quiet, sent, received };
  }

  /** Hands on what is still to be reported. */
  flush(): void {
    this.#record.flush();
  }

  #ownerOf(id: NodeId): string {
    if (this.options.isTrusting) return this.#sideWith(id) ?? KEEPER;
    return ownerOf(id, (name) => name === this.me || this.#others.has(name));
  }

  #sideWith(id: NodeId): string | undefined {
    if (this.coordinator.has(id)) return this.me;
    for (const { name, nodes } of this.#others.values()) if (nodes.includes(id)) return name;
    return this.#strangers.get(id);
  }

  #nodesOf(name: string): NodeId[] {
    const own = name === this.me ? this.coordinator.ids : undefined;
    const nodes = own ?? this.#others.get(name)?.nodes;
    return nodes ? [...new Set([name, ...nodes, outsideOf(name)])] : [name];
  }

  #lose(envelopes: readonly SentEnvelope[]): void {
    for (const envelope of envelopes) this.#record.lost(envelope, "network");
  }
}

/** Hands on whatever is recorded. */
class SiteRecord extends TraceBuffer implements RunRecord {
  readonly history = { add: (part: OperationPart) => this.operation(part) };

  constructor(
    owner: { id: NodeId; first: number; tracing: boolean },
    clock: { time(): number },
    readonly report: Report,
  ) {
    super(owner, clock, (batch) => report.batch(owner.id, batch));
  }

  add(id: NodeId, { class: name, fields }: PreparedNode): void {
    this.report.joined(id, { class: name, fields });
  }

  collect(id: NodeId, batch: EventBatch): void {
    this.report.batch(id, batch);
  }

  fail(id: NodeId, error: Error): void {
    this.report.failed(id, sendError(error));
  }
}
