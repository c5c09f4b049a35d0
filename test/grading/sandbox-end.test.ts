// A process for students' code that is ended at any moment leaves nothing, also while its enclosure is being made.
import { spawn } from "node:child_process";
import { Sandbox } from "kernel-lib/dist/grading/sandbox/sandbox.js";
import { descendantsOf, isStopped } from "kernel-lib/dist/grading/sandbox/usage.js";
import { expect, test } from "vitest";
import { orphans } from "../support/enclosures.js";
import { eventually } from "../support/eventually.js";

const SCRIPT = "grading/sandbox/inside/main.js";

test.skipIf(process.platform !== "linux")("what is ended while it begins leaves nothing running", async () => {
  const before = descendantsOf(process.pid).length;
  for (let i = 0; i < 100; i++) {
    const sandbox = new Sandbox("bubblewrap", SCRIPT);
    await new Promise((done) => setTimeout(done, i / 4));
    sandbox.end();
  }
  await eventually("all have ended", () => descendantsOf(process.pid).length <= before && orphans(SCRIPT).length === 0);
});

// A signal only asks: what is just being started begins before its maker has stopped.
test.skipIf(process.platform !== "linux")(
  "a process has stopped when all its threads have, or when it is gone",
  async () => {
    const child = spawn(process.execPath, ["-e", "console.log('on'); for (;;);"]);
    await new Promise((done) => child.stdout.once("data", done));
    expect(isStopped(child.pid!)).toBe(false);
    child.kill("SIGSTOP");
    await eventually("it has stopped", () => isStopped(child.pid!));
    child.kill("SIGCONT");
    await eventually("it goes on", () => !isStopped(child.pid!));
    child.kill("SIGKILL");
    await new Promise((done) => child.once("close", done));
    expect(isStopped(child.pid!)).toBe(true);
  },
);
