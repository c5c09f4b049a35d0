// Turns a schedule into a trace: runs its events once more and records what the nodes do, each event with its cause and
// Lamport time. There is no time in it: every event is at 0, and diagrams show logical time.
import type { Effect } from "../node/effects.js";
import type { OpenCall } from "../trace/operation.js";
import type { Line, LocalKind, SentEnvelope } from "../trace/recorder.js";
import { TRACE_VERSION, type Trace } from "../trace/trace.js";
import { TraceRecorder } from "../trace/trace-recorder.js";
import { type Components, CRASH, CUT, DELIVER, DROP, DUPLICATE, FAIL, HEAL, MISS, RESTART } from "./components.js";
import type { NodeInput } from "./local-state.js";
import type { Schedule, Step } from "./schedule.js";
import type { Space } from "./space.js";
import { partitionWords } from "./step-words.js";
import { timerName } from "./timers.js";

/**
 * Remarks in the trace: `texts` by number of the step before which they stand; those at the number of steps stand at
 * the end.
 */
export type Remarks = ReadonlyMap<number, string>;

/** What a schedule gives: its trace, and the calls that have no answer after it. */
export interface Scheduled {
  readonly trace: Trace;
  readonly waiting: readonly OpenCall[];
}

/** @param isStuck nothing happens any more: the last remark is about a node that waits, if one does */
export async function scheduleToTrace(
  space: Space,
  schedule: Schedule,
  remarks: Remarks,
  isStuck = false,
): Promise<Scheduled> {
  const { components } = space;
  const tracer = new ScheduleTracer(space);
  for (const [node, choice] of schedule.choices.entries()) await tracer.start(node, choice);
  for (const [i, step] of schedule.steps.entries()) {
    tracer.remark(step.node, remarks.get(i));
    await tracer.step(step);
  }
  const waits = isStuck ? tracer.waits : undefined;
  const last = waits ?? schedule.steps.at(-1)?.node ?? schedule.choices.length - 1;
  tracer.remark(last, remarks.get(schedule.steps.length));
  const { system } = components.localStates;
  return {
    trace: {
      version: TRACE_VERSION,
      system: system.described,
      seed: system.seed,
      engine: "explorer",
      events: tracer.recorder.events,
    },
    waiting: tracer.waiting,
  };
}

class ScheduleTracer {
  readonly recorder = new TraceRecorder({ now: 0 });
  readonly #lines: readonly Line[];
  #states: number[];
  /** The copies of every numbered envelope that are in flight. */
  #inFlight = new Map<number, SentEnvelope[]>();
  /** Which event set a timer. */
  #setters = new Map<string, number>();
  /** The calls of every node, by number, that no answer has reached. */
  readonly #calls: Map<number, OpenCall>[];
  /** Where partitions stand. */
  readonly #row: Int32Array;
  readonly components: Components;

  constructor(readonly space: Space) {
    this.components = space.components;
    this.#row = new Int32Array(space.width);
    space.cuts?.begin(this.#row);
    const { localStates } = this.components;
    const { ids } = localStates.system;
    this.#states = ids.map((_, node) => localStates.unborn(node));
    this.#lines = ids.map((id) => ({ id, lamport: 0 }));
    this.#calls = ids.map(() => new Map());
  }

  get waiting(): OpenCall[] {
    return this.#calls.flatMap((calls) => [...calls.values()]);
  }

  /** The first node whose calls have no answer. */
  get waits(): number | undefined {
    const node = this.#calls.findIndex(({ size }) => size > 0);
    return node < 0 ? undefined : node;
  }

  /** @param node of a partition, which is none, the last */
  remark(node: number, text: string | undefined): void {
    const line = Math.min(node, this.#lines.length - 1);
    if (text !== undefined) this.#local(line, "note", this.#last(line), text);
  }

  async start(node: number, choice: number): Promise<void> {
    await this.#happen(node, { kind: "start" }, choice, this.#local(node, "start"));
  }

  async step(step: Step): Promise<void> {
    const { node, kind, what, choice } = step;
    const { components } = this;
    if (kind === CUT || kind === HEAL) return this.#partition(step);
    if (kind === CRASH || kind === FAIL) {
      const { localStates } = components;
      const local = this.#states[node]!;
      this.#states[node] = kind === CRASH ? localStates.crashed(local) : localStates.failed(local)!;
      this.#calls[node]!.clear();
      this.#local(node, "crash");
    } else if (kind === RESTART) {
      await this.#happen(node, { kind: "restart" }, choice, this.#local(node, "restart"));
    } else if (kind === DELIVER) {
      await this.#happen(node, { kind: "message", envelope: what }, choice, undefined);
    } else if (kind === DROP) {
      this.recorder.lost(this.#take(what, true));
    } else if (kind === MISS) {
      this.recorder.lost(this.#take(what, true, this.#copiesOf(what)));
    } else if (kind === DUPLICATE) {
      this.#take(what, true, this.#copiesOf(what) + 2 + choice);
    } else {
      const input = components.timers[what]!;
      const name = timerName(input);
      const setter = this.#setters.get(`${node} ${name}`);
      const cause = input.kind === "timer" ? this.#local(node, "timer", setter, name) : setter;
      await this.#happen(node, input, choice, cause);
    }
  }

  /** Runs a handler; `cause` is the event that made it run, unless that is the arrival of a message. */
  async #happen(node: number, input: NodeInput["input"], choice: number, cause: number | undefined): Promise<void> {
    const { components } = this;
    const local = this.#states[node]!;
    const outcome =
      input.kind === "start"
        ? (await components.localStates.outcomes(local, input))[choice]!
        : (await components.outcomes(local, input))[choice]!;
    const { effects, ignored, meant } = await components.localStates.perform(local, { input, script: outcome.script });
    const event = input.kind === "message" ? this.#arrive(node, input.envelope, ignored, meant) : cause;
    const settled = input.kind === "message" ? components.envelopes.all[input.envelope]!.answers : callOf(input);
    if (settled !== undefined) this.#calls[node]!.delete(settled);
    this.#states[node] = outcome.next;
    const sends = [...outcome.sends];
    if (!ignored) for (const effect of effects) this.#record(node, effect, event, sends);
  }

  #record(node: number, effect: Effect, cause: number | undefined, sends: number[]): void {
    switch (effect.kind) {
      case "send":
      case "call":
      case "answer": {
        const envelope = sends.shift();
        if (envelope === undefined) return; // what a handler sent before it threw
        this.#send(node, envelope, cause);
        if (effect.kind === "call") this.#set(node, { kind: "expired", call: effect.call }, cause);
        return;
      }
      case "setTimer":
        return this.#set(node, { kind: "timer", name: effect.name }, cause);
      case "sleep":
        return this.#set(node, { kind: "wake", sleep: effect.sleep }, cause);
      case "output":
        this.#local(node, "output", cause, effect.value);
        return;
      case "note":
        this.#local(node, "note", cause, effect.text);
        return;
      case "error": {
        const { error } = effect;
        const text = error instanceof Error ? `${error.name}: ${error.message}` : `threw ${error}`;
        this.#local(node, "error", cause, text);
        return;
      }
    }
  }

  #set(node: number, input: Parameters<typeof timerName>[0], cause: number | undefined): void {
    if (cause !== undefined) this.#setters.set(`${node} ${timerName(input)}`, cause);
  }

  #send(node: number, number: number, cause: number | undefined): void {
    const { to, message, call } = this.components.envelopes.all[number]!;
    const ends = { from: this.#lines[node]!.id, to: this.#lines[to]!.id };
    if (call !== undefined) this.#calls[node]!.set(call, { node: ends.from, for: ends.to, message });
    const envelope: SentEnvelope = { ...ends, message, kept: message, at: 0, event: -1, lamport: 0 };
    this.recorder.sent(this.#lines[node]!, envelope, cause);
    if (this.space.leaves(number, this.#row)) this.#hold(number, [envelope]);
    else this.recorder.lost(envelope);
  }

  #hold(number: number, copies: readonly SentEnvelope[]): void {
    this.#inFlight.set(number, [...(this.#inFlight.get(number) ?? []), ...copies]);
  }

  /** A partition begins or ends, which stands on the line of every node that it names. */
  #partition(step: Step): void {
    const { cuts } = this.space;
    cuts!.advance(step.what, this.#row);
    const nodes = this.#lines.keys();
    for (const node of nodes)
      if (cuts!.all[step.what]!.concerns(node))
        this.#local(node, "note", undefined, partitionWords(this.components, step));
  }

  #copiesOf(number: number): number {
    const { inboxes, envelopes } = this.components;
    return inboxes.kind === "duplicating" ? 0 : envelopes.all[number]!.fate.copies;
  }

  #arrive(node: number, number: number, ignored: boolean, meant: string | undefined): number {
    const envelope = this.#take(number, this.components.inboxes.kind !== "duplicating", this.#copiesOf(number));
    const line = this.#lines[node]!;
    return ignored ? this.recorder.ignored(line, envelope, meant) : this.recorder.received(line, envelope);
  }

  /**
   * The copy of an envelope that was sent first.
   * @param gone it is in flight no longer
   * @param copies that are in flight in its place
   */
  #take(number: number, gone: boolean, copies = 0): SentEnvelope {
    const [first, ...rest] = this.#inFlight.get(number)!;
    if (gone && rest.length > 0) this.#inFlight.set(number, rest);
    if (copies > 0) this.#hold(this.components.envelopes.copyOf(number), new Array(copies).fill(first));
    return first!;
  }

  #local(node: number, kind: LocalKind, cause?: number, content?: unknown): number {
    return this.recorder.local(this.#lines[node]!, kind, cause, content);
  }

  #last(node: number): number | undefined {
    const { id } = this.#lines[node]!;
    return this.recorder.events.findLast((event) => event.node === id && event.kind !== "lost")?.id;
  }
}

/** The call that is given up. */
function callOf(input: NodeInput["input"]): number | undefined {
  return input.kind === "expired" ? input.call : undefined;
}
