// A run on real threads: starts a worker for each node, introduces them to each other, carries out crashes, and notices when all is quiet.
// Messages go from worker to worker; only those that take their time, or go outside, pass here.
import type { Worker } from "node:worker_threads";
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import type { EventKind, Trace } from "../../trace/trace.js";
import { OUTSIDE, TRACE_VERSION } from "../../trace/trace.js";
import type { Parcel } from "../actor.js";
import { labelled } from "../console.js";
import { History } from "../history.js";
import { host } from "../host.js";
import { Outside } from "../outside.js";
import { crashes, describeSystem, type Prepared, type PreparedNode } from "../prepared.js";
import { countMessages, Run, type RunOptions } from "../run.js";
import { hideState } from "../states.js";
import { prepareNode } from "../system.js";
import { assemble } from "./assemble.js";
import { Credits, Gate } from "./credits.js";
import { returnThread, takeThread } from "./pool.js";
import {
  type Address,
  type Boot,
  type Counts,
  type FromThread,
  originOf,
  type Record,
  receiveError,
  type SentError,
  type ToThread,
} from "./protocol.js";
import { Wire } from "./wire.js";

/** How long a thread may take to say its last words before it is ended. */
const LAST_WORDS_MS = 500;
/** How long a `stop` waits for what is under way. */
const SETTLE_MS = 100;

interface Place {
  readonly node: PreparedNode;
  lives: number;
  lamport: number;
  disk: object;
  worker: Worker | undefined;
  address: Address;
  /** Set when the worker is to end: its exit is no surprise then. */
  ending: boolean;
  ready: (() => void) | undefined;
  /** Messages for a thread that does not exist yet. */
  last: ((words: LastWords) => void) | undefined;
}

interface LastWords {
  state?: object;
  hidden: string[];
  clean: boolean;
}

export class Coordinator {
  readonly history = new History();
  readonly outside = new Outside(this, this.history);
  /** Settles when the run has ended, one way or another. */
  readonly ended: Promise<Run["reason"]>;
  #end!: (reason: Run["reason"]) => void;
  #fail!: (error: Error) => void;
  #places = new Map<NodeId, Place>();
  #records: Record[] = [];
  #outputs: { [id: NodeId]: unknown[] } = {};
  #errors: { node: NodeId; error: Error }[] = [];
  #counts: Counts = { messages: 0, delivered: 0, lost: 0, byType: {} };
  #credits = new Credits();
  #epoch = process.hrtime.bigint();
  #event = 0;
  #duration = 0;
  #over = false;
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
      this.#fail = reject;
    });
    this.ended.catch(() => {});
  }

  /** Starts all nodes. Resolves when each has been told to go. */
  async begin(): Promise<void> {
    const { nodes, faults } = this.system;
    for (const [id, node] of nodes) this.#place(id, node, { life: this.#credits.nextLife(), gate: new Gate().memory });
    await Promise.race([Promise.all([...nodes.keys()].map((id) => this.#boot(id))), this.ended]);
    if (this.#over) return;
    this.#epoch = process.hrtime.bigint();
    for (const { id, at, restart } of crashes(faults)) {
      this.#schedule(at, () => this.crash(id));
      if (restart !== undefined) this.#schedule(restart, () => this.restart(id));
    }
    this.#credits.take();
    for (const id of nodes.keys()) this.#go(id);
    this.#giveBack();
  }

  /** Ends a node's thread at once: its memory is gone, its disk stays. */
  async crash(id: NodeId, error?: Error): Promise<void> {
    const place = this.#places.get(id)!;
    const { worker } = place;
    if (!worker || place.ending) return;
    place.ending = true;
    const undone = new Gate(place.address.gate).close();
    await worker.terminate();
    place.worker = undefined;
    place.lamport =
      Math.max(place.lamport, ...this.#records.filter((record) => record.node === id).map((record) => record.lamport)) +
      1;
    if (error) {
      this.#errors.push({ node: id, error });
      this.write(id, "error", place.lamport++, undefined, `${error.name}: ${error.message}`, undefined);
    } else this.write(id, "crash", place.lamport, undefined, undefined, undefined);
    const left = undone();
    if (left > 0) this.#giveBack(left);
  }

  async restart(id: NodeId): Promise<void> {
    const place = this.#places.get(id)!;
    if (place.worker) return;
    place.lives++;
    place.address = { life: this.#credits.nextLife(), gate: new Gate().memory };
    await this.#boot(id);
    for (const [other, { worker }] of this.#places)
      if (other !== id) this.#post(worker, { kind: "address", id, address: place.address });
    this.#go(id);
  }

  /** Ends the run and tells what happened. */
  async finish(reason: Run["reason"]): Promise<Run> {
    this.#duration = reason === "limit" ? (this.options.limit ?? 10_000) : this.time();
    this.#over = true;
    this.#wire.close();
    const states = await this.#lastWords();
    const { options, system } = this;
    const events = assemble(this.#records);
    const trace: Trace = {
      version: TRACE_VERSION,
      system: describeSystem(system),
      seed: system.seed,
      engine: "threads",
      events,
    };
    for (const [id, { node }] of this.#places)
      (trace.system.nodes as any)[id] ??= { class: node.class, fields: node.fields };
    const counts = options.trace === false ? this.#counts : countMessages(events);
    const stats = { ...counts, ms: this.#duration };
    return new Run({
      trace,
      outputs: this.#outputs,
      states,
      errors: this.#errors,
      stats,
      history: this.history.operations,
      reason,
    });
  }

  /** Ends all threads; nothing is told any more. */
  async abandon(): Promise<void> {
    this.#over = true;
    this.#wire.close();
    await Promise.all([...this.#places.values()].map((place) => this.#terminate(place)));
  }

  /** Waits a little for what is under way in a live system. */
  async settle(): Promise<void> {
    if (this.quiet) return;
    await Promise.race([
      new Promise<void>((resolve) => (this.#onQuiet = resolve)),
      new Promise((resolve) => setTimeout(resolve, SETTLE_MS)),
    ]);
  }

  #onQuiet: (() => void) | undefined;

  /** Nothing is in flight, and no timer is set. */
  get quiet(): boolean {
    return this.#credits.allBack;
  }

  time(): number {
    return Math.round(Number(process.hrtime.bigint() - this.#epoch) / 1000) / 1000;
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
    const event = this.#event++;
    if (this.options.trace !== false) {
      const sent = parcel && originOf(parcel);
      this.#records.push({ event, node, kind, at: this.time(), lamport, cause, message, peer, sent });
    } else if (kind === "send") this.#counts.messages++;
    return event;
  }

  /** A question from outside. */
  transmit(parcel: Parcel): void {
    this.#credits.take();
    this.#arrive(parcel, false);
  }

  #place(id: NodeId, node: PreparedNode, address: Address): Place {
    const place: Place = {
      node,
      lives: 0,
      lamport: 0,
      disk: {},
      worker: undefined,
      address,
      ending: false,
      ready: undefined,
      last: undefined,
    };
    this.#places.set(id, place);
    this.#outputs[id] = [];
    return place;
  }

  #boot(id: NodeId): Promise<void> {
    const { system, live } = this;
    const place = this.#places.get(id)!;
    const worker = takeThread();
    place.worker = worker;
    place.ending = false;
    const { life } = place.address;
    worker.on("message", (message: FromThread) => this.#hear(id, place, life, message));
    worker.on("error", (error: any) => this.#lostThread(id, place, worker, error));
    worker.on("exit", (code) =>
      this.#lostThread(id, place, worker, new Error(`its thread ended, as by process.exit(${code})`)),
    );
    const boot: Boot = {
      kind: "boot",
      id,
      node: place.node,
      seed: system.seed,
      faults: system.faults,
      neighbours: system.neighbours?.get(id),
      lives: place.lives,
      life,
      lamport: place.lamport,
      disk: place.disk,
      directory: [...this.#places].map(([other, { address }]) => [other, address]),
      credits: this.#credits.memory,
      tracing: this.options.trace !== false,
      mayCrash: live || crashes(system.faults).some((fault) => fault.id === id),
    };
    this.#post(worker, boot);
    return new Promise((resolve) => (place.ready = resolve));
  }

  /** The start of a life holds a credit, and has passed the gate. */
  #go(id: NodeId): void {
    const { worker, address } = this.#places.get(id)!;
    this.#credits.take();
    new Gate(address.gate).enter();
    this.#post(worker, { kind: "go", epoch: this.#epoch });
  }

  #hear(id: NodeId, place: Place, life: number, message: FromThread): void {
    switch (message.kind) {
      case "ready":
        return place.ready?.();
      case "misuse":
        return this.#refuse(message.error);
      case "connect": {
        const to = this.#places.get(message.to)!;
        if (to.address.life === message.life && to.worker)
          to.worker.postMessage({ kind: "attach", port: message.port }, [message.port]);
        return;
      }
      case "wire":
        return this.#wire.add(message.parcel, message.due, message.lost);
      case "told":
        return this.#told(id, message);
      case "disk":
        place.disk = message.disk;
        return;
      case "failed":
        this.#errors.push({ node: id, error: receiveError(message.error) });
        return;
      case "spawn":
        void this.#spawn(message.id, message.node, message.address);
        return;
      case "whois":
        setImmediate(() => setImmediate(() => Atomics.notify(ring(message.bell), 0)));
        return;
      case "print":
        return this.#print(id, message.text, message.stream);
      case "quiet":
        return this.#noticeQuiet();
      case "stopped":
        if (life === place.address.life) place.last?.(message);
        return;
    }
  }

  #told(id: NodeId, { records, outputs, operations, counts }: FromThread & { kind: "told" }): void {
    for (const record of records) this.#records.push(record);
    for (const output of outputs) this.#outputs[id].push(output);
    for (const operation of operations) this.history.add(operation);
    for (const key of ["messages", "delivered", "lost"] as const) this.#counts[key] += counts[key];
    for (const [type, n] of Object.entries(counts.byType))
      this.#counts.byType[type] = (this.#counts.byType[type] ?? 0) + n;
    const { until } = this.options;
    if (typeof until === "function" && !this.#over && until({ outputs: this.#outputs, trace: this.#traceSoFar() }))
      this.#end("until");
  }

  #traceSoFar(): Trace {
    const { system } = this;
    const records = this.#records;
    return {
      version: TRACE_VERSION,
      system: describeSystem(system),
      seed: system.seed,
      engine: "threads",
      get events() {
        return assemble(records);
      },
    };
  }

  async #spawn(id: NodeId, node: PreparedNode, address: Address): Promise<void> {
    if (this.#places.has(id))
      return this.#refuse({ name: "MisuseError", message: `Two nodes spawn "${id}".`, misuse: true });
    this.#place(id, node, address);
    for (const [other, { worker }] of this.#places)
      if (other !== id) this.#post(worker, { kind: "address", id, address });
    await this.#boot(id);
    this.#go(id);
    this.#giveBack();
  }

  /** Adds a node to a live system. */
  async add(id: NodeId, given: unknown): Promise<void> {
    if (this.#places.has(id)) throw new MisuseError(`There is a node "${id}" already.`);
    this.#credits.take();
    await this.#spawn(id, prepareNode(id, given), { life: this.#credits.nextLife(), gate: new Gate().memory });
  }

  /** Something on the wire has reached its end. */
  #arrive(parcel: Parcel, lost: boolean): void {
    const { to, from, event, lamport } = parcel;
    if (to === OUTSIDE) {
      this.outside.receive(parcel);
      return this.#giveBack();
    }
    const { worker, address } = this.#places.get(to)!;
    if (!lost && new Gate(address.gate).enter()) return this.#post(worker, { kind: "deliver", parcel });
    this.write(to, "lost", lamport + 1, event, undefined, from, parcel);
    this.#giveBack();
  }

  /** Something planned; it keeps the run from being quiet. */
  #schedule(at: number, act: () => Promise<void>): void {
    this.#credits.take();
    this.#wire.at(at, () => {
      act().then(
        () => this.#giveBack(),
        (error) => this.#fail(error),
      );
    });
  }

  #giveBack(credits = 1): void {
    if (this.#credits.giveBack(credits)) this.#noticeQuiet();
  }

  #noticeQuiet(): void {
    // In a live system the news may be late: somebody has asked something since.
    if (!this.#credits.allBack) return;
    this.#onQuiet?.();
    if (!this.live) return this.#end("quiet");
    // What the threads have told on their way to silence is in the mail already.
    setImmediate(() => this.quiet && this.outside.giveUp("all is quiet, so no answer will come."));
  }

  #refuse(error: SentError): void {
    this.#fail(receiveError(error));
  }

  /** A thread ended that nobody ended: it ran out of memory, or its code called process.exit. */
  #lostThread(id: NodeId, place: Place, worker: Worker, error: any): void {
    if (place.worker !== worker || place.ending || this.#over) return;
    const told = error?.code === "ERR_WORKER_OUT_OF_MEMORY" ? new RangeError(`${id} ran out of memory`) : error;
    place.ready?.();
    void this.crash(id, told);
  }

  async #lastWords(): Promise<{ [id: NodeId]: any }> {
    const states: { [id: NodeId]: any } = {};
    const all = [...this.#places].map(async ([id, place]) => {
      if (!place.worker) return;
      let timer: NodeJS.Timeout | undefined;
      const last = new Promise<LastWords | undefined>((resolve) => {
        place.last = resolve;
        timer = setTimeout(() => resolve(undefined), LAST_WORDS_MS);
      });
      this.#post(place.worker, { kind: "stop" });
      const words = await last;
      clearTimeout(timer);
      if (!words) {
        const error = new Error(
          `${id} was still busy when the run ended after ${Math.round(this.#duration)} ms, and its thread was ended. Does a loop never end?`,
        );
        this.#errors.push({ node: id, error });
      } else if (words.hidden.length > 0) hideState(states, id, words.hidden);
      else if (words.state) states[id] = words.state;
      if (words?.clean) await this.#release(place);
      else await this.#terminate(place);
    });
    await Promise.all(all);
    return inOrder(states, [...this.#places.keys()]);
  }

  /** The thread serves another run. */
  async #release(place: Place): Promise<void> {
    place.ending = true;
    await returnThread(place.worker!);
    place.worker = undefined;
  }

  async #terminate(place: Place): Promise<void> {
    place.ending = true;
    await place.worker?.terminate();
    place.worker = undefined;
  }

  #print(id: NodeId, text: string, stream: "stdout" | "stderr"): void {
    const line = `${labelled(id, text)}\n`;
    const kernel = host();
    if (kernel) kernel.print(line, stream, this.#cell);
    else process[stream].write(line);
  }

  #post(worker: Worker | undefined, message: ToThread): void {
    worker?.postMessage(message);
  }
}

function ring(bell: SharedArrayBuffer): Int32Array {
  const view = new Int32Array(bell);
  Atomics.store(view, 0, 1);
  return view;
}

/** The same properties, in the order of `ids`: threads end as they like. */
function inOrder(states: object, ids: readonly NodeId[]): { [id: NodeId]: any } {
  const ordered = {};
  for (const id of ids) {
    const property = Object.getOwnPropertyDescriptor(states, id);
    if (property) Object.defineProperty(ordered, id, property);
  }
  return ordered;
}
