// One node on its thread: its inbox, its timers, and the medium its actor lives in.
import type { MessagePort } from "node:worker_threads";
import { LinkRules, Links } from "../../network/links.js";
import { randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { Input } from "../../node/effects.js";
import type { NodeId } from "../../node/messages.js";
import { Process } from "../../node/process.js";
import { stateOf } from "../../node/state.js";
import type { SentEnvelope } from "../../trace/recorder.js";
import { OUTSIDE } from "../../trace/trace.js";
import { Actor, keyOfWaking, type Medium } from "../actor.js";
import { consoleTo } from "../console.js";
import { clockOf, evaluateFaults } from "../prepared-system.js";
import { unship } from "../ship/unship.js";
import { Credits, Gate } from "./credits.js";
import { envelopesOf } from "./envelope-text.js";
import { Inbox } from "./inbox.js";
import { Peers, type Post } from "./peers.js";
import {
  type Address,
  type Boot,
  decodeEnvelope,
  type EncodedEnvelope,
  firstEvent,
  sendError,
  type ToNode,
} from "./protocol.js";
import { RunClock } from "./run-clock.js";
import { SavedDisk } from "./saved-disk.js";
import { Timeouts } from "./timeouts.js";
import { TraceBuffer } from "./trace-buffer.js";
import type { Watchdog } from "./watchdog.js";

/** What the node is to do: an envelope, or a step, which returns false if microtasks must run first. */
type Step = SentEnvelope | (() => boolean);

export class NodeHost implements Medium {
  readonly links: Links;
  readonly recorder: TraceBuffer;
  readonly #credits: Credits;
  readonly #gate: Gate;
  readonly #peers: Peers;
  readonly #timeouts = new Timeouts();
  readonly #attached: MessagePort[] = [];
  #actor: Actor | undefined;
  readonly #clock = new RunClock();
  readonly #inbox = new Inbox<Step>();
  /** A step is under way; before the first one, everything waits for `go`. */
  #busy = true;
  #paused = false;
  readonly #disk = new SavedDisk();

  constructor(
    readonly id: NodeId,
    readonly boot: Boot,
    readonly post: Post,
    readonly watchdog: Watchdog,
  ) {
    this.#credits = new Credits(boot.credits);
    this.#gate = new Gate((new Map(boot.directory).get(id) as Address).gate);
    this.#peers = new Peers(id, boot.directory, this.#credits, post);
    this.recorder = new TraceBuffer(
      { id, first: firstEvent(boot.incarnation), tracing: boot.tracing },
      this.#clock,
      (batch) => post.tell({ kind: "batch", ...batch }),
    );
    this.links = this.#try(() => makeLinks(id, boot))!;
    this.#actor = this.#try(() => makeActor(boot, this, this.#peers, post));
    if (this.#actor) post.tell({ kind: "ready" });
  }

  control(message: ToNode): void {
    switch (message.kind) {
      case "go":
        this.#clock.epoch = message.epoch;
        this.#inbox.pushFirst(() => this.#actor!.begin(this.boot.restarts > 0 ? "restart" : "start"));
        this.#busy = false;
        return this.#work();
      case "address":
        return this.#peers.learn(message.id, message.address);
      case "left":
        return this.#peers.forget(message.id);
      case "attach":
        message.port.on("message", (encoded: EncodedEnvelope[]) => {
          for (const one of encoded) this.#inbox.push(decodeEnvelope(this.id, one));
          this.#work();
        });
        this.#attached.push(message.port);
        return message.port.unref();
      case "deliver":
        for (const one of message.envelopes) this.#inbox.push(decodeEnvelope(this.id, one));
        return this.#work();
      case "mail":
        for (const one of envelopesOf(message.batch)) this.#inbox.push(one);
        return this.#work();
      case "pause":
        if (!this.#paused) this.recorder.local(this.#actor!, "note", undefined, "paused");
        this.#paused = true;
        return;
      case "resume":
        if (this.#paused) this.recorder.local(this.#actor!, "note", undefined, "resumed");
        this.#paused = false;
        return this.#work();
      case "part":
        this.links.part(message.groups);
        return this.post.tell({ kind: "parted" });
      case "stop":
        return this.#stop();
      case "boot":
        throw new Error("This node has started already.");
    }
  }

  envelope(from: NodeId, to: NodeId, message: any, call?: number, answers?: number): SentEnvelope {
    return { from, to, message, call, answers, event: -1, lamport: 0, at: this.time(), kept: message };
  }

  time(): number {
    return this.#clock.time();
  }

  transmit(envelope: SentEnvelope, delay: number, lost: boolean): void {
    const { to, message, at } = envelope;
    if (to === this.id) {
      this.#credits.take();
      this.#gate.enter();
      const own = { ...envelope, message: copy(message, "a message") };
      setImmediate(() => this.#enqueue(own));
    } else if (lost || delay > 0 || to === OUTSIDE) {
      this.#credits.take();
      if (this.boot.mayCrash) this.recorder.flush();
      this.post.tell({ kind: "wire", envelope: { ...envelope, kept: undefined }, due: at + delay, lost });
    } else if (this.#peers.add(envelope)) this.#send();
  }

  setTimer(actor: Actor, name: string, ms: number, cause: number): void {
    this.clearTimer(actor, name);
    this.#after(ms, () => !actor.up || actor.timer(name, cause), name);
  }

  clearTimer(_actor: Actor, name: string): void {
    if (this.#timeouts.clear(name)) this.#release(1);
  }

  later(actor: Actor, ms: number, input: Input, cause: number): void {
    this.#after(ms, () => !actor.up || actor.wake(input, cause), keyOfWaking(input));
  }

  spawn(_actor: Actor, id: NodeId, given: unknown): void {
    // Loaded on first use: packing needs a parser, which few threads want.
    const { prepareNode } = require("../system.js") as typeof import("../system.js");
    const node = prepareNode(id, given);
    const address = { incarnation: this.#credits.nextIncarnation(), gate: new Gate().memory };
    this.#credits.take();
    this.#peers.learn(id, address);
    this.post.tell({ kind: "spawn", id, node, address });
  }

  output(_actor: Actor, value: unknown): void {
    this.recorder.output(value);
  }

  operation(_actor: Actor, call: number, part: { input: unknown } | { output: unknown }): void {
    this.recorder.operation({
      client: `${this.id}/${this.boot.incarnation}`,
      call,
      process: this.id,
      at: this.time(),
      ...part,
    });
  }

  failed(_actor: Actor, error: Error): void {
    const named = this.#timeouts.clearNamed();
    if (named > 0) this.#release(named);
    this.post.tell({ kind: "failed", error: sendError(error) });
  }

  /** After `ms`, `act` happens to the node. Holds a credit until then. */
  #after(ms: number, act: () => boolean, name?: string): void {
    this.#credits.take();
    this.#gate.enter();
    this.#timeouts.set(ms, (holds) => this.#enqueue(() => !holds() || act()), name);
  }

  #enqueue(step: Step): void {
    this.#inbox.push(step);
    this.#work();
  }

  /**
   * Does what is in the inbox, one step after another. A step's credit is given back when all it caused has taken its
   * own.
   */
  #work(): void {
    if (this.#busy || this.#paused) return;
    this.#busy = true;
    let done = 0;
    while (this.#inbox.size > 0 && !this.#paused) {
      const step = this.#inbox.take();
      this.watchdog.beginStep();
      const complete = this.#try(() => (typeof step === "function" ? step() : this.#receive(step)));
      this.watchdog.endStep();
      if (complete === false) {
        if (done > 0) this.#settle(done);
        setImmediate(() => this.#finish());
        return;
      }
      done++;
      if (this.boot.mayCrash || done >= 256) {
        this.#settle(done);
        done = 0;
      }
    }
    if (done > 0) this.#settle(done);
    this.#busy = false;
  }

  /** An async handler has gone as far as it can. */
  #finish(): void {
    this.#try(() => this.#actor!.finish());
    const { open, waits } = this.#actor!.process!;
    if (open > 0 && waits === 0) {
      // A handler waits for something that holds no credit, such as a file: this step's credit goes to a look at it in
      // 1 ms.
      this.#send();
      this.#timeouts.set(1, () => this.#enqueue(() => false));
    } else this.#settle(1);
    this.#busy = false;
    this.#work();
  }

  #receive(envelope: SentEnvelope): boolean {
    const actor = this.#actor!;
    if (actor.up) return actor.receive(envelope);
    this.recorder.lost(envelope);
    return true;
  }

  /** This many steps are complete. */
  #settle(steps: number): void {
    this.#send();
    this.#release(steps);
  }

  /** Sends what is to be sent; of a node that may crash, what it has on disk and has to tell goes first. */
  #send(): void {
    if (this.boot.mayCrash) {
      this.#saveDisk();
      this.recorder.flush();
    }
    this.#peers.flush((envelope) => this.recorder.lost(envelope));
  }

  #release(credits: number): void {
    this.#gate.done(credits);
    if (this.#credits.giveBack(credits)) this.post.tell({ kind: "quiet" });
  }

  #saveDisk(): void {
    const disk = this.#try(() => this.#disk.change(this.#actor!.process!.disk));
    if (disk) this.post.tell({ kind: "disk", disk });
  }

  #stop(): void {
    const { waiting } = this.#actor!;
    const process = this.#actor!.process!;
    const waits = process.open > 0 && process.waits === 0;
    const clean = this.boot.node.shipment.reusable && !waits && !this.#busy;
    this.#busy = true;
    this.#timeouts.clearAll();
    for (const port of this.#attached) port.close();
    this.#peers.close();
    const hidden = this.boot.node.shipment.privates;
    const state = hidden.length === 0 && process.node ? stateOf(process.node, process.disk) : undefined;
    this.recorder.flush();
    this.post.tell({ kind: "stopped", state, hidden, clean, waits, waiting });
  }

  #try<T>(f: () => T): T | undefined {
    try {
      return f();
    } catch (error) {
      this.post.tell({ kind: "misuse", error: sendError(error) });
      return undefined;
    }
  }
}

function makeActor(boot: Boot, host: NodeHost, others: Peers, post: Post): Actor {
  const { id } = host;
  const { node, seed, faults, neighbours, restarts, lamport, disk } = boot;
  const console = consoleTo((text, stream) => post.tell({ kind: "print", text, stream }));
  const NodeClass = unship(node.shipment, { console });
  const { a, b } = clockOf(faults, id);
  const peers = () => others.ids.filter((other) => other !== id);
  const environment = {
    peers,
    neighbours: () => neighbours ?? peers(),
    knows: (other: NodeId) => others.knows(other),
    now: () => a * host.time() + b,
    random: randomStream(seed, "node", id, restarts),
  };
  const make = () => Object.assign(new NodeClass(), copy(node.fields, "fields"));
  const actor = new Actor(id, host);
  actor.lamport = lamport;
  actor.process = new Process(id, { make }, environment, disk);
  return actor;
}

function makeLinks(id: NodeId, { seed, faults, restarts, groups }: Boot): Links {
  const links = new Links(new LinkRules(evaluateFaults(faults), 0), () => randomStream(seed, "links", id, restarts));
  links.part(groups);
  return links;
}
