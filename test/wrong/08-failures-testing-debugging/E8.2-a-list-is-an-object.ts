// loses: the content decides, not the object, nor the order of its keys
function vote(replies: Reply[], n: number): { value: unknown } | "no majority" {
  const votes = replies.filter(({ from }, i) => replies.findIndex((one) => one.from === from) === i);
  for (const { value } of votes) {
    const number = votes.filter((other) => same(other.value, value)).length;
    if (number > n / 2) return { value };
  }
  return "no majority";
}

function same(a: any, b: any): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}
