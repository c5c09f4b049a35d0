// Answers as tests hold them: everything they are asked goes over a wire and comes back as plain data.

import type { Requester } from "../../engine/isolate.js";
import type { Shipment } from "../../engine/ship/shipment.js";
import { unship } from "../../engine/ship/unship.js";
import { packClass, prepare, type System } from "../../engine/system.js";
import { MisuseError } from "../../node/errors.js";
import { Node } from "../../node/node.js";
import type { PackedAnswer } from "../job.js";
import type { SentSystem, ToAnswers } from "./protocol.js";

const ANSWER = Symbol("verteilt.answer");

/** What stands for an answer in the tests' isolate. */
export function answerFor(answer: PackedAnswer, requester: Requester): unknown {
  const { name, kind, shipment } = answer;
  const ask = (request: ToAnswers) => requester.request(request);
  switch (kind) {
    case "data":
      return isPlain(shipment!)
        ? unship(shipment!)
        : brokenAnswer(name, () => Promise.reject(new MisuseError(notPlain(name))));
    case "node":
      return standIn(name);
    case "class":
      return farClass(name, ask);
    case "function":
      return (...args: unknown[]) => ask({ kind: "call", name, args });
    case "broken":
      return brokenAnswer(name, ask);
  }
}

/** No code of a student's is evaluated here. */
function isPlain({ parts }: Shipment): boolean {
  return parts.every(
    (part) => part.kind !== "code" && part.kind !== "external" && !("of" in part && part.of !== undefined),
  );
}

function notPlain(name: string): string {
  return `Your ${name} is an object with functions in it, or of a class; an answer is a function, a class, or plain data.`;
}

/** A system as the answers' isolate gets it, with its answers named instead of packed. */
export function sendSystem(system: System): SentSystem {
  const { nodes, ...rest } = prepare(system, (given) =>
    isAnswer(given) ? { parts: [], root: 0, isolated: false, reusable: false, privates: [] } : packClass(given),
  );
  const named = [...nodes].map(([id, node]): SentSystem["nodes"][number] => {
    const given = system.nodes[id];
    const made: any = typeof given === "function" ? given : given.node;
    return [id, isAnswer(made) ? { answer: made[ANSWER], fields: node.fields } : node];
  });
  return { ...rest, nodes: named };
}

function isAnswer(given: any): boolean {
  return given[ANSWER] !== undefined;
}

function standIn(name: string): unknown {
  const StandIn = { [name]: class extends Node {} }[name];
  Object.defineProperty(StandIn, ANSWER, { value: name });
  return StandIn;
}

type Ask = (request: ToAnswers) => Promise<any>;

function farClass(name: string, ask: Ask): unknown {
  return new Proxy(class {} as any, {
    construct: (_target, args) => ask({ kind: "new", name, args }).then((handle) => farObject(handle, ask)) as any,
    apply: (_target, _this, args) => ask({ kind: "call", name, args }),
  });
}

/** A handle: `await h.method(x)` calls, `await h.field` reads. */
function farObject(handle: number, ask: Ask): unknown {
  return new Proxy({} as any, {
    get: (_target, member) => {
      if (typeof member === "symbol" || member === "then") return undefined;
      const method = (...args: unknown[]) => ask({ kind: "method", handle, name: member, args });
      return Object.assign(method, {
        // biome-ignore lint/suspicious/noThenProperty: awaiting a member reads the field
        then: (resolve: (value: unknown) => void, reject: (error: unknown) => void) =>
          ask({ kind: "field", handle, name: member }).then(resolve, reject),
      });
    },
  });
}

/** It could not be packed: whatever is done with it says why. */
function brokenAnswer(name: string, ask: Ask): unknown {
  const StandIn = standIn(name) as any;
  return new Proxy(StandIn, {
    get: (_target, member) =>
      member in StandIn || typeof member === "symbol" || member === "then"
        ? StandIn[member]
        : (...args: unknown[]) => ask({ kind: "call", name, args }),
    construct: (_target, args) => ask({ kind: "new", name, args }) as any,
    apply: (_target, _this, args) => ask({ kind: "call", name, args }),
  });
}
