// What an experiment gave, as data that travels between threads and machines, and beside it which parts of it are more
// than data: runs and verdicts, which draw themselves, and traces, which know the system that made them.
import { copy } from "../../node/copy.js";
import type { Trace } from "../../trace/trace.js";
import { type PreparedSystem, rememberSystem, systemOf } from "../prepared-system.js";
import { kindNamed, kindOf } from "./result-kinds.js";

export interface PackedPart {
  /** From the result on. */
  readonly path: readonly string[];
  /** What is to be made of its data. */
  readonly kind?: string;
  /** Of a trace: which of the systems that the experiment prepared made it. */
  readonly system?: number;
}

export interface PackedResult {
  readonly data: unknown;
  /** What contains others comes before them. */
  readonly parts: readonly PackedPart[];
}

/**
 * @param prepared the systems that the experiment has prepared, in their order
 * @throws Error where it is more than can be made again elsewhere
 */
export function packResult(value: unknown, prepared: readonly PreparedSystem[]): PackedResult {
  const packing = new Packing(prepared);
  return { data: copy(packing.pack(value), "the result"), parts: packing.parts };
}

/**
 * Changes the data that it is given. What a worker gave, which may be anything, is read part by part.
 * @param systemNumbered finds a system again, when it is asked for
 * @throws Error for what `packResult` cannot have given
 */
export function unpackResult(
  { data, parts }: PackedResult,
  systemNumbered: (number: number) => Promise<PreparedSystem | undefined>,
): unknown {
  const root = { result: data };
  for (const { path, kind } of [...parts].reverse()) {
    if (kind === undefined) continue;
    const [last, ...above] = ["result", ...path].reverse();
    const owner = partAt(root, above.reverse());
    owner[last!] = made(kind, partAt(owner, [last!]));
  }
  for (const { path, system } of parts)
    if (system !== undefined) rememberSystem(partAt(root, ["result", ...path]), () => systemNumbered(system));
  return root.result;
}

function made(kind: string, data: object): object {
  const known = kindNamed(kind);
  if (!known) throw new Error(`A result is a ${kind}, which is not known here.`);
  try {
    return known.make(data);
  } catch (error) {
    throw new Error(`A result is no ${kind}: ${(error as Error).message}`);
  }
}

function partAt(root: any, path: readonly string[]): any {
  let part = root;
  for (const key of path) {
    part = Object.hasOwn(part, key) ? part[key] : undefined;
    if (typeof part !== "object" || part === null) throw new Error(`A result has no part ${path.join(".")}.`);
  }
  return part;
}

/** As deep as values may be that are copied. */
const DEEPEST = 100;

class Packing {
  readonly parts: PackedPart[] = [];
  readonly #path: string[] = [];
  /** In how many maps and sets, to whose inside no path leads. */
  #collections = 0;

  constructor(readonly prepared: readonly PreparedSystem[]) {}

  /** The value, with what is more than data replaced by its data. */
  pack(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (this.#path.length + this.#collections > DEEPEST) throw new Error("It is nested too deeply.");
    const kind = kindOf(value);
    const system = this.#systemOf(value as Trace);
    if (kind || system !== undefined) this.#note({ path: [...this.#path], kind: kind?.name, system });
    if (value instanceof Map || value instanceof Set) return this.#collection(value);
    const plain = kind ? kind.data(value) : value;
    if (!Array.isArray(plain) && !isPlain(plain)) return plain;
    if (!kind && hides(plain)) throw new Error("It has more than data.");
    return this.#inside(plain as Record<string, unknown>);
  }

  #inside(value: Record<string, unknown>): object {
    let changed: Record<string, unknown> | undefined;
    for (const key of Object.keys(value)) {
      this.#path.push(key);
      const packed = this.pack(value[key]);
      this.#path.pop();
      if (Object.is(packed, value[key])) continue;
      changed ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      changed[key] = packed;
    }
    return changed ?? value;
  }

  #collection(value: Map<unknown, unknown> | Set<unknown>): object {
    this.#collections++;
    for (const item of [...value].flat()) this.pack(item);
    this.#collections--;
    return value;
  }

  #note(part: PackedPart): void {
    if (this.#collections > 0) throw new Error("It is in a Map or a Set.");
    this.parts.push(part);
  }

  #systemOf(trace: Trace): number | undefined {
    const system = systemOf(trace);
    if (system === undefined) return undefined;
    // A run that follows a trace has the same nodes with the trace's seed.
    const number = this.prepared.findIndex(({ nodes }) => "nodes" in system && nodes === system.nodes);
    if (number < 0) throw new Error("It comes from outside of the experiment.");
    return number;
  }
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether it has something that a copy would lack, such as a picture of itself. */
function hides(value: object): boolean {
  const own = Reflect.ownKeys(value).length;
  return own !== Object.keys(value).length + (Array.isArray(value) ? 1 : 0);
}
