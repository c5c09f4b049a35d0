// Records whose keys others choose: a node may be named `__proto__`, which an assignment would take for the prototype.

/** Sets `record[key]`, whatever the key. */
export function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  if (key === "__proto__")
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  else record[key] = value;
}

/** Adds `value` to the list that `record` has under `key`. */
export function append<T>(record: Record<string, T[]>, key: string, value: T): void {
  if (!Object.hasOwn(record, key)) setOwn(record, key, []);
  record[key]!.push(value);
}
