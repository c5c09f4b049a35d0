// The errors a student meets. Misuse rejects a whole run; a time-out only wakes the node that waited.

/**
 * The system is used in a way no node could: an unknown receiver, a message that is not plain data, a shared variable.
 */
export class MisuseError extends Error {
  override name = "MisuseError";
  /** The node in whose code it happened, if there is one. */
  node?: string;
}

/** No answer came within the `timeout` of a `call` or `ask`. */
export class TimeoutError extends Error {
  override name = "TimeoutError";
}

/** A value as an error message quotes it: short, on one line. */
export function quote(value: unknown): string {
  let text: string;
  if (typeof value === "function")
    text = `${/^class\b/.test(String(value)) ? "class" : "function"} ${value.name}`.trim();
  else if (typeof value === "bigint") text = `${value}n`;
  else if (typeof value === "symbol" || value === undefined) text = String(value);
  else if (typeof value === "object" && value !== null && !isPlain(value)) text = describeInstance(value);
  else {
    try {
      text = JSON.stringify(value) ?? String(value);
    } catch {
      text = describeInstance(value as object);
    }
  }
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describeInstance(value: object): string {
  const name = value.constructor?.name;
  return name && name !== "Object" ? `a ${name}` : "an object";
}
