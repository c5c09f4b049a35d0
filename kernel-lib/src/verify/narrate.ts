// Tells a schedule as a trace: runs its events once more and writes down what the nodes do, each event with its cause and Lamport time.
// There is no time in it: every event is at 0, and diagrams show logical time.
import type { Effect } from "../node/effects.js";
import { type EventKind, TRACE_VERSION, type Trace, type TraceEvent } from "../trace/trace.js";
import type { Happening } from "./local.js";
import { CRASH, DELIVER, DROP, MISS, type Places, RESTART } from "./places.js";
import type { Schedule, Step } from "./schedule.js";
import { timerName } from "./timers.js";

/** Remarks in the trace: `texts` by number of the step before which they stand; those at the number of steps stand at the end. */
export type Remarks = ReadonlyMap<number, string>;

export async function narrate(places: Places, schedule: Schedule, remarks: Remarks): Promise<Trace> {
  const narrator = new Narrator(places);
  for (const [node, choice] of schedule.choices.entries()) await narrator.start(node, choice);
  for (const [i, step] of schedule.steps.entries()) {
    narrator.remark(step.node, remarks.get(i));
    await narrator.step(step);
  }
  narrator.remark(schedule.steps.at(-1)?.node ?? schedule.choices.length - 1, remarks.get(schedule.steps.length));
  const { system } = places.known;
  return {
    version: TRACE_VERSION,
    system: system.described,
    seed: system.seed,
    engine: "explorer",
    events: narrator.events,
  };
}

class Narrator {
  readonly events: TraceEvent[] = [];
  #locals: number[];
  #lamport: number[];
  /** The sends of every envelope in flight. */
  #sends = new Map<number, TraceEvent[]>();
  /** Which event set a timer. */
  #setters = new Map<string, number>();

  constructor(readonly places: Places) {
    const { known } = places;
    this.#locals = known.system.ids.map((_, node) => known.unborn(node));
    this.#lamport = known.system.ids.map(() => 0);
  }

  remark(node: number, text: string | undefined): void {
    if (text !== undefined) this.#write(node, "note", this.#last(node), text);
  }

  async start(node: number, choice: number): Promise<void> {
    const cause = this.#write(node, "start");
    await this.#happen(node, { kind: "start" }, choice, cause);
  }

  async step({ node, kind, what, choice }: Step): Promise<void> {
    const { places } = this;
    if (kind === CRASH) {
      this.#locals[node] = places.known.crashed(this.#locals[node]!);
      this.#write(node, "crash");
    } else if (kind === RESTART) {
      await this.#happen(node, { kind: "restart" }, choice, this.#write(node, "restart"));
    } else if (kind === DELIVER) {
      await this.#happen(node, { kind: "message", envelope: what }, choice, undefined);
    } else if (kind === DROP || kind === MISS) {
      this.#arrive(node, what, "lost", true);
    } else {
      const input = places.timers[what]!;
      const name = timerName(input);
      const setter = this.#setters.get(`${node} ${name}`);
      const cause = input.kind === "timer" ? this.#write(node, "timer", setter, name) : setter;
      await this.#happen(node, input, choice, cause);
    }
  }

  /** Runs a handler; `cause` is the event that made it run, unless that is the arrival of a message. */
  async #happen(node: number, input: Happening["input"], choice: number, cause: number | undefined): Promise<void> {
    const { places } = this;
    const local = this.#locals[node]!;
    const outcome =
      input.kind === "start"
        ? (await places.known.outcomes(local, input))[choice]!
        : (await places.outcomes(local, input))[choice]!;
    const { effects, ignored } = await places.known.perform(local, { input, script: outcome.script });
    const event =
      input.kind === "message"
        ? this.#arrive(node, input.envelope, ignored ? "ignored" : "receive", places.boxes.kind !== "duplicating")
        : cause;
    this.#locals[node] = outcome.next;
    const sends = [...outcome.sends];
    if (!ignored) for (const effect of effects) this.#tell(node, effect, event, sends);
  }

  #tell(node: number, effect: Effect, cause: number | undefined, sends: number[]): void {
    switch (effect.kind) {
      case "send":
      case "call":
      case "answer": {
        const envelope = sends.shift();
        if (envelope === undefined) return; // what a handler sent before it threw
        const { to, message } = this.places.envelopes.all[envelope]!;
        const event = this.events[this.#write(node, "send", cause, message, to)]!;
        this.#sends.set(envelope, [...(this.#sends.get(envelope) ?? []), event]);
        if (effect.kind === "call") this.#set(node, { kind: "expired", call: effect.call }, cause);
        return;
      }
      case "setTimer":
        return this.#set(node, { kind: "timer", name: effect.name }, cause);
      case "sleep":
        return this.#set(node, { kind: "wake", sleep: effect.sleep }, cause);
      case "output":
        this.#write(node, "output", cause, effect.value);
        return;
      case "note":
        this.#write(node, "note", cause, effect.text);
        return;
      case "error": {
        const { error } = effect;
        this.#write(
          node,
          "error",
          cause,
          error instanceof Error ? `${error.name}: ${error.message}` : `threw ${error}`,
        );
        return;
      }
    }
  }

  #set(node: number, input: Parameters<typeof timerName>[0], cause: number | undefined): void {
    if (cause !== undefined) this.#setters.set(`${node} ${timerName(input)}`, cause);
  }

  /** A message reaches a node, or is lost on its way there. */
  #arrive(node: number, envelope: number, kind: EventKind, gone: boolean): number {
    const { from, message } = this.places.envelopes.all[envelope]!;
    const sends = this.#sends.get(envelope)!;
    const send = sends[0]!;
    if (gone && sends.length > 1) this.#sends.set(envelope, sends.slice(1));
    if (kind !== "lost") this.#lamport[node] = Math.max(this.#lamport[node]!, send.lamport);
    return this.#write(node, kind, send.id, message, from, kind === "lost" ? send.lamport + 1 : undefined);
  }

  #write(node: number, kind: EventKind, cause?: number, message?: unknown, peer?: number, lamport?: number): number {
    const { ids } = this.places.known.system;
    const event: any = {
      id: this.events.length,
      node: ids[node]!,
      kind,
      at: 0,
      lamport: lamport ?? ++this.#lamport[node]!,
    };
    if (cause !== undefined) event.cause = cause;
    if (message !== undefined) event.message = message;
    if (peer !== undefined) event.peer = ids[peer]!;
    this.events.push(event);
    return event.id;
  }

  #last(node: number): number | undefined {
    const id = this.places.known.system.ids[node];
    return this.events.findLast((event) => event.node === id && event.kind !== "lost")?.id;
  }
}
