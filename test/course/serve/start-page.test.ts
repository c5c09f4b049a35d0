import { describe, expect, test } from "vitest";
import { startPage } from "../../../kernel-lib/course/serve/start-page.mjs";

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

[Exercises to 1](exercises/01-what/01-what.ipynb): no points to earn. [Hand in](/verteilt/hand-in?exercise=01-what)

### [2. Time](02-time.ipynb)

## Also here

- [Glossary](glossary.md)

## Getting help
`);
});

test("draws what builds on what, in words too, and adds up the time", () => {
  const page = startPage(
    new Map([
      ["01-what.ipynb", notebook('# 1. What "is" it?', { minutes: 90, needs: [] })],
      ["02-time.ipynb", notebook("# 2. Time", { minutes: 80, needs: [1] })],
      ["04-end.ipynb", notebook("# 4. The end", { minutes: 70, needs: [1, 2, 3] })],
    ]),
    none,
  );
  expect(
    page,
  ).toContain(`3 chapters, about 4 hours, exercises not counted. An arrow leads from a chapter to one that builds on it.

\`\`\`mermaid
flowchart TB
  accTitle: What builds on what
  accDescr: Chapter 2 on 1; 4 on 1, 2, and 3.
  c1["1. What 'is' it?"]
  c2["2. Time"]
  c4["4. The end"]
  c1 --> c2
  c1 --> c4
  c2 --> c4
\`\`\`

### [1. `);
});

describe("the progress over all chapters", () => {
  const checkpoint = (id: string, said?: string) => ({
    cell_type: "code",
    source: [`const found = 7;\n`, `await checkpoint("${id}", guess, found, "Because.");`],
    metadata: {},
    outputs: said === undefined ? [] : [{ data: { "text/plain": said } }],
  });
  const exercise = (id: string, said?: string) => ({
    cell_type: "code",
    source: `await grade("${id}", { f }, async ({ f, test }) => {\n  test("one", 2, async () => {});\n});`,
    metadata: { nbgrader: { grade: true, solution: false } },
    outputs: said === undefined ? [] : [{ data: { "text/plain": said } }],
  });
  const files = new Map([
    ["01-what.ipynb", notebook("# 1. What | why?", undefined, checkpoint("1.1"), checkpoint("1.2"))],
    ["02-time.ipynb", notebook("# 2. Time", undefined, checkpoint("2.1"))],
    ["03-end.ipynb", notebook("# 3. The end")],
    ["exercises/01-what/01-what.ipynb", notebook("# Exercises", undefined, exercise("E1.1"), exercise("E1.2"))],
    ["exercises/02-time/02-time.ipynb", notebook("# Exercises", undefined, exercise("E2.1"))],
  ]);
  const table = (mine: Record<string, Buffer>) => startPage(files, (path) => mine[path]).match(/^\|.*\|$/gm)!;

  test("is one table with a head, a line for each chapter, and the sum", () => {
    expect(table({})).toEqual([
      "| Chapter | Points in checkpoints | Points in exercises | Next |",
      "| :--- | ---: | ---: | :--- |",
      "| [1. What \\| why?](01-what.ipynb) | 0 of 2 | 0 of 4 | checkpoint 1.1 |",
      "| [2. Time](02-time.ipynb) | 0 of 1 | 0 of 2 | checkpoint 2.1 |",
      "| [3. The end](03-end.ipynb) | none there | none there | all done |",
      "| All chapters | 0 of 3 | 0 of 6 | checkpoint 1.1 |",
    ]);
  });

  test("counts what the saved notebooks show, and says what comes next", () => {
    const mine = {
      "01-what.ipynb": notebook(
        "# Mine",
        undefined,
        checkpoint("1.1", "Seen in 1.1: 0 of 1 point\n1.1: 1 of 1 point\n  passed: How many?"),
        checkpoint("1.2", "1.2: 0 of 1 point\n  failed: How long?"),
      ),
      "exercises/01-what/01-what.ipynb": notebook(
        "# Mine",
        undefined,
        exercise("E1.1", "E1.1: 1.5 of 2 points"),
        exercise("E1.2"),
      ),
      "02-time.ipynb": notebook("# Mine", undefined, checkpoint("2.1", "2.1: 1 of 1 point")),
      "exercises/02-time/02-time.ipynb": notebook("# Mine", undefined, exercise("E2.1", "E2.1: 2 of 2 points")),
    };
    expect(table(mine).slice(2)).toEqual([
      "| [1. What \\| why?](01-what.ipynb) | 1 of 2 | 1.5 of 4 | exercise E1.2 |",
      "| [2. Time](02-time.ipynb) | 1 of 1 | 2 of 2 | all done |",
      "| [3. The end](03-end.ipynb) | none there | none there | all done |",
      "| All chapters | 2 of 3 | 3.5 of 6 | exercise E1.2 |",
    ]);
  });

  test("says when everything was run but points are missing", () => {
    const mine = { "02-time.ipynb": notebook("# Mine", undefined, checkpoint("2.1", "2.1: 0 of 1 point")) };
    const done = {
      ...mine,
      "exercises/02-time/02-time.ipynb": notebook("# Mine", undefined, exercise("E2.1", "E2.1: 2 of 2 points")),
    };
    expect(table(done)[3]).toBe("| [2. Time](02-time.ipynb) | 0 of 1 | 2 of 2 | some points are left |");
  });

  test("a damaged notebook counts as not begun", () => {
    expect(table({ "02-time.ipynb": Buffer.from('{"cells": 7}') })[3]).toBe(
      "| [2. Time](02-time.ipynb) | 0 of 1 | 0 of 2 | checkpoint 2.1 |",
    );
  });
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
    const page = startPage(files, (asked) =>
      asked === path && cells.length > 0 ? notebook("# Mine", undefined, answer, ...cells) : undefined,
    );
    return /^\[Exercises to 1\]\(\S+\): (.*) \[Hand in\]\(\S+\)$/m.exec(page)?.[1];
  };

  test("is read from the results saved in the student's copy", () => {
    expect(
      shown(tests("E1.1", "E1.1: 2 of 2.5 points\n  passed: one, two"), tests("E1.2", "E1.2: 0 of 2.5 points")),
    ).toBe("2 of 5 points you can see.");
  });
  test("names what was not run", () => {
    expect(shown(tests("E1.1", "E1.1: 2,5 von 2,5 Punkten"), tests("E1.2"))).toBe(
      "2.5 of 5 points you can see; not run yet: E1.2.",
    );
  });
  test("says when everything is done, and when nothing has begun", () => {
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
