// Generated values of every kind that a message can carry.
import fc from "fast-check";

const errors = fc
  .tuple(fc.constantFrom(Error, TypeError, RangeError), fc.string())
  .map(([Class, message]) => new Class(message));
const leaf = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double(),
  fc.constantFrom(NaN, -0, 0, Infinity),
  fc.bigInt({ min: -3n, max: 3n }),
  fc.string(),
  fc.constantFrom("", "1", "null", "[", '"', "t", "u"),
  fc.boolean(),
  fc.constantFrom(null, undefined),
  fc.date({ noInvalidDate: false }),
  fc.constantFrom(/a/, /a/g, /b/),
  errors,
  fc.uint8Array({ maxLength: 3 }),
  fc.int8Array({ maxLength: 3 }),
  fc.float64Array({ maxLength: 2 }),
  fc.uint8Array({ maxLength: 3 }).map((bytes) => bytes.slice().buffer),
);

/** Plain data, nested a few levels deep. */
export const plainValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small", withCrossShrink: true }, leaf, tie("branch")),
  branch: fc.oneof(
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__"), tie("value"), { maxKeys: 3 }),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 3 }).map((members) => new Set(members)),
  ),
})).value;

/**
 * The same value, built in another order: keys, entries and members reversed, holes for what is undefined, nothing
 * shared.
 */
export function reordered(value: any): any {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const copy = new Array(value.length);
    for (const [i, item] of value.entries()) if (item !== undefined) copy[i] = reordered(item);
    return copy;
  }
  if (value instanceof Map)
    return new Map([...value].reverse().map(([key, item]) => [reordered(key), reordered(item)]));
  if (value instanceof Set) return new Set([...value].reverse().map(reordered));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return structuredClone(value);
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reordered(item)]));
}
