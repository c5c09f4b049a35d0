function marshal(value: unknown): string {
  const numbers = new Map<object, number>();
  const rows: unknown[] = [];
  /** Texts, numbers and the like in a list of one, -0 in one of two; a reference as a bare number. */
  const visit = (part: unknown): unknown => {
    if (Object.is(part, -0)) return [0, "negative"];
    if (part === null || ["string", "number", "boolean"].includes(typeof part)) return [part];
    if (typeof part !== "object") throw new TypeError(`A ${typeof part} cannot be marshalled.`);
    if (!numbers.has(part)) {
      const number = numbers.size;
      numbers.set(part, number);
      const kind = Array.isArray(part) ? "list" : "object";
      rows[number] = [kind, ...Object.entries(part).map(([name, one]) => [name, visit(one)])];
    }
    return numbers.get(part);
  };
  const root = visit(value);
  return JSON.stringify([root, rows]);
}

function unmarshal(text: string): any {
  const [root, rows] = JSON.parse(text);
  const made = rows.map(([kind]: string[]) => (kind === "list" ? [] : {}));
  const value = (part: any) => (!Array.isArray(part) ? made[part] : part.length === 2 ? -0 : part[0]);
  for (const [number, [, ...fields]] of rows.entries())
    for (const [name, part] of fields) {
      const one = { value: value(part), enumerable: true, writable: true, configurable: true };
      Object.defineProperty(made[number], name, one);
    }
  return value(root);
}
