// Exploring in tests: what a mark rests on does not depend on how fast or how large the machine is.
import { sentenceOf } from "../api/verdict-words.js";
import { MisuseError, quote } from "../node/errors.js";
import type { CausalVerdict } from "../verify/causal.js";
import type { HistoryVerdict } from "../verify/history.js";
import type { ExploreOptions, Verdict } from "../verify/options.js";
import type { SerialVerdict } from "../verify/transactions/transaction.js";

/** The options with which tests explore: the test's own time is the only limit that a clock knows. */
export function withDeterministicLimits(options: ExploreOptions): ExploreOptions {
  for (const name of ["seconds", "megabytes"] as const)
    if (options[name] !== undefined)
      throw new MisuseError(
        `${name} is ${quote(options[name])}, but no mark depends on the machine. Limit what is explored by within, depth or unique.`,
      );
  return { ...options, seconds: Number.MAX_SAFE_INTEGER };
}

/** @throws MisuseError if there was no room to explore as far as was asked for */
export function judgeable(verdict: Verdict): Verdict {
  if (verdict.limit === "memory")
    throw new MisuseError(
      `There are too many states: ${sentenceOf(verdict)} Fewer are reached by a node that repeats less.`,
    );
  return verdict;
}

/**
 * What a verdict of `explore` or of a judge of histories says as the outcome of a test: undefined if it is no verdict,
 * or all is well.
 */
export function reasonOfVerdict(outcome: unknown): string | undefined {
  const { ok, examples, why, anomalies, stuck } = (outcome ?? {}) as Partial<
    Verdict & CausalVerdict & SerialVerdict & HistoryVerdict
  >;
  if ((ok as unknown) === "unknown") return "It could not be decided in time.";
  if (ok !== false) return undefined;
  if (examples !== undefined) return sentenceOf(outcome as Verdict);
  if (stuck) return `${quote(stuck.input)} cannot have given ${quote(stuck.output)} here, whatever the order.`;
  const [worst] = anomalies ?? [];
  return why ?? (worst ? `${worst.name}: ${worst.why}` : "It does not hold.");
}
