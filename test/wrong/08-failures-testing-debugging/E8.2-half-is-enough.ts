// loses: who is missing counts among the n
import { isDeepStrictEqual } from "node:util";

function vote(replies: Reply[], n: number): { value: unknown } | "no majority" {
  const votes = replies.filter(({ from }, i) => replies.findIndex((one) => one.from === from) === i);
  for (const { value } of votes) {
    const same = votes.filter((other) => isDeepStrictEqual(other.value, value)).length;
    if (same >= n / 2) return { value };
  }
  return "no majority";
}
