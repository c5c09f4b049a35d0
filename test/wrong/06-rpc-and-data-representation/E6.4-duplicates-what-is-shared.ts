// loses: what is shared stays shared, also over several steps
/** Knows only what is above an object: a cycle is found, what is shared elsewhere is not. */
function marshal(value: unknown): string {
  const put = (part: unknown, above: object[]): object => {
    if (typeof part === "function") throw new Error("A function cannot be marshalled.");
    if (typeof part !== "object" || part === null) return { is: part };
    if (above.includes(part)) return { up: above.length - above.indexOf(part) };
    const rows = Object.entries(part).map(([name, one]) => [name, put(one, [...above, part])]);
    return { list: Array.isArray(part), rows };
  };
  return JSON.stringify(put(value, []));
}

function unmarshal(text: string): any {
  const get = ({ is, up, list, rows }: any, above: object[]): any => {
    if (up !== undefined) return above[above.length - up];
    if (rows === undefined) return is;
    const made: any = list ? [] : {};
    for (const [name, part] of rows) made[name] = get(part, [...above, made]);
    return made;
  };
  return get(JSON.parse(text), []);
}
