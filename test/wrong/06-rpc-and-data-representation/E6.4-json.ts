// loses: what is shared stays shared, also over several steps
function marshal(value: unknown): string {
  return JSON.stringify(value, (name, part) => {
    if (typeof part === "function") throw new Error(`${name} is a function.`);
    return part;
  });
}

function unmarshal(text: string): any {
  return JSON.parse(text);
}
