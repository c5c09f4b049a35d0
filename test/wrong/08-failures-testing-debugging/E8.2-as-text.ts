// loses: the content decides, not the object, nor the order of its keys
function vote(replies: Reply[], n: number): { value: unknown } | "no majority" {
  const votes = replies.filter(({ from }, i) => replies.findIndex((one) => one.from === from) === i);
  for (const { value } of votes) {
    const same = votes.filter((other) => JSON.stringify(other.value) === JSON.stringify(value)).length;
    if (same > n / 2) return { value };
  }
  return "no majority";
}
