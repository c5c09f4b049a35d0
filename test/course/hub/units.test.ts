// The units for systemd in the administrators' page: what they start is there, and ends as they say when it gets the
// signal that systemd sends. The hub's own is tried in hub.test.ts.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { course, root } from "../../../kernel-lib/course/command/paths.mjs";

const page = readFileSync(join(course, "for-administrators.md"), "utf8");
const units = new Map(
  [...page.matchAll(/^```ini\n# \/etc\/systemd\/system\/(\S+)\n(.*?)^```/gms)].map(([, name, text]) => [name, text]),
);
const setting = (unit: string, name: string) =>
  new RegExp(`^${name}=(.*)$`, "m").exec(units.get(unit) ?? "")?.[1] ?? "";

test("there is a unit for a hub and one for one person", () => {
  expect([...units.keys()]).toEqual(["verteilt-hub.service", "verteilt.service"]);
  expect(setting("verteilt-hub.service", "ReadOnlyPaths")).toBe("/opt/verteilt");
  expect(setting("verteilt-hub.service", "ProtectProc")).toBe("invisible");
});

test.skipIf(spawnSync("systemd-analyze", ["--version"]).error !== undefined)("systemd takes both", () => {
  const folder = mkdtempSync(join(tmpdir(), "verteilt-units-"));
  for (const [name, text] of units) {
    const here = text.replaceAll("/opt/verteilt", root).replaceAll("/usr/bin/node", process.execPath);
    writeFileSync(join(folder, name), here.replace(/^User=.*$/m, `User=${userInfo().username}`));
  }
  const files = [...units.keys()].map((name) => join(folder, name));
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", ...files], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test.skipIf(process.platform === "win32")(
  "SIGTERM ends JupyterLab with the exit code that its unit takes for success",
  {
    timeout: 240_000,
  },
  async () => {
    const [, script, ...args] = setting("verteilt.service", "ExecStart")
      .replace(/--port \d+/, "--port 0")
      .split(" ");
    expect(existsSync(join(root, script))).toBe(true);
    const env = { ...process.env, JUPYTER_TOKEN: "a-long-secret" };
    const server = spawn(process.execPath, [script, ...args], { cwd: root, env });
    const ended = new Promise((resolve) => server.once("exit", resolve));
    const url = await new Promise<string>((resolve, reject) => {
      let out = "";
      server.stdout.on("data", (text) => {
        out += text;
        const address = /^ {2}(http:.*)$/m.exec(out)?.[1];
        if (address && out.includes("To stop it")) resolve(address);
      });
      ended.then(() => reject(new Error(`It ended before it printed an address: ${out}`)));
    });
    expect(new URL(url).searchParams.get("token")).toBe("a-long-secret");
    expect((await fetch(url)).status).toBe(200);
    server.kill("SIGTERM");
    expect(await ended).toBe(Number(setting("verteilt.service", "SuccessExitStatus")));
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  },
);
