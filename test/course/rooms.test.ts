// The rooms of kernel-lib/course: which may import which. The commands, at the top, may import all of them.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { course } from "../../kernel-lib/course/command/paths.mjs";

const allowed: Record<string, readonly string[]> = {
  command: [],
  words: ["command"],
  notebook: ["command"],
  templates: [],
  serve: ["command", "notebook", "templates", "words"],
  setup: ["command", "serve"],
  hub: ["command", "serve", "setup"],
  slides: ["command", "notebook", "templates", "words"],
  book: ["command", "notebook", "slides", "words"],
  authoring: ["command", "notebook", "setup", "slides"],
  bench: ["command", "notebook"],
  project: ["command", "setup"],
};

const modules = readdirSync(course, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".mjs"));
const imports = modules.flatMap((file) =>
  [...readFileSync(join(course, file), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, target]) => ({
    file,
    from: roomOf(file),
    to: roomOf(relative(course, resolve(course, dirname(file), target))),
  })),
);

function roomOf(path: string): string {
  return path.split(/[\\/]/)[0];
}

test("every import between rooms goes one way", () => {
  expect(imports.length).toBeGreaterThan(100);
  const between = imports.filter(({ from, to }) => from !== to && allowed[from] && to !== "..");
  expect(between.filter(({ from, to }) => !allowed[from].includes(to))).toEqual([]);
});

test("every file outside the rooms is a command of package.json", () => {
  const scripts = Object.values<string>(JSON.parse(readFileSync("package.json", "utf8")).scripts).join("\n");
  const commands = modules.filter((file) => roomOf(file) === file);
  expect(commands.filter((file) => !scripts.includes(`node kernel-lib/course/${file}`))).toEqual([]);
  expect([...new Set(modules.map(roomOf))].filter((room) => !commands.includes(room)).sort()).toEqual(
    Object.keys(allowed).sort(),
  );
});
