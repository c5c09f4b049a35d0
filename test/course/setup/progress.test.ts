// What set-up says while npm and pip work, from their logs.
import { expect, test } from "vitest";
import { renewed } from "../../../kernel-lib/course/command/steps.mjs";
import { npmProgress } from "../../../kernel-lib/course/setup/npm.mjs";
import { pipProgress } from "../../../kernel-lib/course/setup/venv.mjs";

test("npm: how many archives it has, from the network or its cache", () => {
  expect(npmProgress("")).toBeUndefined();
  const lines = [
    "npm http fetch GET 200 https://example.org/a 20ms (cache miss)",
    "npm http fetch GET 200 https://example.org/a/-/a-1.0.0.tgz 20ms (cache miss)",
    "npm http cache https://example.org/b/-/b-1.0.0.tgz 2ms (cache hit)",
    "npm http fetch GET 404 https://example.org/c/-/c-1.0.0.tgz 20ms (cache miss)",
  ];
  expect(npmProgress(lines.join("\n"))).toBe("2 packages downloaded");
});

test("pip: how many packages it has downloaded, then how many it is unpacking", () => {
  expect(pipProgress("")).toBeUndefined();
  const lines = ["Collecting a==1 (from -r pins (line 1))", "  Downloading a-1.whl (5 kB)", "Collecting b==2", ""];
  expect(pipProgress(lines.join("\n"))).toBe("2 packages downloaded");
  expect(pipProgress([...lines, "Installing collected packages: b, a"].join("\n"))).toBe("unpacking 2 packages");
});

test("a step's line is overwritten completely, and is never wider than the terminal", () => {
  expect(renewed("Building", "1.0 s", "2 files")).toBe("\r\u001b[K  Building ... 1.0 s, 2 files");
  expect(renewed("Building", "1.0 s", undefined)).toBe("\r\u001b[K  Building ... 1.0 s");
  expect(renewed("Building", "1.0 s", "2 files", 20)).toBe("\r\u001b[K  Building ... 1.0 ");
});
