import { describe, expect, test } from "vitest";
import { startPage } from "../../kernel-lib/course/start-page.mjs";

const notebook = (heading: string, verteilt?: object, ...more: object[]) =>
  Buffer.from(
    JSON.stringify({
      cells: [
        { cell_type: "code", source: ["# no heading"] },
        { cell_type: "markdown", source: [`${heading}\n`, "text"] },
        ...more,
      ],
      metadata: verteilt ? { verteilt } : {},
    }),
  );
const none = () => undefined;

test("lists the chapters with title, summary, time, goals and exercises, and what else there is", () => {
  const goals = { cell_type: "markdown", source: "## After this chapter you can\n\n- name a node\n- lose it" };
  const about = { summary: "Nodes and messages.", minutes: 90 };
  const page = startPage(
    new Map([
      ["01-what.ipynb", notebook("# 1. What is a [distributed] system?", about, goals)],
      ["02-time.ipynb", notebook("# Chapter 2: Time")],
      ["glossary.md", Buffer.from("# Glossary\n")],
      ["picture.png", Buffer.from("")],
      ["exercises/01-what/01-what.ipynb", notebook("# Exercises")],
    ]),
    none,
  );
  expect(page).toContain(`## Chapters

### [1. What is a \\[distributed\\] system?](01-what.ipynb)

Nodes and messages. *About 90 minutes.*

<details><summary>What you will learn in chapter 1</summary>

- name a node
- lose it

</details>

[Exercises to 1](exercises/01-what/01-what.ipynb): no points to earn.

### [2. Time](02-time.ipynb)

## Also here

- [Glossary](glossary.md)

## Getting help
`);
});

describe("the progress in exercises", () => {
  const path = "exercises/01-what/01-what.ipynb";
  const tests = (id: string, said?: string) => ({
    cell_type: "code",
    source: [
      `await grade("${id}", { f }, async ({ f, test }) => {\n`,
      '  test("one, two", 2, async () => {});\n',
      "  test('three', 0.5, async () => {});\n",
    ],
    metadata: { nbgrader: { grade: true, solution: false } },
    outputs: said === undefined ? [] : [{ data: { "text/plain": [said] } }],
  });
  const answer = { cell_type: "code", source: "", metadata: { nbgrader: { grade: false, solution: true } } };
  const shown = (...cells: object[]) => {
    const files = new Map([
      ["01-what.ipynb", notebook("# What")],
      [path, notebook("# Exercises", undefined, tests("E1.1"), tests("E1.2"))],
    ]);
    const page = startPage(files, (asked) => {
      expect(asked).toBe(path);
      return cells.length > 0 ? notebook("# Mine", undefined, answer, ...cells) : undefined;
    });
    return /^\[Exercises to 1\]\(\S+\): (.*)$/m.exec(page)?.[1];
  };

  test("is read from the results saved in the student's copy", () => {
    expect(
      shown(tests("E1.1", "E1.1: 2 of 2.5 points\n  passed: one, two"), tests("E1.2", "E1.2: 0 of 2.5 points")),
    ).toBe("2 of 5 points you can see.");
  });
  test("names what was not run", () => {
    expect(shown(tests("E1.1", "E1.1: 2.5 of 2.5 points"), tests("E1.2"))).toBe(
      "2.5 of 5 points you can see; not run yet: E1.2.",
    );
  });
  test("says when all is done, and when nothing is begun", () => {
    expect(shown(tests("E1.1", "E1.1: 2.5 of 2.5 points"), tests("E1.2", "E1.2: 2.5 of 2.5 points"))).toBe(
      "5 of 5 points you can see, all there are.",
    );
    expect(shown(tests("E1.1"), tests("E1.2"))).toBe("not begun, 5 points you can see.");
    expect(shown()).toBe("not begun, 5 points you can see.");
  });
});

test("a damaged notebook still has its line", () => {
  expect(startPage(new Map([["01-what.ipynb", Buffer.from("<<<<<<< HEAD")]]), none)).toContain(
    "### [1. 01-what](01-what.ipynb)",
  );
});

test("says so when there is no chapter yet", () => {
  expect(startPage(new Map())).toContain("There are no chapters yet.");
});
