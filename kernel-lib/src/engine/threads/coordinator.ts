// A run on real threads: starts the nodes, introduces them to each other, carries out crashes, and notices when all is quiet.
// Messages go from thread to thread; only those that take their time, or go outside, pass here.
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { type EventKind, OUTSIDE, type Trace } from "../../trace/trace.js";
import type { Parcel } from "../actor.js";
import { printNode } from "../console.js";
import { host } from "../host.js";
import { Outside } from "../outside.js";
import { incidents, type Prepared, type PreparedNode, rememberSystem } from "../prepared.js";
import { Run, type RunOptions } from "../run.js";
import { prepareNode } from "../system.js";
import { Chronicle } from "./chronicle.js";
import { Credits, Gate } from "./credits.js";
import { Crew } from "./crew.js";
import { lastLamport, type Told } from "./journal.js";
import { lastWords } from "./last-words.js";
import { type Address, type FromNode, receiveError } from "./protocol.js";
import { Roster } from "./roster.js";
import { monotonic, RunClock } from "./run-clock.js";
import { Wire } from "./wire.js";

export const DEFAULT_LIMIT_MS = 10_000;
/** How long the threads of a run may take to evaluate the classes of their nodes. */
const START_LIMIT_MS = 30_000;
/** A single step may take this share of the run's limit; then its node is ended, and the others go on. */
const STEP_SHARE = 0.5;
/** How long a `stop` waits for what is under way, and a partition for nodes that are busy. */
const PATIENCE_MS = 100;

export class Coordinator {
  readonly outside: Outside;
  /** Settles when the run has ended, one way or another. */
  readonly ended: Promise<Run["reason"]>;
  #end!: (reason: Run["reason"]) => void;
  #reject!: (error: Error) => void;
  #failure: Error | undefined;
  #roster: Roster;
  #chronicle: Chronicle;
  #credits = new Credits();
  readonly #clock = new RunClock();
  #duration = 0;
  #over = false;
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
    const crew = new Crew(system.nodes.size, limit * STEP_SHARE, {
      hear: (id, message) => this.#hear(id, message),
      mourn: (ids, error) => this.#mourn(ids, error),
    });
    this.#roster = new Roster(system, crew, this.#credits, options.trace !== false);
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
    for (const [id, node] of nodes) this.#place(id, node, this.#roster.newAddress());
    const timer = setTimeout(() => this.fail(notReady(this.#roster.late())), START_LIMIT_MS);
    const booted = Promise.all([...nodes.keys()].map((id) => this.#roster.boot(id)));
    await Promise.race([booted, this.ended]).finally(() => clearTimeout(timer));
    if (this.#over) return;
    this.#clock.epoch = monotonic();
    for (const { id, at, what } of incidents(faults)) this.#schedule(at, async () => this[what](id));
    for (const id of nodes.keys()) this.#roster.go(id, this.#clock.epoch);
    this.#giveBack();
  }

  /** Ends a node's thread at once: its memory is gone, its disk stays. */
  async crash(id: NodeId): Promise<void> {
    if (!this.#roster.crew.has(id)) return;
    const place = this.#roster.place(id);
    const undone = new Gate(place.address.gate).close();
    await this.#roster.crew.dismiss(id);
    this.write(id, "crash", ++place.lamport, undefined, undefined, undefined);
    this.#bury(undone());
  }

  async restart(id: NodeId): Promise<void> {
    const roster = this.#roster;
    if (roster.crew.has(id)) return;
    const place = roster.place(id);
    place.lives++;
    place.address = roster.newAddress();
    await roster.boot(id);
    roster.announce(id, place.address);
    roster.go(id, this.#clock.epoch);
  }

  pause(id: NodeId): void {
    this.#roster.crew.tell(id, { kind: "pause" });
  }

  resume(id: NodeId): void {
    this.#roster.crew.tell(id, { kind: "resume" });
  }

  /** Parts groups of nodes from each other, or heals all. Resolves when every node that is not busy knows. */
  async part(groups: NodeId[][] | undefined): Promise<void> {
    const roster = this.#roster;
    roster.groups = groups;
    const up = roster.ids.filter((id) => roster.crew.has(id));
    await Promise.all(up.map((id) => roster.ask(id, { kind: "part", groups }, PATIENCE_MS)));
  }

  /** Adds a node to a live system. */
  async add(id: NodeId, given: unknown): Promise<void> {
    if (this.knows(id)) throw new MisuseError(`There is a node "${id}" already.`);
    this.#credits.take();
    await this.#spawn(id, prepareNode(id, given), this.#roster.newAddress());
  }

  /** Ends the run and tells what happened. */
  async finish(reason: Run["reason"]): Promise<Run> {
    this.#duration = reason === "limit" ? (this.options.limit ?? DEFAULT_LIMIT_MS) : this.time();
    this.#over = true;
    this.#roster.crew.stopWatching();
    this.#wire.close();
    const { states, errors: late } = await lastWords(this.#roster, reason, this.#duration);
    this.#chronicle.errors.push(...late);
    // Each thread's mail comes in order, but that of one may outrun that of another: a misuse is known for sure only now.
    if (this.#failure) throw this.#failure;
    const { trace, outputs, errors, history } = this.#chronicle;
    const stats = { ...this.#chronicle.count(trace), ms: this.#duration };
    rememberSystem(trace, this.system);
    return new Run({ trace, outputs, states: () => states, errors, stats, history: history.operations, reason });
  }

  /** Ends all threads; nothing is told any more. */
  async abandon(): Promise<void> {
    this.#over = true;
    this.#wire.close();
    await this.#roster.crew.dismissAll();
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
    return this.#clock.time();
  }

  knows(id: NodeId): boolean {
    return this.#roster.has(id);
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

  #place(id: NodeId, node: PreparedNode, address: Address): void {
    const mayCrash = this.live || incidents(this.system.faults).some((one) => one.id === id && one.what === "crash");
    this.#roster.add(id, node, mayCrash, address);
    this.#chronicle.add(id, node);
  }

  #hear(id: NodeId, message: FromNode): void {
    const roster = this.#roster;
    const place = roster.place(id);
    switch (message.kind) {
      case "ready":
      case "parted":
      case "stopped":
        return place.waiting?.(message);
      case "misuse":
        return this.fail(receiveError(message.error));
      case "connect": {
        const { to, life, port } = message;
        if (roster.place(to).address.life === life) roster.crew.tell(to, { kind: "attach", port }, [port]);
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
    const place = this.#roster.place(id);
    place.lamport = lastLamport(told) ?? place.lamport;
    const { until } = this.options;
    if (typeof until === "function" && !this.#over && until(this.#chronicle)) this.#end("until");
  }

  async #spawn(id: NodeId, node: PreparedNode, address: Address): Promise<void> {
    if (this.knows(id)) return this.fail(new MisuseError(`Two nodes spawn "${id}".`));
    this.#place(id, node, address);
    this.#roster.announce(id, address);
    await this.#roster.boot(id);
    this.#roster.go(id, this.#clock.epoch);
    this.#giveBack();
  }

  /** Something on the wire has reached its end. */
  #arrive(parcel: Parcel, lost: boolean): void {
    const { to, from, event, lamport } = parcel;
    if (to === OUTSIDE) {
      this.outside.receive(parcel);
      return this.#giveBack();
    }
    if (!lost && new Gate(this.#roster.place(to).address.gate).enter())
      return this.#roster.crew.tell(to, { kind: "deliver", parcel: { ...parcel, kept: undefined } });
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
      const place = this.#roster.place(id);
      const undone = new Gate(place.address.gate).close();
      this.#chronicle.errors.push({ node: id, error });
      this.write(id, "error", ++place.lamport, undefined, `${error.name}: ${error.message}`, undefined);
      place.waiting?.(undefined);
      this.#bury(undone());
    }
  }
}

function ring(bell: SharedArrayBuffer): void {
  const view = new Int32Array(bell);
  Atomics.store(view, 0, 1);
  Atomics.notify(view, 0);
}

function notReady(late: readonly NodeId[]): Error {
  return new MisuseError(
    `${late.map((id) => `"${id}"`).join(", ")} did not get ready within ${START_LIMIT_MS / 1000} s. Does the class do something that ` +
      "never ends, in a static field?",
  );
}
