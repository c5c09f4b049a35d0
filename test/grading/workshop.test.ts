// The enclosure in which a worker of a farm marks: our own commands work in it, wherever the course lies.

import { workshop } from "kernel-lib/dist/grading/farm/workshop.js";
import { ask, Unanswered } from "kernel-lib/dist/grading/sandbox/ask.js";
import { expect, test } from "vitest";

const limits = { largest: 1000, longest: 60_000 };

test("what is a user's lies in its /tmp, because the course's folder is read-only", async () => {
  const command = workshop("kernel-lib/course/command/paths.mjs");
  const args = command.args.toSpliced(-1, 1, "--input-type=module", "-e", asked(command.args.at(-1)!));
  expect(await ask({ ...command, args }, "", limits).answer).toBe('["/tmp",true]');
});

test("a script that fails before it can answer says why", async () => {
  const { answer } = ask(workshop("kernel-lib/no-such-script.mjs"), "", limits);
  const error = await answer.catch((reason) => reason);
  expect(error).toBeInstanceOf(Unanswered);
  expect([error.lack, error.said.replace(/'.*'/, "...")]).toEqual(["ended", "Error: Cannot find module ..."]);
});

/** A program that says, as an answer does, where a user's files lie. */
function asked(paths: string): string {
  return `
    const { home, isShared } = await import("file://${paths}");
    const text = Buffer.from(JSON.stringify([home, isShared]));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(text.length);
    process.stdout.write(Buffer.concat([size, text]));
  `;
}
