import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countTests } from "../../../kernel-lib/course/authoring/checks.mjs";
import { root } from "../../../kernel-lib/course/command/paths.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function count(report: object | undefined, code: number) {
  const file = join(folder, "report.json");
  if (report) writeFileSync(file, JSON.stringify(report));
  return countTests(file, code);
}

test("npm test counts what passed and what failed", () => {
  const testResults = [{ status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] }];
  expect(count({ numPassedTests: 7, numFailedTests: 1, testResults }, 1)).toEqual({ passed: 7, failed: 1 });
});

test("a test file that cannot be loaded counts as one failure", () => {
  const unloaded = { status: "failed", assertionResults: [] };
  expect(count({ numPassedTests: 7, numFailedTests: 2, testResults: [unloaded] }, 1)).toEqual({ passed: 7, failed: 3 });
});

test("a vitest that died, or failed for another reason, counts as one failure", () => {
  expect(count(undefined, 1)).toEqual({ passed: 0, failed: 1 });
  expect(count({ numPassedTests: 7, numFailedTests: 0, testResults: [] }, 1)).toEqual({ passed: 7, failed: 1 });
});

test("the lock file has every package that some system needs, or npm ci refuses it", () => {
  type Entry = { optionalDependencies?: Record<string, string> };
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, Entry>;
  };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});
