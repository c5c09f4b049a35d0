// What npm run setup adds for a hub: its packages, kept apart from the course's, and a kernelspec for another Jupyter.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closedAbove, unreachable } from "../../../kernel-lib/course/setup/check.mjs";
import { type FakeProject, fakeProject } from "../../support/fake-project.js";

describe.skipIf(process.platform === "win32")("set-up for a hub", () => {
  let project: FakeProject;
  beforeEach(() => {
    project = fakeProject();
  });
  afterEach(() => project.dispose());

  test("JupyterHub and its proxy are installed where they are asked for, and from then on kept", async () => {
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["npm ci", "venv", "pip install", "tsc"]);
    expect(project.has(".verteilt/hub")).toBe(false);
    const { code, out } = await project.run("setup.mjs", ["--hub"]);
    expect(code).toBe(0);
    expect(out.match(/Installing .* \.\.\./g)).toEqual(["Installing JupyterHub ...", "Installing the hub's proxy ..."]);
    expect(project.calls()).toEqual(["pip install", "npm ci"]);
    expect(JSON.parse(project.read(".verteilt/hub/package.json")).dependencies).toEqual({
      "configurable-http-proxy": "5.2.0",
    });
    // A new .venv has lost its part, and nobody has to ask again.
    project.remove(".venv");
    await project.run("setup.mjs");
    expect(project.calls().filter((call) => call === "pip install")).toHaveLength(2);
  });

  test("--prefix tells another Jupyter about the kernel", async () => {
    const prefix = join(project.bin, "..", "jupyterhub");
    const { out } = await project.run("setup.mjs", ["--prefix", prefix]);
    const folder = join(prefix, "share/jupyter/kernels/verteilt");
    expect(out).toContain(`The kernel is known to Jupyter in ${folder}.\n`);
    expect(JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"))).toEqual({
      argv: [process.execPath, join(project.root, "kernel-lib/dist/jupyter/main.js"), "{connection_file}"],
      display_name: "TypeScript (Verteilt)",
      language: "typescript",
      interrupt_mode: "message",
    });
  });
});

test.skipIf(process.platform === "win32")("a program in a closed home is one that students cannot start", () => {
  const folder = mkdtempSync(join(tmpdir(), "verteilt-closed-"));
  const program = join(folder, "home", "bin", "node");
  mkdirSync(join(folder, "home", "bin"), { recursive: true });
  chmodSync(folder, 0o711);
  expect(closedAbove(program)).toBeUndefined();
  chmodSync(join(folder, "home", "bin"), 0o700);
  expect(closedAbove(program)).toBe(join(folder, "home", "bin"));
  chmodSync(join(folder, "home"), 0o750);
  expect(closedAbove(program)).toBe(join(folder, "home"));
  rmSync(folder, { recursive: true });
});

test.skipIf(process.platform === "win32")("a closed part of the install is opened, a program elsewhere moved", () => {
  const folder = mkdtempSync(join(tmpdir(), "verteilt-closed-"));
  for (const name of ["install/.venv/bin", "install/kernel-lib/dist", "home/bin"])
    mkdirSync(join(folder, name), { recursive: true });
  chmodSync(folder, 0o711);
  chmodSync(join(folder, "install/.venv"), 0o750);
  chmodSync(join(folder, "home"), 0o700);
  const wanted = [
    ["Node", "home/bin/node"],
    ["the course", "install/.venv/bin/python"],
    ["the course", "install/.venv/bin/pip"],
    ["the course", "install/kernel-lib/dist/jupyter"],
  ].map(([name, path]) => ({ name, path: join(folder, path), remedy: "move it" }));
  const said = unreachable(wanted, join(folder, "install"));
  const venv = join(folder, "install/.venv");
  expect(said).toEqual([
    `Students cannot start Node: ${join(folder, "home")} is closed to them. To fix it: move it`,
    `Students cannot start the course: ${venv} is closed to them. To fix it: chmod -R go+rX ${venv}`,
  ]);
  rmSync(folder, { recursive: true });
});
