// The simulator: one event queue, virtual time, one thread. The same system and seed give the same trace, byte for
// byte.

import { LinkRules, Links } from "../../network/links.js";
import { randomStream } from "../../network/random.js";
import { copy } from "../../node/copy.js";
import type { Effect, Input } from "../../node/effects.js";
import { MisuseError } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { Process } from "../../node/process.js";
import type { Recorder } from "../../trace/recorder.js";
import { OUTSIDE } from "../../trace/trace.js";
import { keyOfWaking } from "../actor.js";
import { type Print, printNode } from "../console.js";
import { nextTurn } from "../event-loop.js";
import { CancellableQueue } from "../event-queue.js";
import { host } from "../host.js";
import { Outside } from "../outside.js";
import { evaluateFaults, incidents, type PreparedSystem, rememberSystem } from "../prepared-system.js";
import type { Run } from "../run.js";
import { guardOfNodes, guardOfRules } from "./endings.js";
import { LoopGuard } from "./loop-guard.js";
import { Pauses } from "./pauses.js";
import { Population } from "./population.js";
import { Recording } from "./recording.js";
import { EnvelopeInFlight, type ScheduledEvent } from "./scheduled-event.js";
import { type Alarm, type SimulatedNode, statesOf, type World } from "./simulated-node.js";
import type { StepGuard } from "./step-guard.js";

export class Simulation implements World {
  now = 0;
  readonly recording: Recording;
  readonly recorder: Recorder;
  readonly outside: Outside;
  #events = new CancellableQueue<ScheduledEvent>();
  readonly #guard: LoopGuard;
  readonly #stepGuard: StepGuard;
  readonly #ruleGuard: StepGuard | undefined;
  /** Nodes that have made a call. */
  readonly #callers = new Set<SimulatedNode>();
  readonly #pauses = new Pauses();
  readonly links: Links;
  /** Whose step it is, for what it prints, and for what its async handlers do. */
  #stepping: SimulatedNode | undefined;
  readonly #effects: Effect[] = [];
  readonly #cell = host()?.cell();
  readonly #nodes: Population;

  /**
   * @param hold for a caller that decides itself what happens when: gets every envelope that is sent; timers wait for
   * `happen`
   * @param print what nodes write to the console goes there
   * @param guardOf makes what ends steps that do not end
   */
  constructor(
    readonly system: PreparedSystem,
    readonly tracing: boolean,
    readonly hold?: (envelope: EnvelopeInFlight) => void,
    readonly print: typeof printNode = printNode,
    guardOf: typeof guardOfNodes = guardOfNodes,
  ) {
    this.#stepGuard = guardOf(() => this.#stepping);
    const printed: Print = (text, stream) => this.print(this.#stepping?.id ?? OUTSIDE, text, stream, this.#cell);
    this.#nodes = new Population(this, printed, this.#stepGuard);
    this.recording = new Recording(system, tracing, this);
    this.recorder = this.recording.recorder;
    this.#guard = new LoopGuard(this.recording);
    this.outside = new Outside(this, this.recording.history);
    this.#ruleGuard = guardOfRules(system.faults);
    const rules = new LinkRules(evaluateFaults(system.faults, this.#ruleGuard), 1);
    this.links = new Links(rules, (from) =>
      randomStream(system.seed, "links", from, this.#nodes.get(from).incarnations - 1),
    );
    for (const [id, prepared] of system.nodes) this.#nodes.add(id, prepared);
    if (hold) return;
    for (const node of this.#nodes.all) this.#events.add(0, node);
    for (const { id, at, what } of incidents(system.faults)) this.#do(at, () => this[what](id));
  }

  /** When the next thing is due; undefined when all is quiet. */
  get next(): number | undefined {
    return this.#events.next;
  }

  /** Whether something is due, not after `end`. Like `next`, but makes no number for every step. */
  dueBy(end: number): boolean {
    return this.#events.isDueBy(end);
  }

  /**
   * Does the next thing that is due. Returns a promise only where async handlers are open: it resolves when they have
   * gone as far as they can.
   */
  advance(): Promise<void> | undefined {
    const event = this.#events.take();
    if (!event) return undefined;
    const { at } = this.#events;
    this.#guard.step(at > this.now, this.#nodes.size);
    this.now = at;
    return this.happen(event);
  }

  /** Lets an event happen now. Returns a promise as `advance` does. */
  happen(event: ScheduledEvent): Promise<void> | undefined {
    return this.#happen(event) ? undefined : this.#settle();
  }

  /** Loses the node's memory; its disk stays. */
  crash(id: NodeId): boolean {
    const node = this.#nodes.get(id);
    const { process } = node;
    if (!process) return true;
    if (process.hasDisk) node.disk = copy(process.disk, `the disk of ${id}`);
    node.process = undefined;
    this.#events.cancelled += node.dropTimers();
    this.#endPause(node);
    this.recorder.local(node, "crash");
    return true;
  }

  restart(id: NodeId): boolean {
    const node = this.#nodes.get(id);
    return node.process ? true : this.#begin(node, "restart");
  }

  /** Stands still: what is due for the node waits. */
  pause(id: NodeId): boolean {
    const node = this.#nodes.get(id);
    if (this.#pauses.begin(node)) this.#remark(node, "paused");
    return true;
  }

  resume(id: NodeId): boolean {
    const node = this.#nodes.get(id);
    if (this.#pauses.has(node)) this.#remark(node, "resumed");
    this.#endPause(node);
    return true;
  }

  /** Parts groups of nodes from each other until `part(undefined)`. */
  part(groups: NodeId[][] | undefined): void {
    this.links.part(groups);
  }

  /** Adds a node at run time. */
  add(id: NodeId, given: unknown): void {
    const prepared = this.#nodes.prepare(id, given);
    this.recording.add(id, prepared);
    const node = this.#nodes.add(id, prepared);
    if (!this.hold) this.#events.add(this.now, node);
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
    rememberSystem(this.recording.trace, this.system);
    const waiting = [...this.#callers].flatMap((node) => node.waiting).sort((a, b) => a.since - b.since);
    return this.recording.result(reason, this.now, () => statesOf(this.#nodes.all), waiting);
  }

  time(): number {
    return this.now;
  }

  get ids(): readonly NodeId[] {
    return this.#nodes.ids;
  }

  node(id: NodeId): SimulatedNode | undefined {
    return this.#nodes.find(id);
  }

  knows(id: NodeId): boolean {
    return this.#nodes.has(id);
  }

  classOf(node: SimulatedNode): new () => any {
    return this.#nodes.classOf(node);
  }

  envelope(from: NodeId, to: NodeId, message: any, call?: number, answers?: number): EnvelopeInFlight {
    // Without a trace nothing reads when it was sent, and a number that is not stored need not be allocated.
    if (!this.tracing) return new EnvelopeInFlight(from, to, message, undefined, 0, call, answers);
    return new EnvelopeInFlight(from, to, message, copy(message, "a message"), this.now, call, answers);
  }

  /** @param sender  undefined where it comes from outside */
  transmit(envelope: EnvelopeInFlight, delay: number, lost: boolean, sender?: SimulatedNode): void {
    envelope.node = sender ? sender.receiver(envelope.to) : this.node(envelope.to);
    if (lost) envelope.kind = "lose";
    if (this.hold) this.hold(envelope);
    else this.#events.add(this.now + delay, envelope);
  }

  setTimer(node: SimulatedNode, name: string, ms: number, cause: number): void {
    this.clearTimer(node, name);
    this.#setAlarm(node, name, ms, undefined, cause);
  }

  clearTimer(node: SimulatedNode, name: string): void {
    if (node.dropTimer(name)) this.#events.cancelled++;
  }

  later(node: SimulatedNode, ms: number, input: Input, cause: number): void {
    this.#setAlarm(node, keyOfWaking(input), ms, input, cause);
  }

  spawn(_node: SimulatedNode, id: NodeId, node: unknown): void {
    this.add(id, node);
  }

  output({ id }: SimulatedNode, value: unknown): void {
    this.#guard.output();
    this.recording.output(id, value);
  }

  operation(node: SimulatedNode, call: number, part: { input: unknown } | { output: unknown }): void {
    const { id, incarnations } = node;
    this.#callers.add(node);
    const client = `${id}/${incarnations}`;
    this.recording.history.add({ client, call, process: id, at: this.now, ...copy(part, "a call") });
  }

  failed(node: SimulatedNode, error: Error): void {
    this.recording.errors.push({ node: node.id, error });
    this.#events.cancelled += node.dropTimers();
  }

  /** @returns whether the step is complete: false if microtasks must run first */
  #happen(event: ScheduledEvent): boolean {
    if (this.#pauses.keepsBack(event)) return true;
    this.#stepGuard.begin();
    this.#ruleGuard?.begin();
    switch (event.kind) {
      case "arrive":
        return this.#deliver(event);
      case "lose":
        return this.#lose(event);
      case "alarm": {
        const { node, name, input, cause } = event;
        node.dropTimer(name);
        this.#stepping = node;
        return input ? node.wake(input, cause) : node.timer(name, cause);
      }
      case "start":
        return this.#begin(event, "start");
      case "do":
        return event.act();
    }
  }

  #remark(node: SimulatedNode, text: string): void {
    if (node.process) this.recorder.local(node, "note", undefined, text);
  }

  #deliver(envelope: EnvelopeInFlight): boolean {
    const { node } = envelope;
    if (!node) {
      this.outside.receive(envelope);
      return true;
    }
    if (!node.up) return this.#lose(envelope);
    this.#stepping = node;
    return node.receive(envelope);
  }

  #lose(envelope: EnvelopeInFlight): boolean {
    this.recorder.lost(envelope);
    return true;
  }

  #begin(node: SimulatedNode, kind: "start" | "restart"): boolean {
    node.nextIncarnation();
    node.process = new Process(node.id, node, node, node.disk, this.#effects);
    this.#stepping = node;
    return node.begin(kind);
  }

  /** What waited for a paused node is due again. */
  #endPause(node: SimulatedNode): void {
    for (const event of this.#pauses.end(node) ?? []) this.#events.add(this.now, event);
  }

  #do(at: number, act: () => boolean): void {
    this.#events.add(at, { kind: "do", node: undefined, act, cancelled: false });
  }

  #setAlarm(node: SimulatedNode, name: string, ms: number, input: Input | undefined, cause: number): void {
    const alarm: Alarm = { kind: "alarm", node, name, input, cause, cancelled: false };
    node.setTimer(alarm);
    if (!this.hold) this.#events.add(this.now + ms, alarm);
  }

  async #settle(): Promise<void> {
    const node = this.#stepping!;
    await nextTurn();
    node.finish();
    const { open, waits, ended, id } = node.process!;
    if (open > 0 && waits === 0 && !ended)
      throw new MisuseError(
        `A handler of ${id} awaits something other than call or sleep. In the simulator nothing else can be waited for.`,
      );
  }
}
