// Which types a message may have: the first of all messages as well as later ones.
import { copyMessage } from "kernel-lib/dist/src/node/check.js";
import { expect, test } from "vitest";

test("a type is checked whatever passed before it", () => {
  const refused = [
    [{}, "a message is plain data with a type"],
    [{ type: null }, "a message is plain data with a type"],
    [{ type: "timer" }, "whose handler would clash"],
    [{ type: "Ping" }, "a type is camelCase"],
  ] as const;
  const refuse = () => {
    for (const [message, why] of refused) expect(() => copyMessage(message as any, "a")).toThrow(why);
  };
  refuse();
  for (const type of ["ping", "ping", "pong", "ping"]) expect(copyMessage({ type }, "a")).toEqual({ type });
  refuse();
});
