// loses: a remote object may be deep inside
function marshalArg(value: unknown, machine: Machine): string {
  const pack = (part: any): object => {
    const kind = machine.kindOf(part);
    if (kind === "remote") return { home: machine.name, number: machine.export(part) };
    if (kind === "stub") return { home: part.home, number: part.number };
    if (Array.isArray(part)) return { is: part };
    if (part === null || ["string", "number", "boolean"].includes(typeof part)) return { is: part };
    if (typeof part !== "object") throw new Error(`A ${typeof part} cannot be passed.`);
    return { is: part };
  };
  return JSON.stringify(pack(value));
}

function unmarshalArg(text: string, machine: Machine): any {
  const unpack = ({ home, number, list, fields, is }: any): any => {
    if (home === machine.name) return machine.object(number);
    if (home !== undefined) return machine.stub(home, number);
    if (list) return list.map(unpack);
    if (fields) return Object.fromEntries(fields.map(([name, part]: any) => [name, unpack(part)]));
    return is;
  };
  return unpack(JSON.parse(text));
}
