// A run on real threads: starts the nodes, introduces them to each other, carries out crashes, and notices when all is
// quiet. Messages go from thread to thread; only those that take their time, or go outside, pass here.
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import type { Recorder, SentEnvelope } from "../../trace/recorder.js";
import { host } from "../host.js";
import { Outside } from "../outside.js";
import { incidents, type PreparedNode, type PreparedSystem } from "../prepared-system.js";
import type { Run, RunOptions } from "../run.js";
import { Bell } from "./bell.js";
import { Credits, Gate } from "./credits.js";
import { batchesOf, encodeRow, envelopesOf, type TextBatch } from "./envelope-text.js";
import { NodeDirectory } from "./node-directory.js";
import { type Address, ELSEWHERE, encodeEnvelope, type FromNode, receiveError } from "./protocol.js";
import { monotonic } from "./run-clock.js";
import type { RunRecord, Setting } from "./setting.js";
import { type FinalReports, shutDown } from "./shutdown.js";
import { type EventBatch, lastLamport } from "./trace-buffer.js";
import { Wire } from "./wire.js";
import { WorkerAssignments } from "./worker-assignments.js";

export const DEFAULT_LIMIT_MS = 10_000;
/** How long the threads of a run may take to evaluate the classes of their nodes. */
const START_LIMIT_MS = 30_000;
/** A single step may take this share of the run's limit; then its node is ended, and the others keep running. */
const STEP_SHARE = 0.5;
/** How long a `stop` waits for what is under way, and a partition for nodes that are busy. */
const SETTLE_MS = 100;

export class Coordinator {
  readonly outside: Outside;
  readonly recorder: Recorder;
  /** Settles when the run has ended, one way or another. */
  readonly ended: Promise<Run["reason"]>;
  #end!: (reason: Run["reason"]) => void;
  #reject!: (error: Error) => void;
  #failure: Error | undefined;
  #directory: NodeDirectory;
  readonly #record: RunRecord;
  #credits: Credits;
  #over = false;
  #wire = new Wire(
    () => this.time(),
    (envelope, lost) => this.#arrive(envelope, lost),
  );

  /** @param live it may be asked, and its nodes crashed, at any time; quiet does not end it */
  constructor(
    readonly system: PreparedSystem,
    readonly options: RunOptions,
    readonly live: boolean,
    readonly setting: Setting,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#reject = reject;
    });
    this.ended.catch(() => {});
    const { record, beyond } = setting;
    this.#record = record;
    this.recorder = record;
    this.outside = new Outside(this, record.history, beyond?.outside, beyond?.mayAnswer);
    this.#credits = new Credits(undefined, beyond?.incarnations);
    const { limit = DEFAULT_LIMIT_MS } = options;
    const workers = new WorkerAssignments(system.nodes.size, limit * STEP_SHARE, {
      onMessage: (id, message) => this.#onMessage(id, message),
      onWorkerExit: (ids, error) => this.#onWorkerExit(ids, error),
    });
    this.#directory = new NodeDirectory(system, workers, this.#credits, options.trace !== false);
    host()?.watch?.(() => workers.inAStep());
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
    await this.boot();
    if (!this.#over) this.go(monotonic());
  }

  /** Gives every node a thread. Resolves when all are ready to go. */
  async boot(): Promise<void> {
    const { nodes } = this.system;
    this.#credits.take();
    for (const [id, node] of nodes) this.#addNode(id, node, this.#directory.newAddress());
    const timer = setTimeout(() => this.fail(this.#directory.startFailure(START_LIMIT_MS)), START_LIMIT_MS);
    const booted = Promise.all([...nodes.keys()].map((id) => this.#directory.boot(id)));
    await Promise.race([booted, this.ended]).finally(() => clearTimeout(timer));
  }

  /** Lets all nodes begin. @param epoch when the run began, on the threads' clock */
  go(epoch: number): void {
    const { nodes, faults } = this.system;
    this.setting.clock.epoch = epoch;
    for (const { id, at, what } of incidents(faults)) if (nodes.has(id)) this.#doAt(at, async () => this[what](id));
    for (const id of nodes.keys()) this.#directory.go(id, epoch);
    this.#giveBack();
  }

  /** Nodes elsewhere have joined. */
  meet(ids: readonly NodeId[]): void {
    for (const id of ids) this.#directory.announce(id, ELSEWHERE);
  }

  /** Nodes elsewhere have left. */
  leave(ids: readonly NodeId[]): void {
    for (const id of ids) this.#directory.leave(id);
  }

  /** Envelopes that come from elsewhere. Their delays are over, and no fault concerns them any more. */
  receive(batch: TextBatch): void {
    const { to, count } = batch;
    this.#credits.take(count);
    if (to !== this.outside.id && new Gate(this.#directory.entry(to).address.gate).enter(count))
      this.#directory.workers.tell(to, { kind: "mail", batch });
    else for (const envelope of envelopesOf(batch)) this.#arrive(envelope, false);
  }

  /** Ends a node's thread at once: its memory is gone, its disk stays. */
  async crash(id: NodeId): Promise<void> {
    if (!this.#directory.workers.has(id)) return;
    const entry = this.#directory.entry(id);
    const undone = new Gate(entry.address.gate).close();
    await this.#directory.workers.terminate(id);
    this.recorder.local(entry, "crash");
    this.#giveBack(undone());
  }

  async restart(id: NodeId): Promise<void> {
    const directory = this.#directory;
    if (directory.workers.has(id)) return;
    const entry = directory.entry(id);
    entry.restarts++;
    entry.address = directory.newAddress();
    await directory.boot(id);
    directory.announce(id, entry.address);
    directory.go(id, this.setting.clock.epoch);
  }

  pause(id: NodeId): void {
    this.#directory.workers.tell(id, { kind: "pause" });
  }

  resume(id: NodeId): void {
    this.#directory.workers.tell(id, { kind: "resume" });
  }

  /** Parts groups of nodes from each other, or heals all. Resolves when every node that is not busy knows. */
  async part(groups: NodeId[][] | undefined): Promise<void> {
    const directory = this.#directory;
    directory.groups = groups;
    const up = directory.ids.filter((id) => directory.workers.has(id));
    await Promise.all(up.map((id) => directory.ask(id, { kind: "part", groups }, SETTLE_MS)));
  }

  /** Adds a node to a live system. */
  async add(id: NodeId, node: PreparedNode): Promise<void> {
    if (this.knows(id)) throw new MisuseError(`There is a node "${id}" already.`);
    this.#credits.take();
    await this.#spawn(id, node, this.#directory.newAddress());
  }

  /** Ends all nodes. @param duration how long the run took, in ms */
  async close(reason: Run["reason"], duration: number): Promise<Pick<FinalReports, "states" | "waiting">> {
    this.#over = true;
    this.#directory.workers.stopWatching();
    this.#wire.close();
    const { states, errors, waiting } = await shutDown(this.#directory, reason, duration);
    for (const { node, error } of errors) this.#record.fail(node, error);
    // Each thread's mail comes in order, but one may outrun another: only now is a misuse known for sure.
    if (this.#failure) throw this.#failure;
    return { states, waiting };
  }

  /** Ends all threads; nothing is reported any more. */
  async abandon(): Promise<void> {
    this.#over = true;
    this.#wire.close();
    await this.#directory.workers.terminateAll();
  }

  /** Waits a little for what is under way in a live system. */
  settle(): Promise<void> {
    return this.#credits.settled(SETTLE_MS);
  }

  time(): number {
    return this.setting.clock.time();
  }

  /** Whether there is such a node, here or elsewhere. */
  knows(id: NodeId): boolean {
    return this.has(id) || this.setting.beyond?.knows(id) === true;
  }

  /** The nodes here. */
  get ids(): NodeId[] {
    return this.#directory.ids;
  }

  /** Whether there is such a node here. */
  has(id: NodeId): boolean {
    return this.#directory.has(id);
  }

  envelope(from: NodeId, to: NodeId, message: any, call: number): SentEnvelope {
    return { from, to, message, call, event: -1, lamport: 0, at: this.time(), kept: message };
  }

  /** A question from outside. */
  transmit(envelope: SentEnvelope): void {
    this.#credits.take();
    this.#arrive(envelope, false);
  }

  /** Resolves when whatever is in the mail now has been read, here and elsewhere. */
  async #hearNews(): Promise<void> {
    await this.setting.beyond?.hearNews();
    // After two rounds of the event loop, whatever was in the mail of this thread has been read.
    await new Promise((done) => setImmediate(() => setImmediate(done)));
  }

  #sendBeyond(envelope: SentEnvelope): void {
    const { beyond } = this.setting;
    if (beyond) for (const batch of batchesOf(envelope.from, envelope.to, [encodeRow(envelope)])) beyond.send(batch);
    else this.recorder.lost(envelope);
  }

  #addNode(id: NodeId, node: PreparedNode, address: Address): void {
    const mayCrash = this.live || incidents(this.system.faults).some((one) => one.id === id && one.what === "crash");
    this.#directory.add(id, node, mayCrash, address);
    this.#record.add(id, node);
  }

  #onMessage(id: NodeId, message: FromNode): void {
    const directory = this.#directory;
    const entry = directory.entry(id);
    switch (message.kind) {
      case "ready":
      case "parted":
      case "stopped":
        return entry.waiting?.(message);
      case "misuse":
        return this.#onMisuse(id, receiveError(message.error));
      case "connect": {
        const { to, incarnation, port } = message;
        if (directory.entry(to).address.incarnation === incarnation)
          directory.workers.tell(to, { kind: "attach", port }, [port]);
        return;
      }
      case "wire":
        return this.#wire.add(message.envelope, message.due, message.lost);
      case "elsewhere":
        for (const batch of message.mail) {
          this.setting.beyond!.send(batch);
          this.#giveBack(batch.count);
        }
        return;
      case "batch":
        return this.#collect(id, message);
      case "disk":
        return void (entry.disk = message.disk);
      case "failed":
        return this.#record.fail(id, receiveError(message.error));
      case "spawn":
        return this.#onSpawn(id, message);
      case "whois":
        return void this.#hearNews().then(() => new Bell(message.bell).ring());
      case "print":
        return this.setting.print(id, message.text, message.stream);
      case "quiet":
        return this.#noticeQuiet();
    }
  }

  #collect(id: NodeId, batch: EventBatch): void {
    this.#record.collect(id, batch);
    const entry = this.#directory.entry(id);
    entry.lamport = lastLamport(batch) ?? entry.lamport;
    if (!this.#over && this.setting.done?.()) this.#end("until");
  }

  #onSpawn(parent: NodeId, { id, node, address }: Extract<FromNode, { kind: "spawn" }>): void {
    const refusal = this.setting.beyond?.refuse(id);
    if (refusal === undefined) return void this.#spawn(id, node, address);
    this.#onMisuse(parent, new MisuseError(refusal));
    this.#giveBack();
  }

  async #spawn(id: NodeId, node: PreparedNode, address: Address): Promise<void> {
    if (this.knows(id)) return this.fail(new MisuseError(`Two nodes spawn "${id}".`));
    this.#addNode(id, node, address);
    this.#directory.announce(id, address);
    await this.#directory.boot(id);
    this.#directory.go(id, this.setting.clock.epoch);
    this.#giveBack();
  }

  /** Something on the wire has reached its end. */
  #arrive(envelope: SentEnvelope, lost: boolean): void {
    const { to } = envelope;
    if (to === this.outside.id) this.outside.receive(envelope);
    else if (lost) this.recorder.lost(envelope);
    else if (!this.has(to)) this.#sendBeyond(envelope);
    else if (new Gate(this.#directory.entry(to).address.gate).enter())
      return this.#directory.workers.tell(to, { kind: "deliver", envelopes: [encodeEnvelope(envelope)] });
    else this.recorder.lost(envelope);
    this.#giveBack();
  }

  /** Something planned; it keeps the run from being quiet. */
  #doAt(at: number, act: () => Promise<void>): void {
    this.#credits.take();
    this.#wire.at(at, () => {
      act().then(
        () => this.#giveBack(),
        (error) => this.fail(error),
      );
    });
  }

  /** Also gives back what a thread that has ended left undone, which may be nothing. */
  #giveBack(credits = 1): void {
    if (credits > 0 && this.#credits.giveBack(credits)) this.#noticeQuiet();
  }

  #noticeQuiet(): void {
    // In a live system the news may be out of date: a question may have been asked since.
    if (!this.quiet) return;
    this.#credits.announceQuiet();
    const { beyond } = this.setting;
    if (beyond) return beyond.onQuiet();
    if (!this.live) return this.#end("quiet");
    // What the threads reported before they fell silent is in the mail already.
    setImmediate(() => this.quiet && this.outside.giveUp("all is quiet, so no answer will come."));
  }

  /** A thread ended by itself: it ran out of memory, or its code called process.exit. */
  #onWorkerExit(ids: readonly NodeId[], error: Error): void {
    if (this.#over) return;
    for (const id of ids) {
      this.#record.fail(id, error);
      this.#endNode(id, error);
    }
  }

  /** A node whose thread has ended, because of an error. */
  #endNode(id: NodeId, error: Error): void {
    const entry = this.#directory.entry(id);
    const undone = new Gate(entry.address.gate).close();
    this.recorder.local(entry, "error", undefined, `${error.name}: ${error.message}`);
    entry.waiting?.(undefined);
    this.#giveBack(undone());
  }

  /** Misuse ends a run; of a run that is shared with others it ends the node. */
  #onMisuse(id: NodeId, error: Error): void {
    if (!this.setting.beyond) return this.fail(error);
    if (!this.#directory.workers.has(id)) return;
    // Known before anything that the node's end may cause, such as quiet.
    this.#record.fail(id, error);
    this.#credits.take();
    void this.#directory.workers.terminate(id).then(() => {
      this.#endNode(id, error);
      this.#giveBack();
    });
  }
}
