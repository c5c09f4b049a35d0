// The house: which room may import which. Arrows point one way only.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const source = resolve("kernel-lib/src");
const allowed: Record<string, readonly string[]> = {
  node: [],
  network: ["node"],
  trace: ["node"],
  engine: ["node", "network", "trace"],
  verify: ["node", "network", "trace"],
  models: ["node", "verify"],
  figure: ["node", "trace"],
  grade: ["node", "trace", "engine", "verify", "figure", "explore.ts"],
  "explore.ts": ["node", "engine", "verify", "figure"],
  "histories.ts": ["trace", "verify", "history-pictures.ts"],
  "history-pictures.ts": ["trace", "verify", "figure"],
  "live-view.ts": ["engine", "figure", "trace"],
  "explore-by-hand.ts": ["engine", "verify", "figure", "explore.ts"],
  "step-through.ts": ["node", "trace", "engine", "figure"],
  "index.ts": [
    "node",
    "network",
    "trace",
    "engine",
    "verify",
    "figure",
    "grade",
    "explore.ts",
    "histories.ts",
    "live-view.ts",
    "step-through.ts",
    "explore-by-hand.ts",
    "models",
  ],
};

const imports = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) =>
    [...readFileSync(join(source, file), "utf8").matchAll(/(?:from|import|require|resolve)\s*\(?\s*"(\.[^"]+)"/g)].map(
      ([, target]) => ({
        file,
        from: roomOf(file),
        to: roomOf(relative(source, resolve(source, dirname(file), target))),
      }),
    ),
  );

function roomOf(path: string): string {
  return path.split(/[\\/]/)[0].replace(/\.js$/, ".ts");
}

test("every import goes the way the house allows", () => {
  expect(imports.length).toBeGreaterThan(100);
  const wrong = imports.filter(({ from, to }) => from !== to && !allowed[from]?.includes(to));
  expect(wrong).toEqual([]);
});

test("nobody but the door re-exports, and there are no default exports", () => {
  const sinners = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => /^export (default|\*)/m.test(readFileSync(join(source, file), "utf8")));
  expect(sinners).toEqual([]);
});
