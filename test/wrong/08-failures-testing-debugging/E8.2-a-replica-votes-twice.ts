// loses: one replica, one vote
import { isDeepStrictEqual } from "node:util";

function vote(replies: Reply[], n: number): { value: unknown } | "no majority" {
  for (const { value } of replies) {
    const same = replies.filter((other) => isDeepStrictEqual(other.value, value)).length;
    if (same > n / 2) return { value };
  }
  return "no majority";
}
