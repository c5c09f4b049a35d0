// loses: fields may have any name, such as __proto__ or that of a mark
function marshal(value: unknown): string {
  const objects: object[] = [];
  const put = (part: unknown): object => {
    if (typeof part === "function") throw new Error("A function cannot be marshalled.");
    if (typeof part !== "object" || part === null) return part as any;
    if (!objects.includes(part)) objects.push(part);
    return { $ref: objects.indexOf(part) };
  };
  const copy = (part: any): any => {
    const known = objects.includes(part);
    const mark = put(part);
    if (known || typeof part !== "object" || part === null) return mark;
    if (Array.isArray(part)) return part.map(copy);
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, copy(one)]));
  };
  return JSON.stringify(copy(value));
}

function unmarshal(text: string): any {
  const objects: any[] = [];
  const get = (part: any): any => {
    if (typeof part !== "object" || part === null) return part;
    if ("$ref" in part) return objects[part.$ref];
    objects.push(part);
    for (const name of Object.keys(part)) part[name] = get(part[name]);
    return part;
  };
  return get(JSON.parse(text));
}
