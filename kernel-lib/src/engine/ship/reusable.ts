// Whether a thread that ran some code can be used again: whether the code leaves nothing behind, such as changed
// globals, running timers or modules with a memory. Errs on the safe side.
import type { Analysis, Use } from "./analyse.js";

const harmless = new Set(
  (
    "undefined NaN Infinity Object Array Number Boolean String Symbol BigInt Date Promise RegExp Error AggregateError RangeError ReferenceError " +
    "SyntaxError TypeError JSON Math Intl ArrayBuffer SharedArrayBuffer Atomics DataView Map Set WeakMap WeakSet Uint8Array Int8Array Uint16Array " +
    "Int16Array Uint32Array Int32Array Float32Array Float64Array BigUint64Array BigInt64Array parseInt parseFloat isNaN isFinite console " +
    "encodeURIComponent decodeURIComponent structuredClone TextEncoder TextDecoder performance atob btoa Buffer URL URLSearchParams arguments"
  ).split(" "),
);

/** @param globals the names in the code that are found nowhere but on the global object */
export function isReusable(text: string, { uses }: Analysis, globals: readonly string[]): boolean {
  if (/\bprototype\b|__proto__|\.constructor\b|\bimport\s*\(|definePropert|\b(async )?eval\b/.test(text)) return false;
  return !uses.some(
    (use) =>
      globals.includes(use.name) && !isInterruptCheck(use) && (use.change !== undefined || !harmless.has(use.name)),
  );
}

/** Cells are compiled with such a check in every loop and function. */
function isInterruptCheck({ name, members, change }: Use): boolean {
  return name === "globalThis" && change === undefined && /^__interrupt(ed)?$/.test(members[0] ?? "");
}
