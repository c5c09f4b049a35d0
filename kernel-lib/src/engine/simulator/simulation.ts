// The simulator: one agenda, virtual time, one thread. The same system and seed give the same trace, byte for byte.

import { LinkRules, Links } from "../../network/links.js";
import { randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { Effect, Input } from "../../node/effects.js";
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { Process } from "../../node/process.js";
import { type EventKind, OUTSIDE } from "../../trace/trace.js";
import { keyOfWaking, type Parcel } from "../actor.js";
import { printNode } from "../console.js";
import { host } from "../host.js";
import { rememberSystem } from "../origins.js";
import { Outside } from "../outside.js";
import { evaluateFaults, incidents, type Prepared, type PreparedNode } from "../prepared.js";
import { Run } from "../run.js";
import { prepareNode } from "../system.js";
import type { Due } from "./due.js";
import { Evaluations } from "./evaluations.js";
import { LoopGuard } from "./loop-guard.js";
import { Place, statesOf, type World } from "./place.js";
import { Recording } from "./recording.js";
import { Schedule } from "./schedule.js";

export class Simulation implements World {
  now = 0;
  readonly recording: Recording;
  readonly outside: Outside;
  #schedule = new Schedule();
  readonly #guard: LoopGuard;
  #pauses = 0;
  #places = new Map<NodeId, Place>();
  /** What was looked up last: a message's receiver is looked up twice in a row. */
  #found: Place | undefined;
  readonly links: Links;
  /** Whose step it is, for what it prints, and for what its async handlers do. */
  #stepping: Place | undefined;
  readonly #effects: Effect[] = [];
  readonly #cell = host()?.cell();
  readonly #evaluations = new Evaluations((text, stream) =>
    this.print(this.#stepping?.id ?? OUTSIDE, text, stream, this.#cell),
  );

  /**
   * @param hold where somebody else decides what happens when: gets every parcel that is sent; timers wait for `fire`
   * @param print what nodes write to the console goes there
   */
  constructor(
    readonly system: Prepared,
    readonly tracing: boolean,
    readonly hold?: (parcel: Parcel, lost: boolean) => void,
    readonly print: typeof printNode = printNode,
  ) {
    this.recording = new Recording(system, tracing);
    this.#guard = new LoopGuard(this.recording);
    this.outside = new Outside(this, this.recording.history);
    const rules = new LinkRules(evaluateFaults(system.faults), 1);
    this.links = new Links(rules, (from) =>
      randomStream(system.seed, "links", from, this.#places.get(from)!.lives - 1),
    );
    for (const [id, node] of system.nodes) this.#place(id, node);
    if (hold) return;
    for (const place of this.#places.values()) this.#add(0, "start", place, undefined, -1);
    for (const { id, at, what } of incidents(system.faults)) this.#do(at, () => this[what](id));
  }

  /** When the next thing is due; undefined when all is quiet. */
  get next(): number | undefined {
    return this.#schedule.next;
  }

  /** Whether something is due, not after `end`. Like `next`, but makes no number for every step. */
  dueBy(end: number): boolean {
    return this.#schedule.isDueBy(end);
  }

  /** Does the next thing that is due. Returns a promise only where async handlers are open: it resolves when they have gone as far as they can. */
  advance(): Promise<void> | undefined {
    const due = this.#schedule.take();
    if (!due) return undefined;
    const { at } = this.#schedule;
    this.#guard.step(at > this.now, this.#places.size);
    this.now = at;
    return this.#happen(due) ? undefined : this.#settle();
  }

  /** Lets one thing happen that is held: a node starts, a timer fires, a parcel arrives or is lost. @returns false where there is no such thing */
  async release(
    thing: { start: NodeId } | { timer: string; of: NodeId } | { parcel: Parcel; lost: boolean },
  ): Promise<boolean> {
    let complete: boolean;
    if ("start" in thing) complete = this.#live(this.#places.get(thing.start)!, "start");
    else if ("timer" in thing) {
      const due = this.#places.get(thing.of)?.pending(thing.timer);
      if (!due) return false;
      complete = this.#happen(due);
    } else complete = thing.lost ? this.#lose(thing.parcel) : this.#deliver(thing.parcel, this.place(thing.parcel.to));
    if (!complete) await this.#settle();
    return true;
  }

  /** Loses the node's memory; its disk stays. */
  crash(id: NodeId): boolean {
    const place = this.#places.get(id)!;
    const { process } = place;
    if (!process) return true;
    if (process.hasDisk) place.disk = copy(process.disk, `the disk of ${id}`);
    place.process = undefined;
    this.#schedule.cancelled += place.dropTimers();
    this.#putBack(place);
    this.write(id, "crash", ++place.lamport, undefined, undefined, undefined);
    return true;
  }

  restart(id: NodeId): boolean {
    const place = this.#places.get(id)!;
    return place.process ? true : this.#live(place, "restart");
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
      this.#schedule.add(this.now, due);
    }
  }

  /** Parts groups of nodes from each other until `part(undefined)`. */
  part(groups: NodeId[][] | undefined): void {
    this.links.part(groups);
  }

  /** Adds a node at run time. */
  add(id: NodeId, given: unknown): void {
    const node = prepareNode(id, given, this.#evaluations.pack, this.#evaluations.shipments);
    this.recording.add(id, node);
    const place = this.#place(id, node);
    if (!this.hold) this.#add(this.now, "start", place, undefined, -1);
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
    rememberSystem(trace, this.system);
    const stats = this.recording.stats(this.now);
    return new Run({
      trace,
      outputs,
      states: () => statesOf(this.#places.values()),
      errors,
      stats,
      history: history.operations,
      reason,
    });
  }

  time(): number {
    return this.now;
  }

  get ids(): Iterable<NodeId> {
    return this.#places.keys();
  }

  place(id: NodeId): Place | undefined {
    if (this.#found?.id !== id) this.#found = this.#places.get(id);
    return this.#found;
  }

  knows(id: NodeId): boolean {
    return this.#places.has(id);
  }

  classOf({ node, id }: Place): new () => any {
    return this.#evaluations.classOf(node, id);
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
    else this.#add(this.now + delay, lost ? "lose" : "arrive", this.place(parcel.to), parcel, -1);
  }

  setTimer(place: Place, name: string, ms: number, cause: number): void {
    this.clearTimer(place, name);
    place.setTimer(name, this.#later(place, "timer", ms, name, cause));
  }

  clearTimer(place: Place, name: string): void {
    if (place.dropTimer(name)) this.#schedule.cancelled++;
  }

  later(place: Place, ms: number, input: Input, cause: number): void {
    place.setTimer(keyOfWaking(input), this.#later(place, "wake", ms, input, cause));
  }

  spawn(_place: Place, id: NodeId, node: unknown): void {
    this.add(id, node);
  }

  output({ id }: Place, value: unknown): void {
    this.#guard.output();
    this.recording.output(id, value);
  }

  operation({ id, lives }: Place, call: number, part: { input: unknown } | { output: unknown }): void {
    const client = `${id}/${lives}`;
    this.recording.history.add({ client, call, process: id, at: this.now, ...copy(part, "a call") });
  }

  failed(place: Place, error: Error): void {
    this.recording.errors.push({ node: place.id, error });
    this.#schedule.cancelled += place.dropTimers();
  }

  /** @returns whether the step is complete: false where microtasks must run first */
  #happen(due: Due): boolean {
    const { kind, place, what, cause } = due;
    if (this.#pauses > 0 && place?.backlog && kind !== "start" && kind !== "lose") {
      place.backlog.push(due);
      return true;
    }
    switch (kind) {
      case "arrive":
        return this.#deliver(what as Parcel, place);
      case "lose":
        return this.#lose(what as Parcel);
      case "timer":
        place!.dropTimer(what as string);
        this.#stepping = place;
        return place!.timer(what as string, cause);
      case "wake":
        place!.dropTimer(keyOfWaking(what as Input));
        this.#stepping = place;
        return place!.wake(what as Input, cause);
      case "start":
        return this.#live(place!, "start");
      case "do":
        return (what as () => boolean)();
    }
  }

  #remark(place: Place, text: string): void {
    if (place.process) this.write(place.id, "note", ++place.lamport, undefined, text, undefined);
  }

  /** @param place none where it goes outside */
  #deliver(parcel: Parcel, place: Place | undefined): boolean {
    if (!place) {
      this.outside.receive(parcel);
      return true;
    }
    if (!place.up) return this.#lose(parcel);
    this.#stepping = place;
    return place.receive(parcel);
  }

  #lose({ to, from, event, lamport, kept }: Parcel): boolean {
    this.write(to, "lost", lamport + 1, event, kept, from);
    return true;
  }

  #live(place: Place, kind: "start" | "restart"): boolean {
    place.nextLife();
    place.process = new Process(place.id, place, place, place.disk, this.#effects);
    this.#stepping = place;
    return place.begin(kind);
  }

  #place(id: NodeId, node: PreparedNode): Place {
    const place = new Place(this, id, node);
    this.#places.set(id, place);
    return place;
  }

  #do(at: number, act: () => boolean): void {
    this.#add(at, "do", undefined, act, -1);
  }

  #later(place: Place, kind: "timer" | "wake", ms: number, what: Due["what"], cause: number): Due {
    const due: Due = { kind, place, what, cause, off: false };
    if (!this.hold) this.#schedule.add(this.now + ms, due);
    return due;
  }

  #add(at: number, kind: Due["kind"], place: Place | undefined, what: Due["what"], cause: number): void {
    this.#schedule.add(at, { kind, place, what, cause, off: false });
  }

  async #settle(): Promise<void> {
    const place = this.#stepping!;
    await new Promise((resolve) => setImmediate(resolve));
    place.finish();
    const { open, waits, id } = place.process!;
    if (open > 0 && waits === 0)
      throw new MisuseError(
        `A handler of ${id} awaits something other than call or sleep. In the simulator nothing else can be waited for.`,
      );
  }
}
