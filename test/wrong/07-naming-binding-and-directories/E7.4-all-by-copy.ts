// loses: what the receiver changes shows through stubs only
function marshalArg(value: unknown, machine: Machine): string {
  return JSON.stringify(value, (_, part) => {
    if (typeof part === "function") throw new Error("A function cannot be passed.");
    return machine.kindOf(part) === "data" ? part : { ...part };
  });
}

function unmarshalArg(text: string, machine: Machine): any {
  return JSON.parse(text);
}
