// The timers of one node, and which of them may be due first. Time has no numbers here: what is known of two timers is
// which was set earlier and how long each takes. Nothing is known between nodes, whose speeds may differ.
import type { Input } from "../node/effects.js";

/** A timer that is set, a sleeper, or the time-out of a call. */
export interface Timer {
  readonly name: string;
  readonly ms: number;
  /** Those that are certainly due before it. */
  readonly after: readonly string[];
  /** What happens to the node when it is due. */
  readonly input: Input;
}

/**
 * Sets a timer, in component of one of the same name. Those set before it that take no longer are due first; of those
 * set in the same step the shorter is due first.
 * @param now names set in the same step
 */
export function setTimer(timers: readonly Timer[], input: Input, ms: number, now: Set<string>): Timer[] {
  const name = timerName(input);
  const others = clearTimer(timers, name).map((other) =>
    now.has(other.name) && other.ms > ms ? { ...other, after: [...other.after, name].sort() } : other,
  );
  const after = others.filter((other) => other.ms <= ms).map((other) => other.name);
  now.add(name);
  return [...others, { name, ms, after: after.sort(), input }].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Without the timer `name`: it is due, or was cleared. */
export function clearTimer(timers: readonly Timer[], name: string): readonly Timer[] {
  if (!timers.some((timer) => timer.name === name)) return timers;
  return timers
    .filter((timer) => timer.name !== name)
    .map((timer) =>
      timer.after.includes(name) ? { ...timer, after: timer.after.filter((other) => other !== name) } : timer,
    );
}

/** Those that may be due next. */
export function ready(timers: readonly Timer[]): readonly Timer[] {
  return timers.filter((timer) => timer.after.length === 0);
}

/** The name under which something that will be due is set: a timer's own, or one that no timer has. */
export function timerName(input: Input): string {
  if (input.kind === "timer") return input.name;
  if (input.kind === "wake") return `\u0000sleep ${input.sleep}`;
  if (input.kind === "expired") return `\u0000call ${input.call}`;
  return input.kind;
}
