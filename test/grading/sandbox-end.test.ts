// A process for students' code that is ended at any moment leaves nothing, also while its enclosure is being made.
import { Sandbox } from "kernel-lib/dist/grading/sandbox/sandbox.js";
import { descendantsOf } from "kernel-lib/dist/grading/sandbox/usage.js";
import { test } from "vitest";
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
