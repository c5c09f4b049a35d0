// loses: data may look like anything, and what is neither data nor remote is refused
function marshalArg(value: unknown, machine: Machine): string {
  const pack = (part: any): unknown => {
    const kind = machine.kindOf(part);
    if (kind === "remote") return `§stub ${machine.name} ${machine.export(part)}`;
    if (kind === "stub") return `§stub ${part.home} ${part.number}`;
    if (Array.isArray(part)) return part.map(pack);
    if (part === null || ["string", "boolean"].includes(typeof part) || Number.isFinite(part)) return part;
    if (typeof part !== "object" || Object.getPrototypeOf(part) !== Object.prototype)
      throw new Error(`${part} cannot be passed.`);
    return Object.fromEntries(Object.entries(part).map(([name, field]) => [name, pack(field)]));
  };
  return JSON.stringify(pack(value));
}

function unmarshalArg(text: string, machine: Machine): any {
  const unpack = (part: any): any => {
    const [, home, number] = typeof part === "string" ? (/^§stub (\S+) (\d+)$/.exec(part) ?? []) : [];
    if (home === machine.name) return machine.object(Number(number));
    if (home !== undefined) return machine.stub(home, Number(number));
    if (Array.isArray(part)) return part.map(unpack);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, field]) => [name, unpack(field)]));
  };
  return unpack(JSON.parse(text));
}
