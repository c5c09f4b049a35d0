// What V8 has compiled of the compiler is kept, so that the next kernel starts sooner. Whatever becomes of the file, the module is right.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadWithCache } from "kernel-lib/dist/kernel/code-cache.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";

const text = "const { sep } = require('node:path');\nmodule.exports = { sum: (a, b) => a + b, sep };";
const cache = join(root, "kernel-lib", "dist", "cache");
let folder: string;
let name: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "verteilt-"));
  name = `${Math.random().toString(36).slice(2)}.js`;
  writeFileSync(join(folder, name), text);
});
afterEach(() => {
  for (const file of files()) rmSync(join(cache, file));
  rmSync(folder, { recursive: true });
});
const files = () => readdirSync(cache).filter((file) => file.startsWith(name));
const load = () => loadWithCache(join(folder, name));

test("a module is the same with and without what was kept of it", () => {
  const first = load();
  expect(first.exports.sum(2, 3)).toBe(5);
  first.keep();
  expect(files()).toHaveLength(1);
  const second = load();
  expect(second.exports.sum(2, 3)).toBe(5);
  expect(second.exports.sep).toBe(first.exports.sep);
});

test("what cannot be used is made anew", () => {
  load().keep();
  const file = join(cache, files()[0]);
  writeFileSync(file, Buffer.from("no code"));
  // V8 knows what it has compiled in this process, so the text is another; by size and time the file is the same.
  const { atime, mtime } = statSync(join(folder, name));
  writeFileSync(join(folder, name), text.replace("a + b", "b + a"));
  utimesSync(join(folder, name), atime, mtime);
  const damaged = load();
  expect(damaged.exports.sum("2", "3")).toBe("32");
  damaged.keep();
  expect(readFileSync(file).length).toBeGreaterThan(100);
});
