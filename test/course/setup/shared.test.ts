// An install that many share: the project is only read, and each user's files lie in a folder of their own.
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeProject, fakeProject, lockFile } from "../../support/fake-project.js";

let project: FakeProject;
let home: string;
beforeEach(() => {
  project = fakeProject();
  home = join(project.bin, "..", "anna");
  mkdirSync(home);
});
afterEach(() => project.dispose());

/** Every file with its content, and when it was written. */
function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => `${file} ${statSync(file).mtimeMs} ${readFileSync(file).length}`)
    .sort();
}
const setUp = () => project.run("setup.mjs", [], { VERTEILT_HOME: home });

describe.skipIf(process.platform === "win32")("with VERTEILT_HOME", () => {
  test("nothing in the project is written; copies, settings and logs lie in the user's folder", async () => {
    project.write("notebooks/01-a.ipynb", '{"cells": [], "metadata": {}}');
    await project.run("setup.mjs");
    project.calls();
    const before = everything(project.root);
    expect(await setUp()).toEqual({
      code: 0,
      out: "Everything is set up. To open the course, run: npm start\n",
      err: "",
    });
    expect(everything(project.root)).toEqual(before);
    expect(project.calls()).toEqual([]);
    expect(readdirSync(home).sort()).toEqual([".verteilt", "work"]);
    expect(readdirSync(join(home, "work")).sort()).toEqual([".verteilt.json", "01-a.ipynb", "Start.md"]);
    expect(readdirSync(join(home, ".verteilt/jupyter/config")).sort()).toEqual([
      "custom",
      "jupyter_server_config.json",
      "labconfig",
    ]);
  });

  test("the originals are not edited there, and who wants to is referred to a checkout", async () => {
    await project.run("setup.mjs");
    const { code, err } = await project.run("start.mjs", ["--originals"], { VERTEILT_HOME: home });
    expect(code).toBe(1);
    expect(err).toBe(
      `\nError: The originals in ${project.root} are shared by many, so they are not edited there.\n` +
        "To fix it: start a checkout of your own, without VERTEILT_HOME: npm start -- --originals\n",
    );
  });

  test("an install that is not complete names what is missing, and who can complete it", async () => {
    await project.run("setup.mjs");
    project.write("package-lock.json", lockFile("1.0.1"));
    project.calls();
    const { code, err } = await setUp();
    expect(code).toBe(1);
    expect(err).toBe(
      "\nError: This install is shared and not complete; missing or out of date: node_modules, kernel-lib/dist.\n" +
        `To fix it: its administrator runs "npm run setup" in ${project.root}, without VERTEILT_HOME and as the user who owns it\n`,
    );
    expect(project.calls()).toEqual([]);
  });
});
