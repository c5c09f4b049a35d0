// A component is one node's state together with what is in flight to it. A global state is one component for each node,
// so steps are worked out here once for each component and then only looked up. This is the collapse compression of the
// SPIN model checker (Holzmann 1997), with transitions remembered along.
import type { Input } from "../node/effects.js";
import type { Envelopes } from "./envelopes.js";
import type { FutureReceivers } from "./future-receivers.js";
import type { Inboxes } from "./inboxes.js";
import { larger, shared } from "./integers.js";
import type { NodeInput, Outcome } from "./local-state.js";
import type { LocalStates } from "./local-states.js";
import { Pairs } from "./pairs.js";
import { ready, timerName } from "./timers.js";

export const DELIVER = 0;
export const DROP = 1;
export const TIMER = 2;
export const CRASH = 3;
export const RESTART = 4;
/** A message reaches a node that is down. */
export const MISS = 5;
/** A message arrives more than once: from now on its copies are in flight. */
export const DUPLICATE = 6;
/** A node crashes as its own fault says; `CRASH` is one of those that any node may have. */
export const FAIL = 7;
/** A partition begins. */
export const CUT = 8;
/** A partition ends. */
export const HEAL = 9;
export type StepKind =
  | typeof DELIVER
  | typeof DROP
  | typeof TIMER
  | typeof CRASH
  | typeof RESTART
  | typeof MISS
  | typeof DUPLICATE
  | typeof FAIL
  | typeof CUT
  | typeof HEAL;

/** Steps that may happen at any point but need not, however long they could. */
export function isOptional(kind: StepKind): boolean {
  return kind === DROP || kind === CRASH || kind === DUPLICATE || kind === FAIL || kind === CUT;
}

/**
 * Steps lie one after the other in `Components.steps`: kind, what (envelope or timer), choice, next component, number
 * of sends, then for each of these its receiver and its envelope.
 */
export const HEAD = 5;

/** Where the next step begins. */
export function stepAfter(steps: Int32Array, at: number): number {
  return at + HEAD + 2 * steps[at + 4]!;
}

/** What may go wrong besides reordering, and besides the system's faults. */
export interface Faults {
  readonly lossy: boolean;
  readonly crashes: boolean;
}

/** What is needed to take steps. */
export interface StepTables {
  readonly hashes: Int32Array;
  readonly starts: Int32Array;
  readonly steps: Int32Array;
  /** The component with one more message in flight. */
  add(component: number, envelope: number): number;
}

const RESTARTS = -1;
const FIRST_TIMER = -2;

export class Components implements StepTables {
  size = 0;
  localOf: Int32Array = new Int32Array(256);
  inboxOf: Int32Array = new Int32Array(256);
  /** What each adds to the hash of a state that contains it. */
  hashes: Int32Array = new Int32Array(256);
  /** Where its steps begin in `steps`; 0 if they are not worked out. */
  starts: Int32Array = new Int32Array(256);
  /** First the number of integers that follow. */
  steps: Int32Array = new Int32Array(4096);
  /** Errors of handlers: a step whose next component is -1 - n leads to error n. */
  readonly errors: string[] = [];
  /** What is due, by number: timers, sleepers, time-outs of calls. */
  readonly timers: Input[] = [];
  #used = 1;
  #numbers = new Pairs();
  #added = new Pairs();
  /** (local state, event) -> number in `#outcomes`. */
  #remembered = new Pairs();
  #outcomes: Outcome[][] = [];
  #timerNumbers = new Map<string, number>();

  constructor(
    readonly localStates: LocalStates,
    readonly inboxes: Inboxes,
    readonly envelopes: Envelopes,
    readonly faults: Faults,
    /** Learns every step of a node, if the reduction needs it. */
    readonly futureReceivers?: FutureReceivers,
  ) {}

  /** Puts what steps are made of into memory that threads share. */
  share(): void {
    this.hashes = shared(this.hashes);
    this.starts = shared(this.starts);
    this.steps = shared(this.steps);
    this.#added.share();
  }

  /** How many integers of `steps` are in use. */
  get used(): number {
    return this.#used;
  }

  /** (component, envelope) -> the component with that message in flight, as far as it was asked for. */
  get added(): Int32Array {
    return this.#added.slots;
  }

  of(local: number, inbox: number): number {
    const known = this.#numbers.get(local, inbox);
    if (known >= 0) return known;
    const component = this.size++;
    if (component === this.localOf.length) this.#grow();
    this.localOf[component] = local;
    this.inboxOf[component] = inbox;
    this.hashes[component] = mix(local, inbox);
    this.#numbers.set(local, inbox, component);
    return component;
  }

  /** With one more message in flight. */
  add(component: number, envelope: number): number {
    const known = this.#added.get(component, envelope);
    if (known >= 0) return known;
    const next = this.of(this.localOf[component]!, this.inboxes.add(this.inboxOf[component]!, envelope));
    this.#added.set(component, envelope, next);
    return next;
  }

  /** Works out the steps of a component. Returns a promise where async handlers are replayed: ask again afterwards. */
  prepare(component: number): Promise<void> | undefined {
    const local = this.localOf[component]!;
    for (const input of this.#inputs(component)) {
      const outcomes = this.outcomes(local, input);
      if (outcomes instanceof Promise) return outcomes.then(() => this.prepare(component));
    }
    this.#build(component);
    return undefined;
  }

  /** What an event makes of a node's state. */
  outcomes(local: number, input: NodeInput["input"]): Outcome[] | Promise<Outcome[]> {
    const key = this.#event(input);
    const number = this.#remembered.get(local, key);
    if (number >= 0) return this.#outcomes[number]!;
    const found = this.localStates.outcomes(local, input);
    const remember = (outcomes: Outcome[]) => {
      this.#remembered.set(local, key, this.#outcomes.push(outcomes) - 1);
      if (this.futureReceivers)
        for (const { next, sends } of outcomes) this.futureReceivers.learn(local, next, this.#receivers(sends));
      return outcomes;
    };
    return found instanceof Promise ? found.then(remember) : remember(found);
  }

  /** The event of a step that runs a handler. */
  input(kind: StepKind, what: number): NodeInput["input"] {
    if (kind === DELIVER) return { kind: "message", envelope: what };
    return kind === RESTART ? { kind: "restart" } : this.timers[what]!;
  }

  /** The number of something that is due, as steps name it. */
  timerNumber(input: NodeInput["input"]): number {
    return FIRST_TIMER - this.#event(input);
  }

  *#inputs(component: number): Generator<NodeInput["input"]> {
    const { status, timers, gone } = this.localStates.all[this.localOf[component]!]!;
    if (status === "down") {
      if (!gone) yield { kind: "restart" };
    } else {
      for (const envelope of this.inboxes.next(this.inboxOf[component]!)) yield { kind: "message", envelope };
      for (const { input } of ready(timers)) yield input;
    }
  }

  #build(component: number): void {
    const local = this.localOf[component]!;
    const inbox = this.inboxOf[component]!;
    const { status, node } = this.localStates.all[local]!;
    const begin = this.#used++;
    for (const input of this.#inputs(component)) {
      const outcomes = this.outcomes(local, input) as Outcome[];
      const event = this.#event(input);
      const kind = event >= 0 ? DELIVER : event === RESTARTS ? RESTART : TIMER;
      const what = kind === TIMER ? this.timerNumber(input) : Math.max(event, 0);
      const rest = kind === DELIVER ? this.inboxes.deliver(inbox, what) : inbox;
      for (const [choice, outcome] of outcomes.entries()) {
        if (outcome.error !== undefined) {
          this.#write(kind, what, choice, -1 - (this.errors.push(outcome.error) - 1), []);
          continue;
        }
        const own = outcome.sends.filter((envelope) => this.envelopes.all[envelope]!.to === node);
        const others = outcome.sends.filter((envelope) => this.#leaves(envelope, node));
        const next = own.reduce((at, envelope) => this.add(at, envelope), this.of(outcome.next, rest));
        this.#writeChange(component, kind, what, choice, next, others);
      }
    }
    for (const envelope of this.inboxes.next(inbox)) this.#buildFate(component, envelope);
    if (status === "up") {
      if (this.faults.crashes) this.#buildCrash(component, CRASH, this.localStates.crashed(local));
      const failed = this.localStates.failed(local);
      if (failed !== undefined) this.#buildCrash(component, FAIL, failed);
    }
    this.steps[begin] = this.#used - begin - 1;
    this.starts[component] = begin;
  }

  /** Whether an envelope is for another node, and not lost when it is sent. */
  #leaves(envelope: number, node: number): boolean {
    const { to, fate } = this.envelopes.all[envelope]!;
    return to !== node && !fate.lost;
  }

  /** What may become of an envelope before it reaches a handler. */
  #buildFate(component: number, envelope: number): void {
    const local = this.localOf[component]!;
    const inbox = this.inboxOf[component]!;
    const { status, node } = this.localStates.all[local]!;
    const { from, fate } = this.envelopes.all[envelope]!;
    const repeats = this.inboxes.kind === "duplicating";
    const mayBeLost = this.faults.lossy || fate.mayBeLost;
    if (status === "down" && (!repeats || mayBeLost)) {
      const copies = repeats ? 0 : fate.copies;
      this.#writeChange(
        component,
        MISS,
        envelope,
        0,
        this.of(local, this.inboxes.replace(inbox, envelope, copies)),
        [],
      );
    } else if (status !== "down" && mayBeLost && from !== node)
      this.#writeChange(component, DROP, envelope, 0, this.of(local, this.inboxes.remove(inbox, envelope)), []);
    for (let more = 1; more <= fate.mayCopy; more++) {
      const next = this.inboxes.replace(inbox, envelope, 1 + fate.copies + more);
      this.#writeChange(component, DUPLICATE, envelope, more - 1, this.of(local, next), []);
    }
  }

  #buildCrash(component: number, kind: StepKind, crashed: number): void {
    this.futureReceivers?.learn(this.localOf[component]!, crashed, 0);
    this.#writeChange(component, kind, 0, 0, this.of(crashed, this.inboxOf[component]!), []);
  }

  /** Who gets these envelopes, as bits. */
  #receivers(envelopes: readonly number[]): number {
    return envelopes.reduce((nodes, envelope) => nodes | (1 << this.envelopes.all[envelope]!.to), 0);
  }

  /** An event of a node as a number: an envelope's, or one below zero. */
  #event(input: NodeInput["input"]): number {
    if (input.kind === "message") return input.envelope;
    if (input.kind === "restart" || input.kind === "start") return RESTARTS;
    const name = timerName(input);
    let number = this.#timerNumbers.get(name);
    if (number === undefined) {
      number = this.timers.push(input) - 1;
      this.#timerNumbers.set(name, number);
    }
    return FIRST_TIMER - number;
  }

  #writeChange(
    component: number,
    kind: StepKind,
    what: number,
    choice: number,
    next: number,
    sends: readonly number[],
  ): void {
    if (next !== component || sends.length > 0) this.#write(kind, what, choice, next, sends);
  }

  #write(kind: StepKind, what: number, choice: number, next: number, sends: readonly number[]): void {
    while (this.#used + HEAD + 2 * sends.length >= this.steps.length)
      this.steps = larger(this.steps, 2 * this.steps.length);
    const { steps } = this;
    for (const value of [kind, what, choice, next, sends.length]) steps[this.#used++] = value;
    for (const envelope of sends) {
      steps[this.#used++] = this.envelopes.all[envelope]!.to;
      steps[this.#used++] = envelope;
    }
  }

  #grow(): void {
    this.localOf = larger(this.localOf, 2 * this.localOf.length);
    this.inboxOf = larger(this.inboxOf, 2 * this.inboxOf.length);
    this.hashes = larger(this.hashes, 2 * this.hashes.length);
    this.starts = larger(this.starts, 2 * this.starts.length);
  }
}

/** Two rounds of murmur3's finish. */
function mix(a: number, b: number): number {
  let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x7feb352d);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
