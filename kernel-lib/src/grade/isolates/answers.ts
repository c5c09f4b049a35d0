// What is asked of the student's answers, in their process: calls them, and simulates systems with them. Sees neither tests nor points.

import { explorePrepared } from "../../api/explore.js";
import type { PreparedNode, PreparedSystem } from "../../engine/prepared-system.js";
import { unship } from "../../engine/ship/unship.js";
import { simulate } from "../../engine/simulator/simulate.js";
import { MisuseError } from "../../node/errors.js";
import type { PackedAnswer } from "../job.js";
import { type SentSystem, sendRun, type ToAnswers } from "./protocol.js";

let packed: ReadonlyMap<string, PackedAnswer> = new Map();
const values = new Map<string, any>();
const handles: any[] = [];

export function handle(message: ToAnswers): unknown {
  switch (message.kind) {
    case "prepare":
      packed = new Map(message.answers.map((answer) => [answer.name, answer]));
      return true;
    case "call":
      return answerNamed(message.name)(...message.args);
    case "new":
      return handles.push(new (answerNamed(message.name))(...message.args)) - 1;
    case "method": {
      const object = handles[message.handle];
      if (typeof object[message.name] !== "function") throw new TypeError(`${message.name} is not a method`);
      return object[message.name](...message.args);
    }
    case "field":
      return handles[message.handle][message.name];
    case "run":
      return simulate(received(message.system), message.options).then(sendRun);
    case "explore":
      return explorePrepared(received(message.system), unship(message.options));
  }
}

function answerNamed(name: string): any {
  if (!values.has(name)) {
    const { shipment, why } = packed.get(name)!;
    if (!shipment) throw new MisuseError(why!);
    values.set(name, unship(shipment));
  }
  return values.get(name);
}

function received(system: SentSystem): PreparedSystem {
  const nodes = system.nodes.map(
    ([id, node]) => [id, "answer" in node ? answerNode(node.answer, node.fields) : node] as const,
  );
  return { ...system, nodes: new Map(nodes) };
}

function answerNode(name: string, fields: object): PreparedNode {
  const { shipment, why } = packed.get(name)!;
  if (!shipment) throw new MisuseError(why!);
  return { class: name, fields, shipment };
}
