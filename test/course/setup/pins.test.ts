// Python's pins: what is downloaded is exactly what was looked at when the pins were made.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { course } from "../../../kernel-lib/course/command/paths.mjs";
import { fakeProject } from "../../support/fake-project.js";

const read = (file: string) => readFileSync(join(course, file), "utf8");
/** Each requirement with its hashes. */
const pinned = (file: string) =>
  read(file)
    .replace(/^#.*\n/gm, "")
    .trim()
    .split(/\n(?! )/)
    .map((entry) => entry.split(/ *\\\n */));
const wanted = (file: string) =>
  read(file)
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split(" ;")[0]!);
const nameOf = (entry: readonly string[]) => entry[0]!.split("==")[0];

describe.each(["requirements", "requirements-dev", "requirements-hub"])("%s.txt", (name) => {
  test("names an exact version of everything, with the hash of each of its files", () => {
    for (const [requirement, ...hashes] of pinned(`${name}.txt`)) {
      expect(requirement).toMatch(/^[a-z0-9-]+==[\d.]+( ; .+)?$/);
      expect(hashes.length).toBeGreaterThan(0);
      for (const hash of hashes) expect(hash).toMatch(/^--hash=sha256:[0-9a-f]{64}$/);
    }
  });

  test(`is resolved from ${name}.in, by the command that stands there`, () => {
    const names = pinned(`${name}.txt`).map(nameOf);
    expect(wanted(`${name}.in`).filter((one) => !names.includes(one))).toEqual([]);
    const [command] = /uv pip compile .*/.exec(read(`${name}.txt`))!;
    expect(read(`${name}.in`)).toContain(command);
  });
});

test("what has wheels of its own for each system has hashes of many files", () => {
  const files = new Map(pinned("requirements.txt").map((entry) => [nameOf(entry), entry.length - 1]));
  for (const name of ["pyzmq", "markupsafe", "sqlalchemy", "rpds-py"]) expect(files.get(name)).toBeGreaterThan(20);
});

test.skipIf(process.platform === "win32")("set-up has pip refuse whatever has another hash", async () => {
  const project = fakeProject();
  try {
    const { code } = await project.run("setup.mjs");
    expect(code).toBe(0);
    expect(project.read(".verteilt/logs/pip.log")).toContain("--require-hashes --no-deps -r");
  } finally {
    project.dispose();
  }
});
