// The simulator: one agenda, virtual time, one thread. The same system and seed give the same trace, byte for byte.

import { LinkRules, Links } from "../../network/links.js";
import { randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { Effect, Input } from "../../node/effects.js";
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { Process } from "../../node/process.js";
import { stateOf } from "../../node/state.js";
import { type EventKind, OUTSIDE } from "../../trace/trace.js";
import { Actor, keyOfWaking, type Medium, type Parcel } from "../actor.js";
import { Agenda } from "../agenda.js";
import { printNode } from "../console.js";
import { host } from "../host.js";
import { Outside } from "../outside.js";
import { evaluateFaults, incidents, type Prepared, type PreparedNode } from "../prepared.js";
import { Run } from "../run.js";
import { hideState } from "../states.js";
import { prepareNode } from "../system.js";
import type { Due } from "./due.js";
import { Evaluations } from "./evaluations.js";
import { Place } from "./place.js";
import { Recording } from "./recording.js";

/** Events at one instant, beyond which the system is taken to be caught in a loop; ten more for every node. */
const INSTANT_LIMIT = 100_000;

export class Simulation implements Medium {
  now = 0;
  readonly recording: Recording;
  readonly outside: Outside;
  #agenda = new Agenda<Due>();
  #atThisInstant = 0;
  #pauses = 0;
  /** How many cancelled things are still on the agenda, at most. */
  #cancelled = 0;
  #places = new Map<NodeId, Place>();
  readonly ids: NodeId[] = [];
  /** Whose step it is, for what it prints, and for what its async handlers do. */
  #stepping: Actor | undefined;
  readonly #links: Links;
  readonly #effects: Effect[] = [];
  readonly #cell = host()?.cell();
  readonly #evaluations = new Evaluations((text, stream) =>
    printNode(this.#stepping?.id ?? OUTSIDE, text, stream, this.#cell),
  );

  /** @param hold where somebody else decides what happens when: gets every parcel that is sent; timers wait for `fire` */
  constructor(
    readonly system: Prepared,
    readonly tracing: boolean,
    readonly hold?: (parcel: Parcel, lost: boolean) => void,
  ) {
    this.recording = new Recording(system, tracing);
    this.outside = new Outside(this, this.recording.history);
    const rules = new LinkRules(evaluateFaults(system.faults), 1);
    this.#links = new Links(rules, (from) =>
      randomStream(system.seed, "links", from, this.#places.get(from)!.lives - 1),
    );
    for (const [id, node] of system.nodes) this.#place(id, node);
    if (hold) return;
    for (const id of system.nodes.keys()) this.#add(0, "start", undefined, id, -1);
    for (const { id, at, what } of incidents(system.faults)) this.#do(at, () => this[what](id));
  }

  /** When the next thing is due; undefined when all is quiet. */
  get next(): number | undefined {
    this.#dropCancelled();
    return this.#agenda.next;
  }

  /** Whether something is due, not after `end`. Like `next`, but makes no number for every step. */
  dueBy(end: number): boolean {
    this.#dropCancelled();
    return this.#agenda.isDueBy(end);
  }

  #dropCancelled(): void {
    while (this.#cancelled > 0 && this.#agenda.head?.off) {
      this.#agenda.take();
      this.#cancelled--;
    }
  }

  /** Does the next thing that is due. Returns a promise only where async handlers are open: it resolves when they have gone as far as they can. */
  advance(): Promise<void> | undefined {
    const due = this.#agenda.take();
    if (due.off) {
      this.#cancelled--;
      return undefined;
    }
    const { at } = this.#agenda;
    if (at > this.now) this.#atThisInstant = 0;
    else if (++this.#atThisInstant > INSTANT_LIMIT + 10 * this.#places.size) this.#refuseLoop();
    this.now = at;
    return this.#happen(due) ? undefined : this.#settle();
  }

  /** Lets one thing happen that is held: a node starts, a timer fires, a parcel arrives or is lost. @returns false where there is no such thing */
  async release(
    thing: { start: NodeId } | { timer: string; of: NodeId } | { parcel: Parcel; lost: boolean },
  ): Promise<boolean> {
    let complete: boolean;
    if ("start" in thing) complete = this.#live(thing.start, "start");
    else if ("timer" in thing) {
      const due = this.#places.get(thing.of)?.timer(thing.timer);
      if (!due) return false;
      complete = this.#happen(due);
    } else complete = thing.lost ? this.#lose(thing.parcel) : this.#deliver(thing.parcel);
    if (!complete) await this.#settle();
    return true;
  }

  /** Loses the node's memory; its disk stays. */
  crash(id: NodeId): boolean {
    const place = this.#places.get(id)!;
    if (!place.actor) return true;
    place.lamport = place.actor.lamport + 1;
    if (place.actor.process.hasDisk) place.disk = copy(place.actor.process.disk, `the disk of ${id}`);
    place.actor = undefined;
    this.#cancelled += place.dropTimers();
    this.#putBack(place);
    this.write(id, "crash", place.lamport, undefined, undefined, undefined);
    return true;
  }

  restart(id: NodeId): boolean {
    return this.#places.get(id)!.actor ? true : this.#live(id, "restart");
  }

  /** Stands still: what is due for the node waits. */
  pause(id: NodeId): boolean {
    const place = this.#places.get(id)!;
    if (place.backlog) return true;
    this.#remark(place, "paused");
    this.#pauses++;
    place.backlog = [];
    return true;
  }

  resume(id: NodeId): boolean {
    const place = this.#places.get(id)!;
    if (place.backlog) this.#remark(place, "goes on");
    this.#putBack(place);
    return true;
  }

  /** What waited for a paused node is due again. */
  #putBack(place: Place): void {
    const { backlog } = place;
    if (!backlog) return;
    place.backlog = undefined;
    this.#pauses--;
    for (const due of backlog) {
      this.#agenda.add(this.now, due);
    }
  }

  /** Parts groups of nodes from each other until `part(undefined)`. */
  part(groups: NodeId[][] | undefined): void {
    this.#links.part(groups);
  }

  /** Adds a node at run time. */
  add(id: NodeId, given: unknown): void {
    const node = prepareNode(id, given, this.#evaluations.pack, this.#evaluations.shipments);
    this.recording.add(id, node);
    this.#place(id, node);
    if (!this.hold) this.#add(this.now, "start", undefined, id, -1);
  }

  /** Lets `act` happen after `ms`. */
  after(ms: number, act: () => void): void {
    this.#do(this.now + ms, () => {
      act();
      return true;
    });
  }

  /** What there is to see of it now. */
  result(reason: Run["reason"]): Run {
    const { trace, outputs, errors, history } = this.recording;
    const stats = this.recording.stats(this.now);
    return new Run({
      trace,
      outputs,
      states: () => this.#states(),
      errors,
      stats,
      history: history.operations,
      reason,
    });
  }

  time(): number {
    return this.now;
  }

  knows(id: NodeId): boolean {
    return this.#places.has(id);
  }

  keep(message: unknown): unknown {
    return this.tracing ? copy(message, "a message") : undefined;
  }

  write(
    node: NodeId,
    kind: EventKind,
    lamport: number,
    cause: number | undefined,
    message: unknown,
    peer: NodeId | undefined,
  ): number {
    return this.recording.write(node, kind, this.now, lamport, cause, message, peer);
  }

  transmit(parcel: Parcel, delay: number, lost: boolean): void {
    this.recording.count(parcel.message.type);
    if (this.hold) this.hold(parcel, lost);
    else this.#add(this.now + delay, lost ? "lose" : "arrive", undefined, parcel, -1);
  }

  setTimer(actor: Actor, name: string, ms: number, cause: number): void {
    this.clearTimer(actor, name);
    const due: Due = { kind: "timer", actor, what: name, cause, off: false };
    if (!this.hold) this.#agenda.add(this.now + ms, due);
    this.#places.get(actor.id)!.setTimer(name, due);
  }

  clearTimer(actor: Actor, name: string): void {
    if (this.#places.get(actor.id)!.dropTimer(name)) this.#cancelled++;
  }

  later(actor: Actor, ms: number, input: Input, cause: number): void {
    const due: Due = { kind: "wake", actor, what: input, cause, off: false };
    if (!this.hold) this.#agenda.add(this.now + ms, due);
    this.#places.get(actor.id)!.setTimer(keyOfWaking(input), due);
  }

  spawn(_actor: Actor, id: NodeId, node: unknown): void {
    this.add(id, node);
  }

  output(actor: Actor, value: unknown): void {
    this.recording.output(actor.id, value);
  }

  operation({ id }: Actor, call: number, part: { input: unknown } | { output: unknown }): void {
    const client = `${id}/${this.#places.get(id)!.lives}`;
    this.recording.history.add({ client, call, process: id, at: this.now, ...copy(part, "a call") });
  }

  failed(actor: Actor, error: Error): void {
    this.recording.errors.push({ node: actor.id, error });
    this.#cancelled += this.#places.get(actor.id)!.dropTimers();
  }

  /** @returns whether the step is complete: false where microtasks must run first */
  #happen(due: Due): boolean {
    const { kind, actor, what, cause } = due;
    if (this.#pauses > 0 && kind !== "do" && kind !== "start" && kind !== "lose" && this.#mustWait(due)) return true;
    switch (kind) {
      case "arrive":
        return this.#deliver(what as Parcel);
      case "lose":
        return this.#lose(what as Parcel);
      case "timer":
        this.#places.get(actor!.id)!.dropTimer(what as string);
        this.#stepping = actor;
        return actor!.timer(what as string, cause);
      case "wake":
        this.#places.get(actor!.id)!.dropTimer(keyOfWaking(what as Input));
        this.#stepping = actor;
        return actor!.wake(what as Input, cause);
      case "start":
        return this.#live(what as NodeId, "start");
      case "do":
        return (what as () => boolean)();
    }
  }

  #mustWait(due: Due): boolean {
    const id = due.actor?.id ?? (due.what as Parcel).to;
    const backlog = this.#places.get(id)?.backlog;
    backlog?.push(due);
    return backlog !== undefined;
  }

  #remark(place: Place, text: string): void {
    const { actor } = place;
    if (actor) this.write(actor.id, "note", ++actor.lamport, undefined, text, undefined);
  }

  #deliver(parcel: Parcel): boolean {
    if (parcel.to === OUTSIDE) {
      this.outside.receive(parcel);
      return true;
    }
    const actor = this.#places.get(parcel.to)!.actor;
    if (!actor || actor.process.ended) return this.#lose(parcel);
    this.#stepping = actor;
    return actor.receive(parcel);
  }

  #lose({ to, from, event, lamport, kept }: Parcel): boolean {
    this.write(to, "lost", lamport + 1, event, kept, from);
    return true;
  }

  #live(id: NodeId, kind: "start" | "restart"): boolean {
    const place = this.#places.get(id)!;
    place.begin();
    place.made ??= this.#evaluations.classOf(place.node, id);
    const process = new Process(id, place, place, place.disk, this.#effects);
    const actor = new Actor(id, process, this.#links, this);
    actor.lamport = place.lamport;
    place.actor = actor;
    this.#stepping = actor;
    return actor.begin(kind);
  }

  #place(id: NodeId, node: PreparedNode): void {
    this.#places.set(id, new Place(this, id, node));
    this.ids.push(id);
  }

  #do(at: number, act: () => boolean): void {
    this.#add(at, "do", undefined, act, -1);
  }

  #add(at: number, kind: Due["kind"], actor: Actor | undefined, what: Due["what"], cause: number): Due {
    const due: Due = { kind, actor, what, cause, off: false };
    this.#agenda.add(at, due);
    return due;
  }

  async #settle(): Promise<void> {
    const actor = this.#stepping!;
    await new Promise((resolve) => setImmediate(resolve));
    actor.finish();
    const { open, waits, id } = actor.process;
    if (open > 0 && waits === 0)
      throw new MisuseError(
        `A handler of ${id} awaits something other than call or sleep. In the simulator nothing else can be waited for.`,
      );
  }

  #states(): Record<NodeId, any> {
    const states: Record<NodeId, any> = {};
    for (const [id, { actor, node }] of this.#places) {
      if (!actor?.process.node) continue;
      const { privates } = node.shipment;
      if (privates.length > 0) hideState(states, id, privates);
      else states[id] = stateOf(actor.process.node, actor.process.disk);
    }
    return states;
  }

  #refuseLoop(): never {
    throw new MisuseError(
      `The system does not get on: ${this.#atThisInstant.toLocaleString("en")} events happened at ${this.now} ms, the last at ` +
        `${this.#stepping?.id}. Does a node answer every message with another, or set a timer of 0 ms again and again?`,
    );
  }
}
