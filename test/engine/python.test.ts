import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { coursePython, python } from "kernel-lib";
import { expect, test } from "vitest";

test("the course's Python is found from any folder below it", () => {
  const project = mkdtempSync(join(tmpdir(), "python-"));
  const windows = process.platform === "win32";
  const file = join(project, ".venv", windows ? "Scripts" : "bin", windows ? "python.exe" : "python");
  mkdirSync(resolve(file, ".."), { recursive: true });
  mkdirSync(join(project, "work/exercises"), { recursive: true });
  expect(coursePython(join(project, "work/exercises"))).toBe(windows ? "python" : "python3");
  writeFileSync(file, "");
  expect(coursePython(join(project, "work/exercises"))).toBe(file);
  rmSync(project, { recursive: true });
});

test("a program tells its first line, then all it has printed", async () => {
  const { child, line, ended } = python("import sys; print(sys.argv[1], flush=True); print(input())", "ready");
  expect(await line).toBe("ready");
  child.stdin.end("done\n");
  expect(`${await ended}`.split(/\r?\n/)).toEqual(["ready", "done", ""]);
});

test("an error is Python's own", async () => {
  await expect(python("raise KeyError('where')").ended).rejects.toThrow(
    /^Python ended with 1: [\s\S]*KeyError: 'where'$/,
  );
});
