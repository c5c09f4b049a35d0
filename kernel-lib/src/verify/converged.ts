// Eventual convergence: whether replicas have come to agree.
import { MisuseError, quote } from "../node/errors.js";
import { textOf } from "./linearizable.js";

/**
 * true if all replicas hold equal values, else a sentence that names two that differ: as it is, a property for
 * `eventually`. Sets, maps and plain objects count as unordered.
 * @param replicas what each holds, by name
 */
export function converged(replicas: Record<string, unknown>): true | string {
  if (typeof replicas !== "object" || replicas === null)
    throw new MisuseError(
      `converged compares what replicas hold, such as { a: [1], b: [1] }; it got ${quote(replicas)}.`,
    );
  const [first, ...others] = Object.keys(replicas);
  if (first === undefined) return true;
  const text = textOf(replicas[first]);
  const other = others.find((id) => textOf(replicas[id]) !== text);
  return other === undefined || `${first} holds ${quote(replicas[first])} and ${other} holds ${quote(replicas[other])}`;
}
