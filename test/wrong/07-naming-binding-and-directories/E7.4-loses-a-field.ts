// loses: data may look like anything, and what is neither data nor remote is refused
function marshalArg(value: unknown, machine: Machine): string {
  const pack = (part: any): object => {
    const kind = machine.kindOf(part);
    if (kind === "remote") return { home: machine.name, number: machine.export(part) };
    if (kind === "stub") return { home: part.home, number: part.number };
    if (Array.isArray(part)) return { list: part.map(pack) };
    if (part === null || ["string", "boolean"].includes(typeof part) || Number.isFinite(part)) return { is: part };
    if (typeof part !== "object" || Object.getPrototypeOf(part) !== Object.prototype)
      throw new Error(`${part} cannot be passed.`);
    return { fields: Object.entries(part).map(([name, field]) => [name, pack(field)]) };
  };
  return JSON.stringify(pack(value));
}

function unmarshalArg(text: string, machine: Machine): any {
  const unpack = ({ home, number, list, fields, is }: any): any => {
    if (home === machine.name) return machine.object(number);
    if (home !== undefined) return machine.stub(home, number);
    if (list) return list.map(unpack);
    if (fields) {
      const copy: Record<string, unknown> = {};
      for (const [name, part] of fields) copy[name] = unpack(part); // "__proto__" sets no field
      return copy;
    }
    return is;
  };
  return unpack(JSON.parse(text));
}
