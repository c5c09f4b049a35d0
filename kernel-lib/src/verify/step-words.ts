// A step of the explorer in the words by which a reader chooses it.
import type { Input } from "../node/effects.js";
import { messageWords } from "../trace/describe-event.js";
import { type Components, CRASH, DELIVER, DROP, MISS, RESTART } from "./components.js";
import type { Step } from "./schedule.js";

/** `deliver ping {"n":1} from client to server`, in the state `row`. */
export function wordsOf(components: Components, step: Step, row: Int32Array): string {
  const { node, kind, what, choice } = step;
  const { ids } = components.localStates.system;
  const id = ids[node]!;
  if (kind === CRASH) return `crash ${id}`;
  const random = hasSeveral(components, step, row) ? ` (random choice ${choice + 1})` : "";
  if (kind === RESTART) return `restart ${id}${random}`;
  if (kind !== DELIVER && kind !== DROP && kind !== MISS)
    return `${timerWords(components.timers[what]!)} of ${id}${random}`;
  const { from, message } = components.envelopes.all[what]!;
  const words = messageWords(message, ids[from]!, id);
  if (kind === MISS) return `lose ${words}, which is down`;
  return `${kind === DROP ? "lose" : "deliver"} ${words}${random}`;
}

/** What kind of choice a step is. */
export function kindOf({ kind }: Step): "deliver" | "lose" | "timer" | "crash" | "restart" {
  if (kind === DELIVER) return "deliver";
  if (kind === DROP || kind === MISS) return "lose";
  if (kind === CRASH) return "crash";
  return kind === RESTART ? "restart" : "timer";
}

/** What is due, in words. */
export function timerWords(input: Input): string {
  if (input.kind === "timer") return `timer ${input.name}`;
  if (input.kind === "wake") return "end of a sleep";
  return input.kind === "expired" ? "time-out of a call" : input.kind;
}

function hasSeveral(components: Components, { node, kind, what }: Step, row: Int32Array): boolean {
  if (kind === DROP || kind === MISS || kind === CRASH) return false;
  const outcomes = components.outcomes(components.localOf[row[node]!]!, components.input(kind, what));
  return Array.isArray(outcomes) && outcomes.length > 1;
}
