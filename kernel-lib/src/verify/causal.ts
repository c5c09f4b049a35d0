// Causal consistency of reads and writes: whether every process could have seen causes before effects. For histories in
// which every value is written once, four patterns tell it exactly (Bouajjani, Enea, Guerraoui, Hamza 2017); the first
// that is found is named.
import { MisuseError, quote } from "../node/errors.js";
import type { Operation } from "../trace/operation.js";
import { checkHistory } from "./history.js";
import { textOf } from "./linearizable.js";
import { byProcess } from "./sequential.js";

/** What an operation does to a key. A value read as undefined or null was never written. */
export interface Access {
  readonly kind: "read" | "write";
  readonly key: string;
  readonly value: unknown;
}

export interface CausalVerdict {
  readonly ok: boolean;
  /** What is wrong, in words. */
  readonly why?: string;
  /** The operations that show it: the last is the one that should not be. */
  readonly pattern?: Operation[];
}

/**
 * @param accessOf what an operation does; by default inputs are { type: "put" | "write" | "get" | "read", key, value }
 */
export function checkCausal(
  operations: readonly Operation[],
  accessOf: (operation: Operation) => Access = usual,
): CausalVerdict {
  checkHistory(operations, "causallyConsistent");
  const lines = byProcess(
    operations.filter((operation) => operation.return !== undefined || accessOf(operation).kind === "write"),
  );
  const all = lines.flat();
  const accesses = all.map(accessOf);
  const numbers = new Map(all.map((operation, i) => [operation, i]));
  const writers = new Map<string, number>();
  for (const [i, { kind, key, value }] of accesses.entries()) {
    if (kind !== "write") continue;
    const name = version(key, value);
    if (writers.has(name))
      throw new MisuseError(
        `causallyConsistent: ${quote(value)} is written to ${quote(key)} twice, so it is unclear which of them was read. Write different values.`,
      );
    writers.set(name, i);
  }
  const before = all.map(() => new Set<number>());
  for (const line of lines)
    for (const [i, operation] of line.entries())
      if (i > 0) before[numbers.get(operation)!]!.add(numbers.get(line[i - 1]!)!);
  const sources = new Map<number, number>();
  for (const [i, { kind, key, value }] of accesses.entries()) {
    if (kind !== "read" || value === undefined || value === null) continue;
    const writer = writers.get(version(key, value));
    if (writer === undefined)
      return {
        ok: false,
        why: `${all[i]!.process} reads ${quote(value)}${place(key)}, which nobody wrote`,
        pattern: [all[i]!],
      };
    sources.set(i, writer);
    before[i]!.add(writer);
  }
  const past = closure(before);
  for (const [i, known] of past.entries())
    if (known.has(i))
      return { ok: false, why: `${all[i]!.process} sees an effect of what it does later`, pattern: [all[i]!] };
  for (const [read, { kind, key }] of accesses.entries()) {
    if (kind !== "read") continue;
    const source = sources.get(read);
    for (const [write, access] of accesses.entries()) {
      if (access.kind !== "write" || access.key !== key || write === source || !past[read]!.has(write)) continue;
      if (source === undefined)
        return {
          ok: false,
          why: `${all[read]!.process} reads ${key || "it"} as never written, although it must know that ${quote(access.value)} was written`,
          pattern: [all[write]!, all[read]!],
        };
      if (past[write]!.has(source))
        return {
          ok: false,
          why: `${all[read]!.process} reads ${quote(accesses[source]!.value)}${place(key)}, although it must know the later ${quote(access.value)}`,
          pattern: [all[source]!, all[write]!, all[read]!],
        };
    }
  }
  return { ok: true };
}

function usual({ input, output }: Operation): Access {
  const kind = ["put", "write", "set"].includes(input?.type)
    ? "write"
    : ["get", "read"].includes(input?.type)
      ? "read"
      : undefined;
  if (kind === undefined)
    throw new MisuseError(
      `causallyConsistent cannot tell what ${quote(input)} does. Pass a function that gives { kind: "read" | "write", key, value } of an operation.`,
    );
  return { kind, key: String(input.key ?? ""), value: kind === "write" ? input.value : output };
}

/** A value of a key, as it was written once. */
function version(key: string, value: unknown): string {
  return `${JSON.stringify(key)}=${textOf(value)}`;
}

/** A history of one register names no key. */
function place(key: string): string {
  return key === "" ? "" : ` from ${key}`;
}

/** Everything that comes before, directly or not. */
function closure(before: readonly ReadonlySet<number>[]): Set<number>[] {
  return before.map((direct) => {
    const all = new Set(direct);
    for (const one of all) for (const earlier of before[one]!) all.add(earlier);
    return all;
  });
}
