// Turns a schedule into a trace: runs its events once more and records what the nodes do, each event with its cause and
// Lamport time. There is no time in it: every event is at 0, and diagrams show logical time.
import type { Effect } from "../node/effects.js";
import type { Line, LocalKind, SentEnvelope } from "../trace/recorder.js";
import { TRACE_VERSION, type Trace } from "../trace/trace.js";
import { TraceRecorder } from "../trace/trace-recorder.js";
import { type Components, CRASH, DELIVER, DROP, MISS, RESTART } from "./components.js";
import type { NodeInput } from "./local-state.js";
import type { Schedule, Step } from "./schedule.js";
import { timerName } from "./timers.js";

/**
 * Remarks in the trace: `texts` by number of the step before which they stand; those at the number of steps stand at
 * the end.
 */
export type Remarks = ReadonlyMap<number, string>;

export async function scheduleToTrace(components: Components, schedule: Schedule, remarks: Remarks): Promise<Trace> {
  const tracer = new ScheduleTracer(components);
  for (const [node, choice] of schedule.choices.entries()) await tracer.start(node, choice);
  for (const [i, step] of schedule.steps.entries()) {
    tracer.remark(step.node, remarks.get(i));
    await tracer.step(step);
  }
  tracer.remark(schedule.steps.at(-1)?.node ?? schedule.choices.length - 1, remarks.get(schedule.steps.length));
  const { system } = components.localStates;
  return {
    version: TRACE_VERSION,
    system: system.described,
    seed: system.seed,
    engine: "explorer",
    events: tracer.recorder.events,
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

  constructor(readonly components: Components) {
    const { localStates } = components;
    const { ids } = localStates.system;
    this.#states = ids.map((_, node) => localStates.unborn(node));
    this.#lines = ids.map((id) => ({ id, lamport: 0 }));
  }

  remark(node: number, text: string | undefined): void {
    if (text !== undefined) this.#local(node, "note", this.#last(node), text);
  }

  async start(node: number, choice: number): Promise<void> {
    await this.#happen(node, { kind: "start" }, choice, this.#local(node, "start"));
  }

  async step({ node, kind, what, choice }: Step): Promise<void> {
    const { components } = this;
    if (kind === CRASH) {
      this.#states[node] = components.localStates.crashed(this.#states[node]!);
      this.#local(node, "crash");
    } else if (kind === RESTART) {
      await this.#happen(node, { kind: "restart" }, choice, this.#local(node, "restart"));
    } else if (kind === DELIVER) {
      await this.#happen(node, { kind: "message", envelope: what }, choice, undefined);
    } else if (kind === DROP || kind === MISS) {
      this.recorder.lost(this.#take(what, true));
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
    const { to, message } = this.components.envelopes.all[number]!;
    const ends = { from: this.#lines[node]!.id, to: this.#lines[to]!.id };
    const envelope: SentEnvelope = { ...ends, message, kept: message, at: 0, event: -1, lamport: 0 };
    this.recorder.sent(this.#lines[node]!, envelope, cause);
    this.#inFlight.set(number, [...(this.#inFlight.get(number) ?? []), envelope]);
  }

  #arrive(node: number, number: number, ignored: boolean, meant: string | undefined): number {
    const envelope = this.#take(number, this.components.inboxes.kind !== "duplicating");
    const line = this.#lines[node]!;
    return ignored ? this.recorder.ignored(line, envelope, meant) : this.recorder.received(line, envelope);
  }

  /** The copy of an envelope that was sent first. @param gone it is in flight no longer */
  #take(number: number, gone: boolean): SentEnvelope {
    const copies = this.#inFlight.get(number)!;
    if (gone && copies.length > 1) this.#inFlight.set(number, copies.slice(1));
    return copies[0]!;
  }

  #local(node: number, kind: LocalKind, cause?: number, content?: unknown): number {
    return this.recorder.local(this.#lines[node]!, kind, cause, content);
  }

  #last(node: number): number | undefined {
    const { id } = this.#lines[node]!;
    return this.recorder.events.findLast((event) => event.node === id && event.kind !== "lost")?.id;
  }
}
