// The real npm and the real JupyterLab: what ends npm alone ends all of it. npm does not end on a SIGINT of its own, but
// waits for its script.
import { spawn } from "node:child_process";
import { expect, test, vi } from "vitest";
import { root } from "../../../kernel-lib/course/command/paths.mjs";

const patience = 120_000;

test.skipIf(process.platform === "win32").each(["SIGTERM", "SIGKILL"] as const)(
  "%s to npm alone ends JupyterLab",
  { timeout: 3 * patience },
  async (signal) => {
    // With a group of its own, as in a terminal that is not ours, the signal reaches npm and nothing else.
    const npm = spawn("npm", ["start", "--", "--no-browser", "--port", "0"], { cwd: root, detached: true });
    const ended = new Promise((resolve) => npm.once("exit", resolve));
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let out = "";
        npm.stdout.on("data", (text) => {
          out += text;
          const address = /^ {2}(http:.*)$/m.exec(out)?.[1];
          if (address && out.includes("To stop it")) resolve(address);
        });
        ended.then(() => reject(new Error(`npm start ended before it printed an address: ${out}`)));
      });
      expect((await fetch(url)).status).toBe(200);
      process.kill(npm.pid!, signal);
      await ended;
      await vi.waitFor(() => expect(fetch(url)).rejects.toThrow("fetch failed"), { timeout: patience, interval: 500 });
    } finally {
      try {
        process.kill(-npm.pid!, "SIGKILL");
      } catch {
        // All of it has ended.
      }
    }
  },
);
