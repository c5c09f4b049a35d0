// loses: data may look like anything, and what is neither data nor remote is refused
function marshalArg(value: unknown, machine: Machine): string {
  return JSON.stringify(replaced(value, machine));
}

function replaced(part: any, machine: Machine): any {
  const kind = machine.kindOf(part);
  if (kind === "remote") return { home: machine.name, number: machine.export(part) };
  if (kind === "stub") return { home: part.home, number: part.number };
  if (typeof part === "function") throw new Error("A function cannot be passed.");
  if (Array.isArray(part)) return part.map((one) => replaced(one, machine));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, replaced(one, machine)]));
}

function unmarshalArg(text: string, machine: Machine): any {
  return JSON.parse(text, (_, part) => {
    if (part?.home === undefined || part?.number === undefined) return part; // not a stub, one hopes
    return part.home === machine.name ? machine.object(part.number) : machine.stub(part.home, part.number);
  });
}
