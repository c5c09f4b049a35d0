// What operations on common objects mean, for `linearizable` and `sequentiallyConsistent`. Inputs are messages as
// clients send them; an object answers null for nothing, because an undefined output means that the answer never came.
import { equal } from "../node/equality.js";
import type { Model } from "../verify/history.js";

export type RegisterInput =
  | { type: "read" }
  | { type: "write"; value: unknown }
  /** Writes `to` if it holds `from`; answers whether it did. */
  | { type: "cas"; from: unknown; to: unknown };

/** A register that holds one value; null at first. */
export const register: Model<unknown, RegisterInput, any> = {
  init: () => null,
  step(state, input, output) {
    if (input.type === "write") return input.value;
    if (input.type === "read") return output === undefined || equal(output, state) ? state : "illegal";
    const hits = equal(state, input.from);
    if (output !== undefined && output !== hits) return "illegal";
    return hits ? input.to : state;
  },
};

export type MapInput =
  | { type: "get"; key: string }
  | { type: "put"; key: string; value: unknown }
  /** Adds text to the end; nothing counts as "". */
  | { type: "append"; key: string; value: string }
  | { type: "delete"; key: string };

/** A map from keys to values; a key without a value gives null. Keys are judged one by one. */
export const keyValueMap: Model<unknown, MapInput, any> = {
  init: () => null,
  step(state, input, output) {
    if (input.type === "put") return input.value;
    if (input.type === "append") return `${state ?? ""}${input.value}`;
    if (input.type === "delete") return null;
    return output === undefined || equal(output, state) ? state : "illegal";
  },
  key: ({ key }) => key,
};

export type QueueInput = { type: "enqueue"; value: unknown } | { type: "dequeue" };

/** A queue: first in, first out. Taking from an empty one answers null. */
export const queue: Model<readonly unknown[], QueueInput, any> = {
  init: () => [],
  step(state, input, output) {
    if (input.type === "enqueue") return [...state, input.value];
    return output === undefined || equal(output, state.length === 0 ? null : state[0]) ? state.slice(1) : "illegal";
  },
};

export type MutexInput = { type: "lock" } | { type: "unlock" };

/** A lock that one client at a time holds. Answers do not matter: an operation that returned has succeeded. */
export const mutex: Model<boolean, MutexInput, any> = {
  init: () => false,
  step: (held, { type }) => (held === (type === "unlock") ? !held : "illegal"),
};
