// Limits on processes count by user: what another process of one still runs must not use up what the next one may have.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

/** What is found in a process of its own, where the second user from now has as many processes as one may have. */
const program = `
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const room = ${JSON.stringify(resolve("kernel-lib/dist/grading/sandbox"))};
const { freeUser } = require(room + "/users.js");
const { findProtection } = require(room + "/enclosure.js");
const { limits } = require(room + "/limits.js");
(async () => {
  const first = freeUser();
  const sleeps = Array.from({ length: limits.processes }, () => spawn("sleep", ["60"], { uid: first + 1, stdio: "ignore" }));
  try {
    await Promise.all(sleeps.map((child) => once(child, "spawn")));
    const { protection } = findProtection();
    console.log(JSON.stringify({ protection, further: [freeUser() - first, freeUser() - first] }));
  } finally {
    for (const child of sleeps) child.kill("SIGKILL");
  }
})();`;

test.skipIf(process.platform !== "linux" || process.getuid?.() !== 0)(
  "whom processes of others belong to is passed over, and an enclosure holds",
  () => {
    const said = execFileSync(process.execPath, ["-e", program], { encoding: "utf8" });
    expect(JSON.parse(said)).toEqual({ protection: "bubblewrap", further: [3, 4] });
  },
);
