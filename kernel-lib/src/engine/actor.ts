// A node in an engine: feeds inputs to its process, carries out what it does, keeps Lamport time, writes the trace.
// Where messages and timers go is the medium's business: the simulator's heap, or another thread.

import type { Links, Sender } from "../network/links.js";
import type { Random } from "../network/random.js";
import { copy } from "../node/copy.js";
import type { Effect, Input } from "../node/effects.js";
import { handlerMeant } from "../node/handlers.js";
import type { NodeId } from "../node/messages.js";
import type { Process } from "../node/process.js";
import type { WaitingCall } from "../trace/operation.js";
import type { Line, Recorder, SentEnvelope } from "../trace/recorder.js";

/** What an engine does for its actors. */
export interface Medium<A extends Actor = Actor> {
  readonly links: Links;
  readonly recorder: Recorder;
  /** An envelope for a message that is sent now. */
  envelope(from: NodeId, to: NodeId, message: any, call?: number, answers?: number): SentEnvelope;
  /** ms since the run began. */
  time(): number;
  transmit(envelope: SentEnvelope, delay: number, lost: boolean, sender: A): void;
  setTimer(actor: A, name: string, ms: number, cause: number): void;
  clearTimer(actor: A, name: string): void;
  /** Lets `input` happen to the actor after `ms`, unless its timer is cleared first. */
  later(actor: A, ms: number, input: Input, cause: number): void;
  spawn(actor: A, id: NodeId, node: unknown, cause: number): void;
  output(actor: A, value: unknown): void;
  /** A call began (`input`), or was answered (`output`). */
  operation(actor: A, call: number, part: { input: unknown } | { output: unknown }): void;
  /** A handler threw. */
  failed(actor: A, error: Error): void;
}

export class Actor implements Sender, Line {
  /** Its present incarnation; none before the first and after a crash. */
  process: Process | undefined;
  lamport = 0;
  /** Its random numbers for the links. */
  chance: Random | undefined;
  /** The event that the current step answers to. */
  #cause = -1;
  /** Calls of this incarnation by number; most nodes make none. */
  #calls: Map<number, WaitingCall> | undefined;

  constructor(
    readonly id: NodeId,
    readonly medium: Medium<any>,
  ) {}

  /** Whether anything can reach it. */
  get up(): boolean {
    return this.process !== undefined && !this.process.ended;
  }

  /** The calls whose answers its handlers wait for. */
  get waiting(): WaitingCall[] {
    const { process } = this;
    if (!process || process.ended) return [];
    return [...(this.#calls ?? [])].filter(([call]) => process.waitsFor(call)).map(([, waiting]) => waiting);
  }

  /**
   * The first step of an incarnation.
   * @returns false if microtasks must run before `finish`, here and in the other steps
   */
  begin(kind: "start" | "restart", cause?: number): boolean {
    this.#calls = undefined;
    this.#cause = this.medium.recorder.local(this, kind, cause);
    return this.#step({ kind });
  }

  /** A message arrives. */
  receive(envelope: SentEnvelope): boolean {
    const { from, message, answers } = envelope;
    const process = this.process!;
    const { recorder } = this.medium;
    if (answers !== undefined) {
      const asked = this.#calls?.get(answers);
      // Only the one who was called answers.
      if (asked && asked.for !== from) {
        recorder.ignored(this, envelope);
        return true;
      }
      this.#cause = recorder.received(this, envelope);
      // An answer that comes after its time-out reaches no handler.
      if (process.waitsFor(answers)) {
        this.medium.operation(this, answers, { output: message.value });
        this.medium.clearTimer(this, keyOfWaking({ kind: "expired", call: answers }));
      }
      this.#calls?.delete(answers);
      process.step({ kind: "answer", call: answers, value: message.value });
      return false;
    }
    const handler = process.handler(message.type);
    this.#cause = handler ? recorder.received(this, envelope) : this.#ignore(envelope);
    if (!handler) return true;
    process.receive(handler, from, message, envelope.call);
    return this.#conclude(process);
  }

  #ignore(envelope: SentEnvelope): number {
    const { recorder } = this.medium;
    const meant = recorder.tracing ? handlerMeant(this.process!.node, envelope.message.type) : undefined;
    return recorder.ignored(this, envelope, meant);
  }

  /** A timer is due. */
  timer(name: string, cause: number): boolean {
    this.#cause = this.medium.recorder.local(this, "timer", cause, name);
    return this.#step({ kind: "timer", name });
  }

  /** A sleep, or the time-out of a call, is over. */
  wake(input: Input, cause: number): false {
    this.#cause = this.medium.recorder.local(this, "timer", cause, nameOfWaking(input));
    if (input.kind === "expired") this.#calls?.delete(input.call);
    this.process!.step(input);
    // The handler that was waiting resumes in a microtask.
    return false;
  }

  /** Carries out what the node did. */
  finish(): void {
    const process = this.process!;
    const { effects } = process;
    for (let i = 0; i < effects.length; i++) this.#carryOut(effects[i]);
    while (effects.length > 0) effects.pop();
    process.rest();
    if (process.misuse) throw process.misuse;
  }

  #step(input: Input): boolean {
    const process = this.process!;
    process.step(input);
    return this.#conclude(process);
  }

  #conclude(process: Process): boolean {
    if (process.open > 0) return false;
    this.finish();
    return true;
  }

  #carryOut(effect: Effect): void {
    const { medium } = this;
    switch (effect.kind) {
      case "send":
        return this.#send(effect.to, effect.message);
      case "call":
        this.#remember(effect);
        medium.operation(this, effect.call, { input: effect.message });
        this.#send(effect.to, effect.message, effect.call);
        if (effect.timeout !== undefined) {
          const { call, timeout } = effect;
          medium.later(this, timeout, { kind: "expired", call }, this.#cause);
        }
        return;
      case "answer":
        return this.#send(effect.to, { type: "reply", value: effect.value }, undefined, effect.call);
      case "setTimer":
        return medium.setTimer(this, effect.name, effect.ms * medium.links.rules.slownessOf(this.id), this.#cause);
      case "clearTimer":
        return medium.clearTimer(this, effect.name);
      case "sleep":
        return medium.later(
          this,
          effect.ms * medium.links.rules.slownessOf(this.id),
          { kind: "wake", sleep: effect.sleep },
          this.#cause,
        );
      case "spawn":
        return medium.spawn(this, effect.id, effect.node, this.#cause);
      case "output":
        medium.recorder.local(this, "output", this.#cause, effect.value);
        return medium.output(this, effect.value);
      case "note":
        medium.recorder.local(this, "note", this.#cause, effect.text);
        return;
      case "error": {
        const error = effect.error instanceof Error ? effect.error : new Error(`threw ${String(effect.error)}`);
        medium.recorder.local(this, "error", this.#cause, `${error.name}: ${error.message}`);
        return medium.failed(this, error);
      }
    }
  }

  #remember({ call, to, message }: Extract<Effect, { kind: "call" }>): void {
    this.#calls ??= new Map();
    const kept = copy(message, "a call");
    this.#calls.set(call, { node: this.id, for: to, message: kept, since: this.medium.time() });
  }

  #send(to: NodeId, message: any, call?: number, answers?: number): void {
    const { medium, id: from } = this;
    const { links } = medium;
    const envelope = medium.envelope(from, to, message, call, answers);
    medium.recorder.sent(this, envelope, this.#cause);
    links.decide(this, to, message, medium.time());
    if (links.copies === 1 && links.changed === undefined)
      return medium.transmit(envelope, links.delay, links.lost, this);
    const { copies, changed = message, delay, lost } = links;
    const { event, lamport } = envelope;
    for (let i = 0; i < Math.max(1, copies); i++) {
      const arriving = medium.envelope(from, to, copy(changed, "a message"), call, answers);
      Object.assign(arriving, { event, lamport, changed: changed !== message });
      medium.transmit(arriving, delay, lost || copies === 0, this);
    }
  }
}

/** Time-outs and sleeps as the trace names them. */
function nameOfWaking(input: Input): string {
  return input.kind === "expired"
    ? `time-out of call ${input.call}`
    : `end of sleep ${(input as { sleep: number }).sleep}`;
}

/** They are timers of the engine's own, under names that no node can choose. */
export function keyOfWaking(input: Input): string {
  return `\u0000${nameOfWaking(input)}`;
}
