// One node on its thread: its inbox, its timers, and the medium its actor lives in.
import { deserialize, serialize } from "node:v8";
import type { MessagePort } from "node:worker_threads";
import { Links } from "../../network/links.js";
import { randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { Input } from "../../node/effects.js";
import type { NodeId } from "../../node/messages.js";
import { Process } from "../../node/process.js";
import { stateOf } from "../../node/state.js";
import { type EventKind, OUTSIDE } from "../../trace/trace.js";
import { Actor, type Medium, type Parcel } from "../actor.js";
import { consoleTo } from "../console.js";
import { clockOf } from "../prepared.js";
import { unship } from "../ship/unship.js";
import { Credits, Gate } from "./credits.js";
import { Journal } from "./journal.js";
import { Peers } from "./peers.js";
import {
  type Boot,
  type FromThread,
  firstEvent,
  originOf,
  type Posted,
  sendError,
  type ToThread,
  unpost,
} from "./protocol.js";

export class Thread implements Medium {
  readonly #credits: Credits;
  readonly #gate: Gate;
  readonly #peers: Peers;
  readonly #journal: Journal;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #timeouts = new Set<NodeJS.Timeout>();
  readonly #attached: MessagePort[] = [];
  #actor: Actor | undefined;
  #epoch = 0n;
  #event: number;
  /** Steps that wait until the one under way is over. */
  #inbox: (() => boolean)[] = [];
  /** A step is under way; before the first one, everything waits for `go`. */
  #busy = true;
  #disk: Buffer | undefined;

  constructor(
    readonly boot: Boot,
    readonly port: MessagePort,
  ) {
    this.#credits = new Credits(boot.credits);
    this.#gate = new Gate(new Map(boot.directory).get(boot.id)!.gate);
    this.#peers = new Peers(boot.directory, this.#credits, port, (message) => this.control(message));
    this.#journal = new Journal(boot.tracing, (told) => this.#tell(told));
    this.#event = firstEvent(boot.life);
    this.#actor = this.#try(() => this.#make());
    if (this.#actor) this.#tell({ kind: "ready" });
  }

  control(message: ToThread): void {
    switch (message.kind) {
      case "go":
        this.#epoch = message.epoch;
        this.#busy = false;
        return this.#enqueue(() => this.#actor!.begin(this.boot.lives > 0 ? "restart" : "start", message.event));
      case "address":
        return this.#peers.learn(message.id, message.address);
      case "attach":
        message.port.on("message", (posted: Posted) =>
          this.#enqueue(() => this.#receive(unpost(this.boot.id, posted))),
        );
        this.#attached.push(message.port);
        return message.port.unref();
      case "deliver":
        return this.#enqueue(() => this.#receive(message.parcel));
      case "stop":
        return this.#stop();
      case "boot":
        throw new Error("This thread has a node already.");
    }
  }

  keep(message: unknown): unknown {
    return message;
  }

  time(): number {
    return Math.round(Number(process.hrtime.bigint() - this.#epoch) / 1000) / 1000;
  }

  write(
    node: NodeId,
    kind: EventKind,
    lamport: number,
    cause: number | undefined,
    message: any,
    peer: NodeId | undefined,
    parcel?: Parcel,
  ): number {
    const event = this.#event++;
    const record = { event, node, kind, at: this.time(), lamport, cause, peer };
    if (parcel) this.#journal.write({ ...record, sent: originOf(parcel) });
    else this.#journal.write({ ...record, message });
    return event;
  }

  transmit(parcel: Parcel, delay: number, lost: boolean): void {
    const { event, lamport, at } = parcel;
    if (this.boot.mayCrash) this.#journal.flush();
    if (parcel.to === this.boot.id) {
      this.#credits.take();
      this.#gate.enter();
      const own = { ...parcel, message: copy(parcel.message, "a message") };
      setImmediate(() => this.#enqueue(() => this.#receive(own)));
    } else if (lost || delay > 0 || parcel.to === OUTSIDE) {
      this.#credits.take();
      this.#tell({ kind: "wire", parcel: { ...parcel, kept: undefined }, due: at + delay, lost });
    } else if (!this.#peers.send(parcel)) {
      this.write(parcel.to, "lost", lamport + 1, event, parcel.message, this.boot.id);
    }
  }

  setTimer(actor: Actor, name: string, ms: number, cause: number): void {
    this.clearTimer(actor, name);
    const timeout = this.#after(ms, () => {
      this.#timers.delete(name);
      return actor.process.ended || actor.timer(name, cause);
    });
    this.#timers.set(name, timeout);
  }

  clearTimer(_actor: Actor, name: string): void {
    const timer = this.#timers.get(name);
    if (!timer) return;
    clearTimeout(timer);
    this.#timeouts.delete(timer);
    this.#timers.delete(name);
    this.#release();
  }

  later(actor: Actor, ms: number, input: Input, cause: number): void {
    this.#after(ms, () => actor.process.ended || actor.wake(input, cause));
  }

  spawn(_actor: Actor, id: NodeId, node: unknown): void {
    // Loaded when it is first needed: packing brings a parser along, which few threads want.
    const { prepareNode } = require("../system.js") as typeof import("../system.js");
    const prepared = prepareNode(id, node);
    const address = { life: this.#credits.nextLife(), gate: new Gate().memory };
    this.#credits.take();
    this.#peers.learn(id, address);
    this.#tell({ kind: "spawn", id, node: prepared, address });
  }

  output(_actor: Actor, value: unknown): void {
    this.#journal.output(value);
  }

  operation({ id }: Actor, call: number, part: { input: unknown } | { output: unknown }): void {
    this.#journal.operation({ client: `${id}/${this.boot.life}`, call, process: id, at: this.time(), ...part });
  }

  failed(_actor: Actor, error: Error): void {
    for (const name of [...this.#timers.keys()]) this.clearTimer(this.#actor!, name);
    this.#tell({ kind: "failed", error: sendError(error) });
  }

  #make(): Actor {
    const { id, node, seed, faults, neighbours, lives, lamport, disk } = this.boot;
    const NodeClass = unship(node.shipment, {
      console: consoleTo((text, stream) => this.#tell({ kind: "print", text, stream })),
    });
    const { a, b } = clockOf(faults, id);
    const random = randomStream(seed, "node", id, lives);
    const others = () => this.#peers.ids.filter((other) => other !== id);
    const environment = {
      peers: others,
      neighbours: () => neighbours ?? others(),
      knows: (other: NodeId) => this.#peers.knows(other),
      now: () => a * this.time() + b,
      random,
    };
    const process = new Process(
      id,
      () => Object.assign(new NodeClass(), copy(node.fields, "fields")),
      environment,
      disk,
    );
    const actor = new Actor(id, process, new Links(faults, randomStream(seed, "links", id, lives), 0), this);
    actor.lamport = lamport;
    return actor;
  }

  #receive(parcel: Parcel): boolean {
    const actor = this.#actor!;
    if (!actor.process.ended) return actor.receive(parcel);
    this.write(this.boot.id, "lost", parcel.lamport + 1, parcel.event, undefined, parcel.from, parcel);
    return true;
  }

  /** After `ms`, `act` happens to the node. Holds a credit until then. */
  #after(ms: number, act: () => boolean): NodeJS.Timeout {
    this.#credits.take();
    this.#gate.enter();
    const timeout = setTimeout(() => {
      this.#timeouts.delete(timeout);
      this.#enqueue(act);
    }, ms);
    this.#timeouts.add(timeout);
    return timeout;
  }

  /** Lets a step happen, after those that came before it. The step's credit is given back when all it caused has taken its own. */
  #enqueue(step: () => boolean): void {
    if (this.#busy) {
      this.#inbox.push(step);
      return;
    }
    this.#busy = true;
    for (let next: (() => boolean) | undefined = step; next; next = this.#inbox.shift()) {
      const done = this.#try(next);
      if (done === false) {
        setImmediate(() => this.#finish());
        return;
      }
      this.#settle();
    }
    this.#busy = false;
  }

  /** An async handler has gone as far as it can. */
  #finish(): void {
    this.#try(() => this.#actor!.finish());
    this.#settle();
    this.#busy = false;
    const next = this.#inbox.shift();
    if (next) this.#enqueue(next);
  }

  #settle(): void {
    this.#saveDisk();
    if (this.boot.mayCrash) this.#journal.flush();
    const { open, waits } = this.#actor!.process;
    if (open > 0 && waits === 0) {
      // A handler waits for something that holds no credit, such as a file: this step's credit goes to a look at it in 1 ms.
      setTimeout(() => this.#enqueue(() => this.#look()), 1);
      return;
    }
    this.#release();
  }

  #look(): boolean {
    this.#actor!.finish();
    return true;
  }

  #release(): void {
    this.#gate.done();
    if (this.#credits.giveBack()) this.#tell({ kind: "quiet" });
  }

  #saveDisk(): void {
    const { disk } = this.#actor!.process;
    if (!this.boot.mayCrash || (!this.#disk && Object.keys(disk).length === 0)) return;
    const saved = this.#try(() => serialize(disk));
    if (!saved || (this.#disk && saved.equals(this.#disk))) return;
    this.#disk = saved;
    this.#tell({ kind: "disk", disk: deserialize(saved) });
  }

  #stop(): void {
    const { process: node } = this.#actor!;
    const waitsForNothing = node.open === 0 || node.waits > 0;
    const clean = !this.boot.node.shipment.tainted && waitsForNothing && !this.#busy;
    for (const timeout of this.#timeouts) clearTimeout(timeout);
    for (const port of this.#attached) port.close();
    this.#peers.close();
    this.#busy = true;
    const hidden = this.boot.node.shipment.privates;
    const state = hidden.length === 0 && node.node ? stateOf(node.node, node.disk) : undefined;
    this.#journal.flush();
    this.#tell({ kind: "stopped", state, hidden, clean });
  }

  #try<T>(f: () => T): T | undefined {
    try {
      return f();
    } catch (error: any) {
      this.#tell({ kind: "misuse", error: sendError(error) });
      return undefined;
    }
  }

  #tell(message: FromThread): void {
    this.port.postMessage(message);
  }
}
