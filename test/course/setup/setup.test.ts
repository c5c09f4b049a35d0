import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeProject, fakeProject, lockFile } from "../../support/fake-project.js";

let project: FakeProject;
beforeEach(() => {
  project = fakeProject();
});
afterEach(() => project.dispose());

describe.skipIf(process.platform === "win32")("npm run setup", () => {
  const everything = ["npm ci", "venv", "pip install", "tsc"];

  test("prepares a bare checkout, and says how long each step took", async () => {
    const { code, out, err } = await project.run("setup.mjs");
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out.replace(/\d+\.\d s/g, "N s").split("\n")).toEqual([
      "Setting up this folder for the first time: 460 MB of npm packages, then 400 MB of Python packages, then the library.",
      "That takes one to five minutes, and longer on a slow network. Ctrl+C stops it, and the same command goes on later.",
      "  Installing npm packages ... N s",
      "  Making .venv with Python 3.12.1 ... N s",
      "  Installing JupyterLab, nbconvert and nbgrader ... N s",
      "  Building kernel-lib ... N s",
      "  Preparing the kernel's compiler ... N s",
      "Everything is set up. To open the course, run: npm start",
      "",
    ]);
    expect(project.calls()).toEqual(everything);
  });

  test("does no work twice", async () => {
    await project.run("setup.mjs");
    project.calls();
    const { out } = await project.run("setup.mjs");
    expect(out).toBe("Everything is set up. To open the course, run: npm start\n");
    expect(project.calls()).toEqual([]);
  });

  test("installs the kernelspec into .venv, with this Node and full paths", async () => {
    await project.run("setup.mjs");
    expect(JSON.parse(project.read(".venv/share/jupyter/kernels/verteilt/kernel.json"))).toEqual({
      argv: [process.execPath, join(project.root, "kernel-lib/dist/jupyter/main.js"), "{connection_file}"],
      display_name: "TypeScript (Verteilt)",
      language: "typescript",
      interrupt_mode: "message",
    });
    expect(project.has(".venv/share/jupyter/kernels/verteilt/logo-svg.svg")).toBe(true);
    expect(project.has(".verteilt/jupyter/config/labconfig/page_config.json")).toBe(true);
    expect(project.has(".verteilt/jupyter/config/custom/custom.css")).toBe(true);
  });

  test("repeats an npm installation that did not finish", async () => {
    expect((await project.run("setup.mjs", [], { FAKE_NPM: "something" })).code).toBe(1);
    expect(project.has("node_modules/thing")).toBe(true);
    project.calls();
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(everything);
  });

  test("repeats a Python installation that did not finish", async () => {
    expect((await project.run("setup.mjs", [], { FAKE_PIP: "something" })).code).toBe(1);
    project.calls();
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["venv", "pip install", "tsc"]);
  });

  test("repeats a build that failed", async () => {
    expect((await project.run("setup.mjs", [], { FAKE_TSC: "something" })).code).toBe(1);
    project.calls();
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["tsc"]);
  });

  test("installs again after the lock file changed, unless that was done by hand", async () => {
    await project.run("setup.mjs");
    project.calls();
    project.write("package-lock.json", lockFile("1.0.1"));
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["npm ci", "tsc"]);
    project.write("package-lock.json", lockFile("1.0.2"));
    project.write(
      "node_modules/.package-lock.json",
      JSON.stringify({ packages: { "node_modules/thing": { version: "1.0.2" } } }),
    );
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["tsc"]);
  });

  test("installs again when the packages were installed for another system, and only once", async () => {
    await project.run("setup.mjs");
    project.calls();
    const more = { "node_modules/for-this-system": { version: "1.0.0", optional: true, os: [process.platform] } };
    project.write("package-lock.json", lockFile("1.0.0", more));
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["npm ci", "tsc"]);
    await project.run("setup.mjs");
    expect(project.calls()).toEqual([]);
  });

  test("builds again after a source changed, and leaves nothing of a deleted one", async () => {
    project.write("kernel-lib/src/gone.ts", "");
    await project.run("setup.mjs");
    expect(project.has("kernel-lib/dist/src/gone.js")).toBe(true);
    project.calls();
    project.write("kernel-lib/src/index.ts", "export const a = 1;");
    project.remove("kernel-lib/src/gone.ts");
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["tsc"]);
    expect(project.has("kernel-lib/dist/src/index.js")).toBe(true);
    expect(project.has("kernel-lib/dist/src/gone.js")).toBe(false);
  });

  test("builds again after a change in any folder that the compiler includes", async () => {
    await project.run("setup.mjs");
    project.calls();
    project.write("kernel-lib/more/new.ts", "");
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["tsc"]);
    project.write("kernel-lib/elsewhere/new.ts", "");
    await project.run("setup.mjs");
    expect(project.calls()).toEqual([]);
  });

  test("builds again after another program wrote into dist", async () => {
    await project.run("setup.mjs");
    project.calls();
    await new Promise((done) => setTimeout(done, 20));
    project.write("kernel-lib/dist/src/index.js", "from other sources");
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["tsc"]);
  });

  test("does not build again what npm run build has built, which builds every time", async () => {
    await project.run("setup.mjs");
    project.calls();
    project.write("kernel-lib/src/index.ts", "export const a = 1;");
    expect((await project.run("build.mjs")).code).toBe(0);
    expect((await project.run("build.mjs")).code).toBe(0);
    expect(project.calls()).toEqual(["tsc", "tsc"]);
    expect((await project.run("setup.mjs")).code).toBe(0);
    expect(project.calls()).toEqual([]);
  });

  test("makes a new .venv after the pins changed, or when its Python is gone", async () => {
    await project.run("setup.mjs");
    project.calls();
    project.write("kernel-lib/course/requirements.txt", "other==1");
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["venv", "pip install"]);
    project.remove(".venv/bin/python");
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["venv", "pip install"]);
  });

  test("makes a new .venv after the project was moved: its programs contain the path", async () => {
    await project.run("setup.mjs");
    project.calls();
    project.move("anderswo");
    await project.run("setup.mjs");
    expect(project.calls()).toEqual(["venv", "pip install"]);
  });

  test("adds the Python checkers only for npm test, once, and each check counts as one test", async () => {
    await project.run("setup.mjs");
    project.calls();
    // There is no biome and no vitest here; types (two programs), Python (three), exercises and chapters pass.
    expect((await project.run("test.mjs")).out).toMatch(/\n7 passed, 2 failed\n$/);
    expect(project.calls()).toEqual(["pip install", "tsc", "tsc"]);
    await project.run("test.mjs");
    expect(project.calls()).not.toContain("pip install");
  });

  test("runs once when two are started at the same time", async () => {
    const both = await Promise.all([project.run("setup.mjs"), project.run("setup.mjs")]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(project.calls()).toEqual(everything);
    expect(both.map(({ out }) => out).join("")).toMatch(/Waiting for another set-up of this folder \(process \d+\)/);
    expect(project.has(".verteilt/lock")).toBe(false);
  });

  test("takes over the lock of a set-up that was killed", async () => {
    project.write(".verteilt/lock", "999999999");
    expect((await project.run("setup.mjs")).code).toBe(0);
  });
});
