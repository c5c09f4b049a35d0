// The system in every order of events: small, so that all of them can be tried.
import { duplicate, explore, loss } from "kernel-lib";
import { expect, test } from "vitest";
import { chat } from "../src/chat.js";

test("whatever is lost or duplicated, nothing is shown twice or out of order", async () => {
  const texts = ["one", "two"];
  const verdict = await explore(
    { ...chat(texts, 1), faults: [loss(0.5), duplicate(0.5)] },
    {
      always: {
        "what is shown is a beginning of what was said": ({ outputs }) =>
          outputs.server.every((text, i) => text === texts[i]) || `the server shows ${outputs.server.join(", ")}`,
      },
      sometimes: { "all is shown": ({ outputs }) => outputs.server.length === texts.length },
    },
  );
  expect(verdict.why).toBe(undefined);
  expect([verdict.ok, verdict.complete]).toEqual([true, true]);
});
