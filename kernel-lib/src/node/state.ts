// A node's memory as others may see it: its own public fields, and its disk unless it is empty.
import { MisuseError } from "./errors.js";
import type { NodeId } from "./messages.js";

/**
 * A copy of the fields of `node`, with `disk` if it is not empty. Instances of other classes come out as plain
 * objects.
 */
export function stateOf(node: object, disk: object): Record<string, unknown> {
  const state = flatten(node, new Set()) as Record<string, unknown>;
  if (Object.keys(disk).length > 0) state.disk = flatten(disk, new Set());
  return state;
}

/** Makes `states[id]` explain why it cannot be read. */
export function hideState(states: Record<NodeId, any>, id: NodeId, privates: readonly string[]): void {
  Object.defineProperty(states, id, {
    enumerable: false,
    get() {
      throw new MisuseError(
        `The state of ${id} cannot be seen: ${privates.join(", ")} is private to its class. Use ordinary fields in nodes.`,
      );
    },
  });
}

function flatten(value: unknown, above: Set<object>): unknown {
  if (typeof value !== "object" || value === null) return typeof value === "symbol" ? String(value) : value;
  if (above.has(value)) return "[circular]";
  above.add(value);
  const result = flattenObject(value, above);
  above.delete(value);
  return result;
}

function flattenObject(value: object, above: Set<object>): unknown {
  if (Array.isArray(value)) return value.map((part) => flatten(part, above));
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [flatten(k, above), flatten(v, above)]));
  if (value instanceof Set) return new Set([...value].map((v) => flatten(v, above)));
  if (
    ArrayBuffer.isView(value) ||
    value instanceof Date ||
    value instanceof RegExp ||
    value instanceof Error ||
    value instanceof ArrayBuffer
  )
    return structuredClone(value);
  const result: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) if (typeof part !== "function") result[key] = flatten(part, above);
  return result;
}
