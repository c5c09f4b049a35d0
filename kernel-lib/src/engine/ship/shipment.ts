// What travels when a value is shipped: a table of parts that structured clone can carry.
import type { ExternalReference } from "./external-reference.js";

/** A part's number in the table. */
export type Ref = number;

export type Part =
  /** A primitive, or something structured clone copies faithfully. */
  | { kind: "value"; value: unknown }
  | { kind: "external"; reference: ExternalReference }
  | { kind: "array"; items: Ref[] }
  | { kind: "object"; entries: [string, Ref][] /** The class whose instance it is. */; of?: Ref }
  | { kind: "map"; entries: [Ref, Ref][]; of?: Ref }
  | { kind: "set"; items: Ref[]; of?: Ref }
  | CodePart;

/** A function or class, as text. */
export interface CodePart {
  kind: "code";
  text: string;
  form: "expression" | "method";
  /** Outer names and their values; a namespace such as a cell's `exports` brings only the members used. */
  captured: { name: string; value?: Ref; members?: [string, Ref][] }[];
  /** Outer names found nowhere: globals. */
  globals: string[];
  /** Where the text stands, for stack traces. */
  position?: { file: string; line: number; column: number };
}

export interface Shipment {
  parts: Part[];
  root: Ref;
  /** True if evaluating it once for several nodes would let them share memory: statics, captured data. */
  isolated: boolean;
  /** True if it leaves nothing behind in the thread that ran it, so that the thread may serve others. */
  reusable: boolean;
  /** `#private` fields of the shipped classes. */
  privates: string[];
}

/** The part as it stands `by` places further down a table. */
export function moved(part: Part, by: number): Part {
  const of = "of" in part && part.of !== undefined ? { of: part.of + by } : {};
  switch (part.kind) {
    case "value":
    case "external":
      return part;
    case "array":
      return { ...part, items: part.items.map((ref) => ref + by) };
    case "set":
      return { ...part, ...of, items: part.items.map((ref) => ref + by) };
    case "object":
      return { ...part, ...of, entries: part.entries.map(([key, ref]) => [key, ref + by]) };
    case "map":
      return { ...part, ...of, entries: part.entries.map(([key, value]) => [key + by, value + by]) };
    case "code":
      return { ...part, captured: part.captured.map((captured) => movedCapture(captured, by)) };
  }
}

function movedCapture(
  { name, value, members }: CodePart["captured"][number],
  by: number,
): CodePart["captured"][number] {
  if (value !== undefined) return { name, value: value + by };
  return { name, members: members?.map(([member, ref]): [string, Ref] => [member, ref + by]) };
}
