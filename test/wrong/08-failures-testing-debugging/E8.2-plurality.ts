// loses: the most votes are not a majority
import { isDeepStrictEqual } from "node:util";

function vote(replies: Reply[], n: number): { value: unknown } | "no majority" {
  const votes = replies.filter(({ from }, i) => replies.findIndex((one) => one.from === from) === i);
  const counts = votes.map(({ value }) => votes.filter((other) => isDeepStrictEqual(other.value, value)).length);
  const most = Math.max(...counts);
  const best = votes[counts.indexOf(most)];
  return most > 1 && n > 1 ? { value: best.value } : "no majority";
}
