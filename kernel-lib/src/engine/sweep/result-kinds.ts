// What an experiment may give besides plain data: objects that are taken apart to travel, and made again of their data.
// Runs are known here; whoever makes others adds them.
import { checkTrace } from "../../trace/json.js";
import { Run, type RunParts } from "../run.js";

export interface ResultKind<T extends object = any> {
  readonly name: string;
  is(value: object): boolean;
  /** What it holds. */
  data(value: T): object;
  /** @throws for what `data` cannot have given */
  make(data: any): T;
}

const kinds = new Map<string, ResultKind>();

export function addResultKind(kind: ResultKind): void {
  kinds.set(kind.name, kind);
}

export function kindOf(value: object): ResultKind | undefined {
  for (const kind of kinds.values()) if (kind.is(value)) return kind;
  return undefined;
}

export function kindNamed(name: string): ResultKind | undefined {
  return kinds.get(name);
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

addResultKind({
  name: "run",
  is: (value) => value instanceof Run,
  data: (run: Run) => ({ ...run }),
  make(data: Omit<RunParts, "states"> & { readonly states: Record<string, unknown> }) {
    const { trace, outputs, states, errors, stats, history, waiting, reason, away } = data;
    const isSound =
      [outputs, states, stats, stats?.byType].every(isObject) &&
      Object.values(outputs).every(Array.isArray) &&
      [stats.messages, stats.delivered, stats.lost, stats.ms, ...Object.values(stats.byType)].every(Number.isFinite) &&
      [errors, history, waiting, away].every(Array.isArray) &&
      ["quiet", "until", "limit"].includes(reason);
    if (!isSound) throw new TypeError("This is no run.");
    return new Run({ ...data, trace: checkTrace(trace), states: () => states });
  },
});
