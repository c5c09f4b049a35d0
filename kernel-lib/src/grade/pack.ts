// Packs what a student handed in, and says what kind of answer it is.
import { ship } from "../engine/ship/ship.js";
import type { Shipment } from "../engine/ship/shipment.js";
import { MisuseError, quote } from "../node/errors.js";
import { Node } from "../node/node.js";
import type { PackedAnswer } from "./job.js";
import { reasonOf } from "./reason.js";

const reserved = ["test", "run", "explore"];

/** @throws MisuseError if `grade` was called with something else */
export function checkCall(id: unknown, answers: unknown, tests: unknown): void {
  if (typeof id !== "string" || typeof answers !== "object" || answers === null || typeof tests !== "function")
    throw new MisuseError(
      `grade(${quote(id)}, ...) takes an id, the answers such as { Front }, and a function of the tests.`,
    );
  const clash = reserved.find((name) => name in answers);
  if (clash) throw new MisuseError(`grade(${quote(id)}, ...): no answer can be named "${clash}".`);
}

/**
 * One answer. What cannot be packed is `broken`, with the reason.
 * @param packed tells of a value that stands for one packed elsewhere
 */
export function packAnswer(
  name: string,
  answer: unknown,
  packed?: (value: unknown) => Shipment | undefined,
): PackedAnswer {
  try {
    const kind = kindOf(answer);
    return { name, kind, shipment: ship(answer, `your ${name}`, kind !== "node", packed) };
  } catch (error) {
    return { name, kind: "broken", why: reasonOf(error) };
  }
}

function kindOf(answer: unknown): PackedAnswer["kind"] {
  if (typeof answer !== "function") return "data";
  if (answer.prototype instanceof Node) return "node";
  return /^class\b/.test(Function.prototype.toString.call(answer)) ? "class" : "function";
}
