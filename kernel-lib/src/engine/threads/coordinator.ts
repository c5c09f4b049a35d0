// A run on real threads: starts the nodes, introduces them to each other, carries out crashes, and notices when all is quiet.
// Messages go from thread to thread; only those that take their time, or go outside, pass here.
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { type EventKind, OUTSIDE, type Trace } from "../../trace/trace.js";
import type { Parcel } from "../actor.js";
import { printNode } from "../console.js";
import { host } from "../host.js";
import { Outside } from "../outside.js";
import { incidents, type Prepared, type PreparedNode } from "../prepared.js";
import { Run, type RunOptions } from "../run.js";
import { hideState } from "../states.js";
import { prepareNode } from "../system.js";
import { Chronicle } from "./chronicle.js";
import { Credits, Gate } from "./credits.js";
import { Crew } from "./crew.js";
import { lastLamport, type Told } from "./journal.js";
import { type Address, type FromNode, receiveError, type ToNode } from "./protocol.js";
import { clock } from "./thread.js";
import { Wire } from "./wire.js";

export const DEFAULT_LIMIT_MS = 10_000;
/** How long a thread may take to say its last words before it is ended. */
const LAST_WORDS_MS = 500;
/** How long the threads of a run may take to evaluate the classes of their nodes. */
const START_LIMIT_MS = 30_000;
/** A single step may take this share of the run's limit; then its node is ended, and the others go on. */
const STEP_SHARE = 0.5;
/** How long a `stop` waits for what is under way, and a partition for nodes that are busy. */
const PATIENCE_MS = 100;

interface Place {
  readonly node: PreparedNode;
  /** It may crash at any time. */
  readonly mayCrash: boolean;
  address: Address;
  lives: number;
  lamport: number;
  disk: object;
  /** Waits for word from the node's thread: that it is ready, parted, or has stopped. */
  waiting: ((message: FromNode | undefined) => void) | undefined;
}

export class Coordinator {
  readonly outside: Outside;
  /** Settles when the run has ended, one way or another. */
  readonly ended: Promise<Run["reason"]>;
  #end!: (reason: Run["reason"]) => void;
  #reject!: (error: Error) => void;
  #failure: Error | undefined;
  #places = new Map<NodeId, Place>();
  #crew: Crew;
  #chronicle: Chronicle;
  #credits = new Credits();
  #epoch = clock();
  #duration = 0;
  #over = false;
  #groups: NodeId[][] | undefined;
  #onQuiet: (() => void) | undefined;
  #wire = new Wire(
    () => this.time(),
    (parcel, lost) => this.#arrive(parcel, lost),
  );
  readonly #cell = host()?.cell();

  /** @param live it may be asked, and its nodes crashed, at any time; quiet does not end it */
  constructor(
    readonly system: Prepared,
    readonly options: RunOptions,
    readonly live: boolean,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#reject = reject;
    });
    this.ended.catch(() => {});
    this.#chronicle = new Chronicle(system, options.trace !== false);
    this.outside = new Outside(this, this.#chronicle.history);
    const { limit = DEFAULT_LIMIT_MS } = options;
    this.#crew = new Crew(system.nodes.size, limit * STEP_SHARE, {
      hear: (id, message) => this.#hear(id, message),
      mourn: (ids, error) => this.#mourn(ids, error),
    });
  }

  /** What has happened, as far as it is known here. */
  get trace(): Trace {
    return this.#chronicle.trace;
  }

  /** Ends the run with an error. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#reject(error);
  }

  /** Nothing is in flight, and no timer is set. */
  get quiet(): boolean {
    return this.#credits.allBack;
  }

  /** Starts all nodes. Resolves when each has been told to go. */
  async begin(): Promise<void> {
    const { nodes, faults } = this.system;
    this.#credits.take();
    for (const [id, node] of nodes) this.#place(id, node, this.#newAddress());
    const timer = setTimeout(() => this.fail(this.#notReady()), START_LIMIT_MS);
    const booted = Promise.all([...nodes.keys()].map((id) => this.#boot(id)));
    await Promise.race([booted, this.ended]).finally(() => clearTimeout(timer));
    if (this.#over) return;
    this.#epoch = clock();
    for (const { id, at, what } of incidents(faults)) this.#schedule(at, async () => this[what](id));
    for (const id of nodes.keys()) this.#go(id);
    this.#giveBack();
  }

  /** Ends a node's thread at once: its memory is gone, its disk stays. */
  async crash(id: NodeId): Promise<void> {
    if (!this.#crew.has(id)) return;
    const place = this.#places.get(id)!;
    const undone = new Gate(place.address.gate).close();
    await this.#crew.dismiss(id);
    this.write(id, "crash", ++place.lamport, undefined, undefined, undefined);
    this.#bury(undone());
  }

  async restart(id: NodeId): Promise<void> {
    if (this.#crew.has(id)) return;
    const place = this.#places.get(id)!;
    place.lives++;
    place.address = this.#newAddress();
    await this.#boot(id);
    this.#announce(id, place.address);
    this.#go(id);
  }

  pause(id: NodeId): void {
    this.#crew.tell(id, { kind: "pause" });
  }

  resume(id: NodeId): void {
    this.#crew.tell(id, { kind: "resume" });
  }

  /** Parts groups of nodes from each other, or heals all. Resolves when every node that is not busy knows. */
  async part(groups: NodeId[][] | undefined): Promise<void> {
    this.#groups = groups;
    const nodes = [...this.#places.keys()].filter((id) => this.#crew.has(id));
    await Promise.all(nodes.map((id) => this.#askNode(id, { kind: "part", groups }, PATIENCE_MS)));
  }

  /** Adds a node to a live system. */
  async add(id: NodeId, given: unknown): Promise<void> {
    if (this.#places.has(id)) throw new MisuseError(`There is a node "${id}" already.`);
    this.#credits.take();
    await this.#spawn(id, prepareNode(id, given), this.#newAddress());
  }

  /** Ends the run and tells what happened. */
  async finish(reason: Run["reason"]): Promise<Run> {
    this.#duration = reason === "limit" ? (this.options.limit ?? DEFAULT_LIMIT_MS) : this.time();
    this.#over = true;
    this.#crew.stopWatching();
    this.#wire.close();
    const states = await this.#lastWords(reason);
    // Each thread's mail comes in order, but that of one may outrun that of another: a misuse is known for sure only now.
    if (this.#failure) throw this.#failure;
    const { trace, outputs, errors, history } = this.#chronicle;
    const stats = { ...this.#chronicle.count(trace), ms: this.#duration };
    return new Run({ trace, outputs, states: () => states, errors, stats, history: history.operations, reason });
  }

  /** Ends all threads; nothing is told any more. */
  async abandon(): Promise<void> {
    this.#over = true;
    this.#wire.close();
    await this.#crew.dismissAll();
  }

  /** Waits a little for what is under way in a live system. */
  async settle(): Promise<void> {
    if (this.quiet) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#onQuiet = resolve;
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    clearTimeout(timer);
  }

  time(): number {
    return Math.round((clock() - this.#epoch) * 1000) / 1000;
  }

  knows(id: NodeId): boolean {
    return this.#places.has(id);
  }

  write(
    node: NodeId,
    kind: EventKind,
    lamport: number,
    cause: number | undefined,
    message: unknown,
    peer: NodeId | undefined,
    parcel?: Parcel,
  ): number {
    return this.#chronicle.write(node, kind, this.time(), lamport, cause, message, peer, parcel);
  }

  /** A question from outside. */
  transmit(parcel: Parcel): void {
    this.#credits.take();
    this.#arrive(parcel, false);
  }

  #notReady(): Error {
    const late = [...this.#places].filter(([, { waiting }]) => waiting).map(([id]) => `"${id}"`);
    return new MisuseError(
      `${late.join(", ")} did not get ready within ${START_LIMIT_MS / 1000} s. Does the class do something that never ends, in a static field?`,
    );
  }

  #newAddress(): Address {
    return { life: this.#credits.nextLife(), gate: new Gate().memory };
  }

  #place(id: NodeId, node: PreparedNode, address: Address): void {
    const mayCrash = this.live || incidents(this.system.faults).some((one) => one.id === id && one.what === "crash");
    this.#places.set(id, { node, mayCrash, address, lives: 0, lamport: 0, disk: {}, waiting: undefined });
    this.#chronicle.add(id, node);
  }

  async #boot(id: NodeId): Promise<void> {
    const { system } = this;
    const { node, mayCrash, address, lives, lamport, disk } = this.#places.get(id)!;
    this.#crew.engage(id, mayCrash);
    await this.#askNode(id, {
      kind: "boot",
      node,
      seed: system.seed,
      faults: system.faults,
      neighbours: system.neighbours?.get(id),
      lives,
      life: address.life,
      lamport,
      disk,
      directory: [...this.#places].map(([other, place]) => [other, place.address]),
      credits: this.#credits.memory,
      tracing: this.options.trace !== false,
      mayCrash,
      groups: this.#groups,
    });
  }

  /** Tells a node something and waits for its word; undefined where it says none in time. */
  #askNode(id: NodeId, message: ToNode, patience?: number): Promise<FromNode | undefined> {
    const place = this.#places.get(id)!;
    return new Promise((resolve) => {
      const timer = patience === undefined ? undefined : setTimeout(() => place.waiting?.(undefined), patience);
      place.waiting = (word) => {
        place.waiting = undefined;
        clearTimeout(timer);
        resolve(word);
      };
      this.#crew.tell(id, message);
    });
  }

  /** The start of a life holds a credit, and has passed the gate. */
  #go(id: NodeId): void {
    this.#credits.take();
    new Gate(this.#places.get(id)!.address.gate).enter();
    this.#crew.tell(id, { kind: "go", epoch: this.#epoch });
  }

  #announce(id: NodeId, address: Address): void {
    for (const other of this.#places.keys()) if (other !== id) this.#crew.tell(other, { kind: "address", id, address });
  }

  #hear(id: NodeId, message: FromNode): void {
    const place = this.#places.get(id)!;
    switch (message.kind) {
      case "ready":
      case "parted":
      case "stopped":
        return place.waiting?.(message);
      case "misuse":
        return this.fail(receiveError(message.error));
      case "connect": {
        const { to, life, port } = message;
        if (this.#places.get(to)!.address.life === life) this.#crew.tell(to, { kind: "attach", port }, [port]);
        return;
      }
      case "wire":
        return this.#wire.add(message.parcel, message.due, message.lost);
      case "told":
        return this.#hearTold(id, message);
      case "disk":
        place.disk = message.disk;
        return;
      case "failed":
        this.#chronicle.errors.push({ node: id, error: receiveError(message.error) });
        return;
      case "spawn":
        void this.#spawn(message.id, message.node, message.address);
        return;
      case "whois":
        // After two rounds of the event loop, whatever was in the mail with this has been read.
        setImmediate(() => setImmediate(() => ring(message.bell)));
        return;
      case "print":
        return printNode(id, message.text, message.stream, this.#cell);
      case "quiet":
        return this.#noticeQuiet();
    }
  }

  #hearTold(id: NodeId, told: Told): void {
    this.#chronicle.hear(id, told);
    this.#places.get(id)!.lamport = lastLamport(told) ?? this.#places.get(id)!.lamport;
    const { until } = this.options;
    if (typeof until === "function" && !this.#over && until(this.#chronicle)) this.#end("until");
  }

  async #spawn(id: NodeId, node: PreparedNode, address: Address): Promise<void> {
    if (this.#places.has(id)) return this.fail(new MisuseError(`Two nodes spawn "${id}".`));
    this.#place(id, node, address);
    this.#announce(id, address);
    await this.#boot(id);
    this.#go(id);
    this.#giveBack();
  }

  /** Something on the wire has reached its end. */
  #arrive(parcel: Parcel, lost: boolean): void {
    const { to, from, event, lamport } = parcel;
    if (to === OUTSIDE) {
      this.outside.receive(parcel);
      return this.#giveBack();
    }
    if (!lost && new Gate(this.#places.get(to)!.address.gate).enter())
      return this.#crew.tell(to, { kind: "deliver", parcel: { ...parcel, kept: undefined } });
    this.write(to, "lost", lamport + 1, event, undefined, from, parcel);
    this.#giveBack();
  }

  /** Something planned; it keeps the run from being quiet. */
  #schedule(at: number, act: () => Promise<void>): void {
    this.#credits.take();
    this.#wire.at(at, () => {
      act().then(
        () => this.#giveBack(),
        (error) => this.fail(error),
      );
    });
  }

  #giveBack(credits = 1): void {
    if (this.#credits.giveBack(credits)) this.#noticeQuiet();
  }

  /** Gives back what a thread that has ended left undone. */
  #bury(undone: number): void {
    if (undone > 0) this.#giveBack(undone);
  }

  #noticeQuiet(): void {
    // In a live system the news may be late: somebody has asked something since.
    if (!this.quiet) return;
    this.#onQuiet?.();
    if (!this.live) return this.#end("quiet");
    // What the threads have told on their way to silence is in the mail already.
    setImmediate(() => this.quiet && this.outside.giveUp("all is quiet, so no answer will come."));
  }

  /** A thread ended that nobody ended: it ran out of memory, or its code called process.exit. */
  #mourn(ids: readonly NodeId[], error: Error): void {
    if (this.#over) return;
    for (const id of ids) {
      const place = this.#places.get(id)!;
      const undone = new Gate(place.address.gate).close();
      this.#chronicle.errors.push({ node: id, error });
      this.write(id, "error", ++place.lamport, undefined, `${error.name}: ${error.message}`, undefined);
      place.waiting?.(undefined);
      this.#bury(undone());
    }
  }

  async #lastWords(reason: Run["reason"]): Promise<{ [id: NodeId]: any }> {
    const all = [...this.#places.keys()].map(async (id) => {
      if (!this.#crew.has(id)) return undefined;
      const words = await this.#askNode(id, { kind: "stop" }, LAST_WORDS_MS);
      if (words?.kind === "stopped") {
        if (words.waits && reason === "limit") this.#chronicle.errors.push({ node: id, error: stillWaiting(id) });
        await this.#crew.release(id, words.clean);
        return words;
      }
      await this.#crew.dismiss(id);
      this.#chronicle.errors.push({ node: id, error: stillBusy(id, this.#duration) });
      return undefined;
    });
    const words = await Promise.all(all);
    const states: { [id: NodeId]: any } = {};
    for (const [i, id] of [...this.#places.keys()].entries()) {
      const { state, hidden = [] } = words[i] ?? {};
      if (hidden.length > 0) hideState(states, id, hidden);
      else if (state) states[id] = state;
    }
    return states;
  }
}

function ring(bell: SharedArrayBuffer): void {
  const view = new Int32Array(bell);
  Atomics.store(view, 0, 1);
  Atomics.notify(view, 0);
}

function stillWaiting(id: NodeId): Error {
  return new Error(
    `A handler of ${id} still awaited something other than call or sleep at the limit. Does a promise never settle?`,
  );
}

function stillBusy(id: NodeId, duration: number): Error {
  return new Error(
    `${id} was still busy when the run ended after ${Math.round(duration)} ms, and its thread was ended. Does a loop never end?`,
  );
}
