// loses: a remote object may be deep inside
function marshalArg(value: any, machine: Machine): string {
  if (machine.kindOf(value) === "stub") return JSON.stringify({ home: value.home, number: value.number });
  if (typeof value !== "object" || value === null) return JSON.stringify({ is: value });
  return JSON.stringify({ home: machine.name, number: machine.export(value) });
}

function unmarshalArg(text: string, machine: Machine): any {
  const { home, number, is } = JSON.parse(text);
  if (home === undefined) return is;
  return home === machine.name ? machine.object(number) : machine.stub(home, number);
}
