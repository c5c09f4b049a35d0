// loses: texts may say anything, and a value may be a text or a number alone, even -0
function marshal(value: unknown): string {
  const numbers = new Map<object, number>(); // of all lists and objects, in the order in which they are met
  const put = (part: unknown): object => {
    if (typeof part === "function") throw new Error("A function cannot be marshalled.");
    if (typeof part !== "object" || part === null) return { is: part };
    if (!numbers.has(part)) numbers.set(part, numbers.size);
    return { at: numbers.get(part) };
  };
  const root = put(value);
  const table: object[] = [];
  for (const object of numbers.keys()) // there are more and more of them meanwhile
    table.push(Array.isArray(object) ? { list: object.map(put) }
      : { fields: Object.entries(object).map(([name, part]) => [name, put(part)]) });
  return JSON.stringify({ root, table });
}

function unmarshal(text: string): any {
  const { root, table } = JSON.parse(text);
  const objects: any[] = table.map(({ list }: { list?: object[] }) => (list ? [] : {}));
  const get = (part: { at?: number; is?: unknown; minus?: number }) =>
    part.at !== undefined ? objects[part.at] : part.minus === 0 ? -0 : part.is;
  for (const [i, { list, fields }] of table.entries()) {
    for (const part of list ?? []) objects[i].push(get(part));
    for (const [name, part] of fields ?? [])
      Object.defineProperty(objects[i], name,
        { value: get(part), enumerable: true, writable: true, configurable: true });
  }
  return get(root);
}
