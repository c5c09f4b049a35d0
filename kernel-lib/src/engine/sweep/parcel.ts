// Experiments of a sweep as text, to and from a process elsewhere: the experiment goes to one's own machine as code,
// what comes back is data in the trace's form, read part by part.
import { deserialize, serialize } from "node:v8";
import { canonicalText } from "../../node/equality.js";
import { fromJsonValue, toJsonValue } from "../../trace/json-value.js";
import { local, portable } from "../ship/relocate.js";
import type { Answer, Printed } from "./answer.js";
import type { Task } from "./experimenter.js";
import type { PackedPart } from "./packed-result.js";

/** Experiments `from` to `end`. */
export interface Parcel {
  readonly task: Task;
  readonly from: number;
  readonly end: number;
}

export function packParcel({ task, from, end }: Parcel): string {
  const packed = serialize({ ...task, shipment: portable(task.shipment) });
  return JSON.stringify({ task: packed.toString("base64"), from, end });
}

/** Only where code of the one who sent it may run. */
export function unpackParcel(text: string): Parcel {
  const { task, from, end } = JSON.parse(text);
  const { shipment, seeds }: Task = deserialize(Buffer.from(task, "base64"));
  return { task: { shipment: local(shipment), seeds }, from, end };
}

/** Answers in their order; the first without a result is the last. What JSON would change has to be done again. */
export function packAnswers(answers: readonly Answer[]): string {
  const packed = answers.map(({ done }) => {
    if (!done) return null;
    try {
      const { data, parts } = done.result;
      const json = toJsonValue(data, "the result");
      const isSame = canonicalText(readData(JSON.parse(JSON.stringify(json)))) === canonicalText(data);
      return isSame ? { data: json, parts, printed: done.printed } : null;
    } catch {
      return null;
    }
  });
  return JSON.stringify(packed);
}

/**
 * @param count how many were asked for
 * @returns the answers, up to the first without a result
 * @throws Error for what `packAnswers` cannot have written
 */
export function unpackAnswers(text: string, from: number, count: number): Answer[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list) || list.length === 0 || list.length > count) refuse();
  return list.map((one: any, i): Answer => {
    const index = from + i;
    if (one === null) return { index };
    const { data, parts, printed } = one ?? {};
    if (!Array.isArray(printed) || !Array.isArray(parts)) refuse();
    return {
      index,
      done: { result: { data: readData(data), parts: parts.map(partOf) }, printed: printed.map(printedOf) },
    };
  });
}

function printedOf({ stream, text }: any): Printed {
  if (typeof text !== "string" || (stream !== "stdout" && stream !== "stderr")) refuse();
  return { stream, text };
}

function partOf({ path, kind, system }: any): PackedPart {
  const isSound =
    Array.isArray(path) &&
    path.every((key) => typeof key === "string") &&
    (kind === undefined || typeof kind === "string") &&
    (system === undefined || Number.isSafeInteger(system));
  return isSound ? { path, kind, system } : refuse();
}

function readData(value: unknown): unknown {
  return fromJsonValue(value, refuse);
}

function refuse(): never {
  throw new Error("A worker gave results that cannot be read.");
}
