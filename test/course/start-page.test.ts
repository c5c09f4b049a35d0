import { expect, test } from "vitest";
import { startPage } from "../../kernel-lib/course/start-page.mjs";

const notebook = (heading: string, summary?: string) =>
  Buffer.from(
    JSON.stringify({
      cells: [
        { cell_type: "code", source: ["# no heading"] },
        { cell_type: "markdown", source: [`${heading}\n`, "text"] },
      ],
      metadata: summary ? { verteilt: { summary } } : {},
    }),
  );

test("lists the chapters with title, summary and exercises, and what else there is", () => {
  const page = startPage(
    new Map([
      ["01-what.ipynb", notebook("# 1. What is a [distributed] system?", "Nodes and messages.")],
      ["02-time.ipynb", notebook("# Chapter 2: Time")],
      ["glossary.md", Buffer.from("# Glossary\n")],
      ["picture.png", Buffer.from("")],
      ["exercises/01-what/01-what.ipynb", notebook("# Exercises")],
    ]),
  );
  expect(page).toContain(`## Chapters

- [1. What is a \\[distributed\\] system?](01-what.ipynb): Nodes and messages.
  - [Exercises to 1](exercises/01-what/01-what.ipynb)
- [2. Time](02-time.ipynb)

## Also here

- [Glossary](glossary.md)
`);
});

test("a damaged notebook still has its line", () => {
  expect(startPage(new Map([["01-what.ipynb", Buffer.from("<<<<<<< HEAD")]]))).toContain(
    "- [1. 01-what](01-what.ipynb)",
  );
});

test("says so when there is no chapter yet", () => {
  expect(startPage(new Map())).toContain("There are no chapters yet.");
});
