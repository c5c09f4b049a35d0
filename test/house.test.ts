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
  api: ["node", "trace", "engine", "verify", "figure"],
  grade: ["node", "trace", "engine", "verify", "figure", "api"],
  "index.ts": ["node", "network", "trace", "engine", "verify", "models", "figure", "api", "grade"],
};

const imports = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) =>
    [...readFileSync(join(source, file), "utf8").matchAll(/(?:from|import|require|resolve)\s*\(?\s*"(\.[^"]+)"/g)].map(
      ([, target]) => ({
        file,
        target: relative(source, resolve(source, dirname(file), target)).replace(/\.js$/, ".ts"),
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

test("no file imports one that imports it, directly or over others", () => {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) targets.set(file, [...(targets.get(file) ?? []), target]);
  const circles = new Set<string>();
  const done = new Set<string>();
  const follow = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.add([...path.slice(path.indexOf(file)), file].join(" -> "));
    else if (!done.has(file)) for (const target of targets.get(file) ?? []) follow(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) follow(file, []);
  expect([...circles]).toEqual([]);
});

test("no file re-exports everything, and there are no default exports", () => {
  const sinners = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => /^export (default|\*)/m.test(readFileSync(join(source, file), "utf8")));
  expect(sinners).toEqual([]);
});

test("marking imports the library and itself, and nothing but the kernelspec's entry knows both kernel and judge", () => {
  const houses = ["grading", "kernel", "src", "jupyter"];
  const found = houses.flatMap((house) =>
    readdirSync(join("kernel-lib", house), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) =>
        [
          ...readFileSync(join("kernel-lib", house, file), "utf8").matchAll(
            /(?:from|import|require)\s*\(?\s*"(\.[^"]+)"/g,
          ),
        ].map(
          ([, target]) =>
            `${house} -> ${relative("kernel-lib", join("kernel-lib", house, dirname(file), target)).split(/[\\/]/)[0]}`,
        ),
      ),
  );
  const across = [...new Set(found)].filter((arrow) => {
    const [from, to] = arrow.split(" -> ");
    return from !== to && houses.includes(to);
  });
  expect(across.sort()).toEqual(["grading -> src", "jupyter -> grading", "jupyter -> kernel", "kernel -> src"]);
});
