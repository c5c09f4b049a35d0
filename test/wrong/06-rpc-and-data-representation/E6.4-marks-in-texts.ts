// loses: texts may say anything, and a value may be a text or a number alone, even -0
function marshal(value: unknown): string {
  const objects: object[] = [];
  const put = (part: unknown): unknown => {
    if (typeof part === "function") throw new Error("A function cannot be marshalled.");
    if (typeof part !== "object" || part === null) return part;
    if (!objects.includes(part)) objects.push(part);
    return `#${objects.indexOf(part)}`;
  };
  const root = put(value);
  const table: object[] = [];
  for (const object of objects)
    table.push(Array.isArray(object) ? object.map(put)
      : Object.fromEntries(Object.entries(object).map(([name, part]) => [name, put(part)])));
  return JSON.stringify({ root, table });
}

function unmarshal(text: string): any {
  const { root, table } = JSON.parse(text);
  const objects: any[] = table.map((row: object) => (Array.isArray(row) ? [] : {}));
  const get = (part: unknown) =>
    typeof part === "string" && /^#\d+$/.test(part) ? objects[Number(part.slice(1))] : part;
  for (const [i, row] of table.entries())
    for (const name of Object.keys(row)) objects[i][name] = get(row[name]);
  return get(root);
}
