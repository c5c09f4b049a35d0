// The data with holes, and beside it a list of references with the places where they belong.
type Reference = { place: string[]; home: string; number: number };

function marshalArg(value: unknown, machine: Machine): string {
  const references: Reference[] = [];
  const copy = (part: any, place: string[]): any => {
    const kind = machine.kindOf(part);
    if (kind === "remote") references.push({ place, home: machine.name, number: machine.export(part) });
    else if (kind === "stub") references.push({ place, home: part.home, number: part.number });
    else if (Array.isArray(part)) return part.map((one, i) => copy(one, [...place, String(i)]));
    else if (typeof part === "object" && part !== null) {
      if (part.constructor !== Object && !Object.hasOwn(part, "constructor")) throw new Error(part.constructor.name);
      const names = Object.keys(part);
      return Object.fromEntries(names.map((name) => [name, copy(part[name], [...place, name])]));
    } else if (["function", "undefined", "symbol", "bigint"].includes(typeof part)) throw new Error(typeof part);
    else if (typeof part === "number" && !(Math.abs(part) < Infinity)) throw new Error(String(part));
    else return part;
    return null; // a hole
  };
  const data = copy(value, []);
  return JSON.stringify([data, references]);
}

function unmarshalArg(text: string, machine: Machine): any {
  const [data, references] = JSON.parse(text) as [any, Reference[]];
  const root = { data };
  for (const { place, home, number } of references) {
    const path = ["data", ...place];
    const last = path.pop();
    const holder = path.reduce((part: any, name) => part[name], root);
    holder[last] = home === machine.name ? machine.object(number) : machine.stub(home, number);
  }
  return root.data;
}
