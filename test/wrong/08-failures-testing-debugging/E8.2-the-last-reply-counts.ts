// loses: one replica, one vote
import { isDeepStrictEqual } from "node:util";

function vote(replies: Reply[], n: number): { value: unknown } | "no majority" {
  const votes = [...new Map(replies.map((reply) => [reply.from, reply])).values()];
  for (const { value } of votes) {
    const same = votes.filter((other) => isDeepStrictEqual(other.value, value)).length;
    if (same > n / 2) return { value };
  }
  return "no majority";
}
