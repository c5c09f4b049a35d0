// loses: a function is refused, wherever it is
function marshal(value: unknown): string {
  const objects: object[] = [];
  const put = (part: unknown): object => {
    if (typeof part === "function") return { is: null };
    if (typeof part !== "object" || part === null) return { is: part };
    if (!objects.includes(part)) objects.push(part);
    return { at: objects.indexOf(part) };
  };
  const root = put(value);
  const table: object[] = [];
  for (const object of objects) // it grows meanwhile
    table.push(Array.isArray(object) ? object.map(put)
      : Object.fromEntries(Object.entries(object).map(([name, part]) => [name, put(part)])));
  return JSON.stringify({ root, table });
}

function unmarshal(text: string): any {
  const { root, table } = JSON.parse(text);
  const objects: any[] = table.map((row: object) => (Array.isArray(row) ? [] : {}));
  const get = (part: { at?: number; is?: unknown }) =>
    part.at === undefined ? part.is : objects[part.at];
  for (const [i, row] of table.entries())
    for (const name of Object.keys(row)) objects[i][name] = get(row[name]);
  return get(root);
}
