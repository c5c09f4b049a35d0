// A step of the explorer in the words by which a reader chooses it.
import type { Input } from "../node/effects.js";
import { messageWords } from "../trace/describe-event.js";
import {
  type Components,
  CRASH,
  CUT,
  DELIVER,
  DROP,
  DUPLICATE,
  FAIL,
  HEAL,
  MISS,
  RESTART,
  type StepKind,
  TIMER,
} from "./components.js";
import type { Step } from "./schedule.js";

/** `deliver ping {"n":1} from client to server`, in the state `row`. */
export function wordsOf(components: Components, step: Step, row: Int32Array): string {
  const { node, kind, what, choice } = step;
  const { ids } = components.localStates.system;
  if (kind === CUT || kind === HEAL) return partitionWords(components, step);
  const id = ids[node]!;
  if (kind === CRASH || kind === FAIL) return `crash ${id}`;
  const random = hasSeveral(components, step, row) ? ` (random choice ${choice + 1})` : "";
  if (kind === RESTART) return `restart ${id}${random}`;
  if (kind === TIMER) return `${timerWords(components.timers[what]!)} of ${id}${random}`;
  const { from, message } = components.envelopes.all[what]!;
  const words = messageWords(message, ids[from]!, id);
  if (kind === MISS) return `lose ${words}, which is down`;
  if (kind === DUPLICATE) return `duplicate ${words}${choice > 0 ? `, ${choice + 1} times more` : ""}`;
  return `${kind === DROP ? "lose" : "deliver"} ${words}${random}`;
}

/** `cut a | b` or `heal a | b`. */
export function partitionWords({ envelopes }: Components, { kind, what }: Step): string {
  return `${kind === CUT ? "cut" : "heal"} ${envelopes.rules.cuts[what]!.words}`;
}

/** What kind of choice a step is. */
export type ChoiceKind = "deliver" | "lose" | "duplicate" | "timer" | "crash" | "restart" | "cut" | "heal";

export function kindOf({ kind }: Step): ChoiceKind {
  return KINDS[kind];
}

const KINDS: Readonly<Record<StepKind, ChoiceKind>> = {
  [DELIVER]: "deliver",
  [DROP]: "lose",
  [MISS]: "lose",
  [DUPLICATE]: "duplicate",
  [TIMER]: "timer",
  [CRASH]: "crash",
  [FAIL]: "crash",
  [RESTART]: "restart",
  [CUT]: "cut",
  [HEAL]: "heal",
};

/** What is due, in words. */
export function timerWords(input: Input): string {
  if (input.kind === "timer") return `timer ${input.name}`;
  if (input.kind === "wake") return "end of a sleep";
  return input.kind === "expired" ? "time-out of a call" : input.kind;
}

function hasSeveral(components: Components, { node, kind, what }: Step, row: Int32Array): boolean {
  if (kind !== DELIVER && kind !== TIMER && kind !== RESTART) return false;
  const outcomes = components.outcomes(components.localOf[row[node]!]!, components.input(kind, what));
  return Array.isArray(outcomes) && outcomes.length > 1;
}
