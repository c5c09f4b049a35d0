// Attempts to earn what an answer does not, and accidents that look like it: each is a cell that a student has put behind the answers. It earns
// what the answers earn, and the next exercise is marked all the same. `// earns: 2` in its first line is that.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Marked, mark, writeExercise } from "../support/marking.js";

const folder = join(__dirname, "../cheats");
const cheats = readdirSync(folder).map((file) => {
  const code = readFileSync(join(folder, file), "utf8");
  return { name: basename(file, ".ts"), code, earns: /^\/\/ earns: (\S+)/.exec(code)?.[1] };
});
/** Those after which a notebook is no more what it was have a kernel of their own; the others share two, one after the other. */
const alone = cheats.filter(({ code }) => /^\/\/ Alone/m.test(code));
const sharing = cheats.filter((cheat) => !alone.includes(cheat));
const marked = new Map<string, Marked>();

beforeAll(async () => {
  const exercise = writeExercise();
  const half = Math.ceil(sharing.length / 2);
  const groups = [sharing.slice(0, half), sharing.slice(half), ...alone.map((cheat) => [cheat])];
  const work = async () => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      const marks = await mark(
        exercise,
        group.map(({ code }) => code),
      );
      for (const [i, { name }] of group.entries()) marked.set(name, marks[i]!);
    }
  };
  await Promise.all([work(), work()]);
}, 1_200_000);

test("there are more than thirty", () => expect(cheats.length).toBeGreaterThan(30));

test.each(cheats)("$name", ({ name, earns }) => {
  expect(marked.get(name)!.points).toEqual([earns, "2"]);
});

test("no output of any of them shows a hidden test's inputs, code or path, nor the solutions", () => {
  const secrets = [
    "-77",
    "-154",
    "alpha",
    "gamma",
    "odd numbers, too\\",
    "HIDDEN TESTS",
    "verteilt-solutions-",
    "kernel-lib/dist",
  ];
  const told = [...marked].flatMap(([name, { outputs }]) => {
    const text = JSON.stringify([outputs[3], outputs[5]]);
    return secrets.filter((secret) => text.includes(secret)).map((secret) => `${name}: ${secret}`);
  });
  expect(told).toEqual([]);
});
