// The simulator: one agenda, virtual time, one thread. The same system and seed give the same trace, byte for byte.

import { Links } from "../../network/links.js";
import { randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { Input } from "../../node/effects.js";
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { Process } from "../../node/process.js";
import { stateOf } from "../../node/state.js";
import { type EventKind, OUTSIDE, TRACE_VERSION, type Trace, type TraceEvent } from "../../trace/trace.js";
import { Actor, type Medium, type Parcel } from "../actor.js";
import { Agenda, type Entry } from "../agenda.js";
import { labelled } from "../console.js";
import { History } from "../history.js";
import { host } from "../host.js";
import { Outside } from "../outside.js";
import { clockOf, crashes, describeSystem, type Prepared, type PreparedNode } from "../prepared.js";
import { countMessages, Run, type RunStats } from "../run.js";
import { unship } from "../ship/unship.js";
import { hideState } from "../states.js";
import { prepareNode } from "../system.js";
import { simulatedGlobals } from "./forbidden.js";

/** Something due: a parcel, a timer, an input, the start or end of a life. */
interface Due extends Entry {
  act(): boolean;
  /** Cancelled timers stay on the agenda, but do nothing. */
  off?: boolean;
}

interface Place {
  readonly node: PreparedNode;
  actor: Actor | undefined;
  lives: number;
  lamport: number;
  disk: object;
  timers: Map<string, Due>;
}

/** Events at one instant, beyond which the system is taken to be caught in a loop; more for large systems. */
const INSTANT_LIMIT = 100_000;

export class Simulation implements Medium {
  now = 0;
  readonly events: TraceEvent[] = [];
  readonly outputs: Record<NodeId, unknown[]> = {};
  readonly errors: { node: NodeId; error: Error }[] = [];
  readonly history = new History();
  readonly outside = new Outside(this, this.history);
  readonly trace: Trace;
  #stats: RunStats = { messages: 0, delivered: 0, lost: 0, ms: 0, byType: {} };
  #agenda = new Agenda<Due>();
  #order = 0;
  #atThisInstant = 0;
  #places = new Map<NodeId, Place>();
  #ids: NodeId[] = [];
  #evaluated = new Map<unknown, any>();
  #speaking = OUTSIDE;
  readonly #cell = host()?.cell();
  readonly #globals = simulatedGlobals((text, stream) => this.#print(text, stream));

  constructor(
    readonly system: Prepared,
    readonly tracing: boolean,
  ) {
    this.trace = {
      version: TRACE_VERSION,
      system: describeSystem(system),
      seed: system.seed,
      engine: "simulator",
      events: this.events,
    };
    for (const [id, node] of system.nodes) this.#place(id, node);
    for (const id of system.nodes.keys()) this.#schedule(0, () => this.#live(id, "start"));
    for (const { id, at, restart } of crashes(system.faults)) {
      this.#schedule(at, () => this.crash(id));
      if (restart !== undefined) this.#schedule(restart, () => this.restart(id));
    }
  }

  /** When the next thing is due; undefined when all is quiet. */
  get next(): number | undefined {
    return this.#agenda.next?.at;
  }

  /** Does the next thing that is due. Resolves once async handlers have gone as far as they can; returns nothing where none is open. */
  advance(): Promise<void> | undefined {
    const due = this.#agenda.take();
    if (due.off) return undefined;
    if (due.at > this.now) this.#atThisInstant = 0;
    else if (++this.#atThisInstant > INSTANT_LIMIT + 10 * this.#places.size) this.#refuseLoop();
    this.now = due.at;
    return due.act() ? undefined : this.#settle();
  }

  /** Loses the node's memory; its disk stays. */
  crash(id: NodeId): boolean {
    const place = this.#places.get(id)!;
    if (!place.actor) return true;
    place.lamport = place.actor.lamport + 1;
    place.disk = copy(place.actor.process.disk, `the disk of ${id}`);
    place.actor = undefined;
    for (const timer of place.timers.values()) timer.off = true;
    place.timers.clear();
    this.write(id, "crash", place.lamport, undefined, undefined, undefined);
    return true;
  }

  restart(id: NodeId): boolean {
    return this.#places.get(id)!.actor ? true : this.#live(id, "restart");
  }

  /** Adds a node at run time. */
  add(id: NodeId, given: unknown): void {
    const node = prepareNode(id, given);
    (this.trace.system.nodes as any)[id] = { class: node.class, fields: node.fields };
    this.#place(id, node);
    this.#schedule(this.now, () => this.#live(id, "start"));
  }

  /** Lets `act` happen after `ms`. */
  after(ms: number, act: () => void): void {
    this.#schedule(this.now + ms, () => {
      act();
      return true;
    });
  }

  /** What there is to see of it now. */
  result(reason: Run["reason"]): Run {
    const stats = this.tracing ? { ...countMessages(this.events), ms: this.now } : { ...this.#stats, ms: this.now };
    return new Run({
      trace: this.trace,
      outputs: this.outputs,
      states: this.states(),
      errors: this.errors,
      stats,
      history: this.history.operations,
      reason,
    });
  }

  states(): Record<NodeId, any> {
    const states: Record<NodeId, any> = {};
    for (const [id, { actor, node }] of this.#places) {
      if (!actor?.process.node) continue;
      const { privates } = node.shipment;
      if (privates.length > 0) hideState(states, id, privates);
      else states[id] = stateOf(actor.process.node, actor.process.disk);
    }
    return states;
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
    if (!this.tracing) {
      if (kind === "send") this.#stats.messages++;
      else if (kind === "receive" || kind === "ignored") this.#stats.delivered++;
      else if (kind === "lost") this.#stats.lost++;
      return -1;
    }
    const event: any = { id: this.events.length, node, kind, at: this.now, lamport };
    if (cause !== undefined && cause >= 0) event.cause = cause;
    if (message !== undefined) event.message = message;
    if (peer !== undefined) event.peer = peer;
    this.events.push(event);
    return event.id;
  }

  transmit(parcel: Parcel, delay: number, lost: boolean): void {
    if (!this.tracing) this.#stats.byType[parcel.message.type] = (this.#stats.byType[parcel.message.type] ?? 0) + 1;
    this.#schedule(this.now + delay, () => (lost ? this.#lose(parcel) : this.#deliver(parcel)));
  }

  setTimer(actor: Actor, name: string, ms: number, cause: number): void {
    this.clearTimer(actor, name);
    const { timers } = this.#places.get(actor.id)!;
    const due = this.#schedule(this.now + ms, () => {
      timers.delete(name);
      return this.#speak(actor, () => actor.timer(name, cause));
    });
    timers.set(name, due);
  }

  clearTimer(actor: Actor, name: string): void {
    const { timers } = this.#places.get(actor.id)!;
    const due = timers.get(name);
    if (due) due.off = true;
    timers.delete(name);
  }

  later(actor: Actor, ms: number, input: Input, cause: number): void {
    this.#schedule(
      this.now + ms,
      () => this.#places.get(actor.id)!.actor !== actor || this.#speak(actor, () => actor.wake(input, cause)),
    );
  }

  spawn(_actor: Actor, id: NodeId, node: unknown): void {
    this.add(id, node);
  }

  output(actor: Actor, value: unknown): void {
    this.outputs[actor.id].push(value);
  }

  operation(actor: Actor, call: number, part: { input: unknown } | { output: unknown }): void {
    const { id } = actor;
    this.history.add({
      client: `${id}/${this.#places.get(id)!.lives}`,
      call,
      process: id,
      at: this.now,
      ...copy(part, "a call"),
    });
  }

  failed(actor: Actor, error: Error): void {
    this.errors.push({ node: actor.id, error });
    const { timers } = this.#places.get(actor.id)!;
    for (const timer of timers.values()) timer.off = true;
    timers.clear();
  }

  #schedule(at: number, act: () => boolean): Due {
    const due: Due = { at, order: this.#order++, act };
    this.#agenda.add(due);
    return due;
  }

  #place(id: NodeId, node: PreparedNode): void {
    this.#places.set(id, { node, actor: undefined, lives: 0, lamport: 0, disk: {}, timers: new Map() });
    this.#ids.push(id);
    this.outputs[id] = [];
  }

  #live(id: NodeId, kind: "start" | "restart"): boolean {
    const place = this.#places.get(id)!;
    const life = place.lives++;
    const { seed, faults } = this.system;
    const random = randomStream(seed, "node", id, life);
    const { a, b } = clockOf(faults, id);
    const process = new Process(
      id,
      this.#maker(place.node, id),
      {
        peers: () => this.#ids.filter((other) => other !== id),
        neighbours: () => this.system.neighbours?.get(id) ?? this.#ids.filter((other) => other !== id),
        knows: (other) => this.#places.has(other),
        now: () => a * this.now + b,
        random,
      },
      place.disk,
    );
    const actor = new Actor(id, process, new Links(faults, randomStream(seed, "links", id, life), 1), this);
    actor.lamport = place.lamport;
    place.actor = actor;
    return this.#speak(actor, () => actor.begin(kind));
  }

  #maker({ shipment, fields }: PreparedNode, id: NodeId): () => any {
    const key = shipment.isolated ? id : shipment;
    if (!this.#evaluated.has(key)) this.#evaluated.set(key, unship(shipment, this.#globals));
    const NodeClass = this.#evaluated.get(key);
    return () => Object.assign(new NodeClass(), copy(fields, "fields"));
  }

  #deliver(parcel: Parcel): boolean {
    if (parcel.to === OUTSIDE) {
      this.outside.receive(parcel);
      return true;
    }
    const actor = this.#places.get(parcel.to)?.actor;
    if (!actor || actor.process.ended) return this.#lose(parcel);
    return this.#speak(actor, () => actor.receive(parcel));
  }

  #lose({ to, from, sent }: Parcel): boolean {
    this.write(to, "lost", sent.lamport + 1, sent.event, sent.message, from);
    return true;
  }

  #stepped: Actor | undefined;

  #speak(actor: Actor, step: () => boolean): boolean {
    this.#speaking = actor.id;
    this.#stepped = actor;
    return step();
  }

  async #settle(): Promise<void> {
    const actor = this.#stepped!;
    await new Promise((resolve) => setImmediate(resolve));
    actor.finish();
    const { open, waits, id } = actor.process;
    if (open > 0 && waits === 0)
      throw new MisuseError(
        `A handler of ${id} awaits something other than call or sleep. In the simulator nothing else can be waited for.`,
      );
  }

  #print(text: string, stream: "stdout" | "stderr"): void {
    const line = `${labelled(this.#speaking, text)}\n`;
    const kernel = host();
    if (kernel) kernel.print(line, stream, this.#cell);
    else process[stream].write(line);
  }

  #refuseLoop(): never {
    throw new MisuseError(
      `The system does not get on: ${this.#atThisInstant.toLocaleString("en")} events happened at ${this.now} ms, the last at ${this.#speaking}. ` +
        "Does a node answer every message with another, or set a timer of 0 ms again and again?",
    );
  }
}
