// A recorded test cell, evaluated in the tests' isolate: what authors wrote is code there, what the student declared is only named.
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { library } from "../../engine/ship/external-reference.js";
import type { Shipment } from "../../engine/ship/shipment.js";
import { MisuseError } from "../../node/errors.js";
import { Node } from "../../node/node.js";
import type { PackedAnswer, RecordedJob, Tests } from "../job.js";
import { checkCall, packAnswer } from "../pack.js";

/** What the one call of `grade` was given. */
export interface Call {
  readonly id: string;
  readonly answers: readonly PackedAnswer[];
  readonly callback: (t: Tests) => Promise<void>;
}

type Program = (require: (id: string) => unknown, hidden: (on: boolean) => void, declared: object) => Promise<unknown>;

/** @param hidden is told where tests begin, and end, that students do not see */
export async function callOf({ program, declared }: RecordedJob, hidden: (on: boolean) => void): Promise<Call> {
  const standIns = new Map<unknown, PackedAnswer>(declared.map((answer) => [standInFor(answer), answer]));
  const byName = Object.fromEntries([...standIns].map(([standIn, { name }]) => [name, standIn]));
  let call: Call | undefined;
  const grade = async (id: string, answers: Record<string, unknown>, callback: Call["callback"]) => {
    checkCall(id, answers, callback);
    if (call) throw new MisuseError(`grade(${JSON.stringify(id)}, ...) is called once in a cell.`);
    const packed = (value: unknown) => (standIns.has(value) ? shipmentOf(standIns.get(value)!) : undefined);
    const all = Object.entries(answers).map(([name, answer]) => {
      const given = standIns.get(answer);
      return given ? { ...given, name } : packAnswer(name, answer, packed);
    });
    call = { id, answers: all, callback };
  };
  const evaluated: Program = runInThisContext(program, { filename: "test cell" });
  await evaluated(moduleLoader({ grade }), hidden, byName);
  if (!call) throw new MisuseError("A test cell calls grade(...) once; this one does not.");
  return call;
}

/** Something that can be extended and captured, but never does anything. */
function standInFor({ name, kind }: PackedAnswer): unknown {
  return kind === "node" ? { [name]: class extends Node {} }[name] : { [name]: class {} }[name];
}

function shipmentOf({ shipment, why }: PackedAnswer): Shipment {
  if (!shipment) throw new MisuseError(why!);
  return shipment;
}

function moduleLoader(instead: object): (id: string) => unknown {
  const load = createRequire(__filename);
  const members = Object.getOwnPropertyDescriptors({ ...library(), ...instead });
  const ours = Object.defineProperty(Object.defineProperties({}, members), "__esModule", { value: true });
  return (id) => (id === "kernel-lib" ? ours : load(id));
}
