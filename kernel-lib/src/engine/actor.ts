// A node in an engine: feeds inputs to its process, carries out what it does, keeps Lamport time, writes the trace.
// Where messages and timers go is the medium's business: the simulator's heap, or another thread.

import type { Links, Sender } from "../network/links.js";
import type { Random } from "../network/random.js";
import { copy } from "../node/copy.js";
import type { Effect, Input } from "../node/effects.js";
import type { NodeId } from "../node/messages.js";
import type { Process } from "../node/process.js";
import type { EventKind } from "../trace/trace.js";

/** A message on its way, with the record of its sending. */
export interface Parcel {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: any;
  /** It asks for an answer to this call of the sender. */
  readonly call?: number;
  /** It answers this call of the receiver. */
  readonly answers?: number;
  /** It was changed on its way, so what arrives is not what was sent. */
  readonly changed?: boolean;
  /** The send event; -1 where nothing is traced. */
  readonly event: number;
  /** When it was sent: Lamport time, and ms since the run began. */
  readonly lamport: number;
  readonly at: number;
  /** The message as the trace keeps it. */
  readonly kept: any;
}

/** What an engine does for its actors. */
export interface Medium<A extends Actor = Actor> {
  readonly links: Links;
  /** A message as the trace is to keep it: the receiver may change the other. */
  keep(message: unknown): unknown;
  /** ms since the run began. */
  time(): number;
  /** Writes an event and returns its number. `parcel` is the one that has arrived, or was lost, with this event. */
  write(
    node: NodeId,
    kind: EventKind,
    lamport: number,
    cause: number | undefined,
    message: unknown,
    peer: NodeId | undefined,
    parcel?: Parcel,
  ): number;
  transmit(parcel: Parcel, delay: number, lost: boolean): void;
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

export class Actor implements Sender {
  /** Its present life; none before the first and after a crash. */
  process: Process | undefined;
  lamport = 0;
  /** Its random numbers for the links. */
  chance: Random | undefined;
  /** The event that the current step answers to. */
  #cause = -1;

  constructor(
    readonly id: NodeId,
    readonly medium: Medium<any>,
  ) {}

  /** Whether anything can reach it. */
  get up(): boolean {
    return this.process !== undefined && !this.process.ended;
  }

  /**
   * The first step of a life.
   * @returns false where microtasks must run before `finish`, here and in the other steps
   */
  begin(kind: "start" | "restart", cause?: number): boolean {
    this.#cause = this.#event(kind, cause);
    return this.#step({ kind });
  }

  /** A message arrives. */
  receive(parcel: Parcel): boolean {
    const { from, message, answers } = parcel;
    const process = this.process!;
    if (parcel.lamport > this.lamport) this.lamport = parcel.lamport;
    if (answers !== undefined) {
      this.#cause = this.#event("receive", parcel.event, parcel.kept, from, parcel);
      // An answer that comes after its time-out reaches nobody.
      if (process.waitsFor(answers)) {
        this.medium.operation(this, answers, { output: message.value });
        this.medium.clearTimer(this, keyOfWaking({ kind: "expired", call: answers }));
      }
      process.step({ kind: "answer", call: answers, value: message.value });
      return false;
    }
    const handler = process.handler(message.type);
    this.#cause = this.#event(handler ? "receive" : "ignored", parcel.event, parcel.kept, from, parcel);
    if (!handler) return true;
    process.receive(handler, from, message, parcel.call);
    return this.#conclude(process);
  }

  /** A timer is due. */
  timer(name: string, cause: number): boolean {
    this.#cause = this.#event("timer", cause, name);
    return this.#step({ kind: "timer", name });
  }

  /** A sleep, or the time-out of a call, is over. */
  wake(input: Input, cause: number): false {
    this.#cause = this.#event("timer", cause, nameOfWaking(input));
    this.process!.step(input);
    // Who was waiting goes on in a microtask.
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
        this.#event("output", this.#cause, effect.value);
        return medium.output(this, effect.value);
      case "note":
        this.#event("note", this.#cause, effect.text);
        return;
      case "error": {
        const error = effect.error instanceof Error ? effect.error : new Error(`threw ${String(effect.error)}`);
        this.#event("error", this.#cause, `${error.name}: ${error.message}`);
        return medium.failed(this, error);
      }
    }
  }

  #send(to: NodeId, message: any, call?: number, answers?: number): void {
    const { medium, id } = this;
    const kept = medium.keep(message);
    const event = this.#event("send", this.#cause, kept, to);
    const at = medium.time();
    const { lamport } = this;
    const { links } = medium;
    links.decide(this, to, message, at);
    const parcel = { from: id, to, message, call, answers, event, lamport, at: event < 0 ? 0 : at, kept };
    if (links.copies === 1 && links.changed === undefined) return medium.transmit(parcel, links.delay, links.lost);
    const { copies, changed = message, delay, lost } = links;
    const arriving = { ...parcel, changed: changed !== message, kept: medium.keep(changed) };
    for (let i = 0; i < Math.max(1, copies); i++)
      medium.transmit({ ...arriving, message: copy(changed, "a message") }, delay, lost || copies === 0);
  }

  #event(kind: EventKind, cause?: number, message?: unknown, peer?: NodeId, parcel?: Parcel): number {
    this.lamport++;
    return this.medium.write(this.id, kind, this.lamport, cause, message, peer, parcel);
  }
}

/** Time-outs and sleeps as the trace names them. */
export function nameOfWaking(input: Input): string {
  return input.kind === "expired"
    ? `time-out of call ${input.call}`
    : `end of sleep ${(input as { sleep: number }).sleep}`;
}

/** They are timers of the engine's own, under names that no node can choose. */
export function keyOfWaking(input: Input): string {
  return `\u0000${nameOfWaking(input)}`;
}
