// Handouts: which are made, and what is on their paper. Printed in a real Chromium from a notebook run in the real kernel.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { exercisesOf, handoutEnding, handouts, printHandout } from "../../../kernel-lib/course/slides/handout.mjs";
import { print } from "../../../kernel-lib/course/slides/print.mjs";
import { PAGE_PATIENCE } from "../../support/chromium.js";
import { printView } from "../../support/print-view.js";
import { code, hidden, markdown } from "../../support/slide-cells.js";

describe("which handout", () => {
  const made = (...asked: Parameters<typeof handouts>) => handouts(...asked).map(handoutEnding);
  test("is one for students, of two slides a sheet and without answers", () => {
    expect(made({})).toEqual([".handout-2-without-answers.pdf"]);
  });
  test("has the answers where that is asked for, or both", () => {
    expect(made({ withAnswers: true })).toEqual([".handout-2-with-answers.pdf"]);
    expect(made({ withAnswers: true, withoutAnswers: true })).toEqual([
      ".handout-2-without-answers.pdf",
      ".handout-2-with-answers.pdf",
    ]);
  });
  test("with notes is the lecturer's, with answers unless it is to be without", () => {
    expect(made({ notes: true })).toEqual([".handout-2-with-answers-notes.pdf"]);
    expect(made({ notes: true, withoutAnswers: true })).toEqual([".handout-2-without-answers-notes.pdf"]);
  });
  test("has as many slides a sheet as asked, each number once", () => {
    expect(made({ perSheet: "2, 6,2" })).toEqual([".handout-2-without-answers.pdf", ".handout-6-without-answers.pdf"]);
  });
  test("of another number is refused, with the ones that exist", () => {
    expect(() => made({ perSheet: "4" })).toThrow('--handout is the number of slides on a sheet: 2, 3, 6, not "4".');
  });
});

test("the exercises to a chapter are named as in their notebook, with how their tasks begin; a chapter without any has none", () => {
  expect(exercisesOf("04-processes-and-threads")).toEqual([
    {
      name: "E4.1 A pool of workers (6 points)",
      task: "A dispatcher takes jobs and hands each one to an idle worker. Write `Pool`, a node with the field `workers`, a list of the workers' names.",
    },
    {
      name: "E4.2 Skynet of any size (4 points)",
      task: "Skynet is a tree of tasks. It counts `leaves` leaves from 0 upwards; each leaf is a task that returns its number. Write `skynet` as a coroutine, for any `leaves` and `fanout`.",
    },
    {
      name: "E4.3 A barrier that can be used again (5 points)",
      task: "At a barrier, all `count` threads wait until the last one has arrived. Write `Barrier`.",
    },
    {
      name: "E4.4 A lock that sleeps (5 points)",
      task: "Write `Mutex`. Between `yield* mutex.lock()` and `yield* mutex.unlock()` there is never more than one thread.",
    },
  ]);
  expect(exercisesOf("99-mine")).toEqual([]);
});

const CELLS = [
  markdown("slide", "# Handed out"),
  markdown("slide", "## Costs\n\nIt costs $n^2$ messages, an *estimate*, `written` with **care**."),
  markdown("notes", '<details class="speaker-notes"><summary>Speaker notes</summary>\n\nSay *hello*.\n\n</details>'),
  code("skip", 'import { checkpoint, plot, predict } from "kernel-lib";'),
  markdown(
    "slide",
    "## Lines\n\n```mermaid\nflowchart LR\n  accTitle: Two nodes\n  a[client] -- asks --> b[server]\n```",
  ),
  markdown("fragment", "<details><summary>What to see</summary>\n\nThe server is asked.\n\n</details>"),
  code(
    "slide",
    Array.from({ length: 14 }, (_, i) => `const value${i} = ${i}; // a line of code as wide as any on a slide`).join(
      "\n",
    ),
  ),
  code("slide", 'const guess = predict("F.1", "One and one?");\nawait checkpoint("F.1", guess, 2, "because");'),
  markdown("slide", "## Only an answer"),
  markdown("fragment", "<details><summary>What to see</summary>\n\nIt is forty-two.\n\n</details>"),
  markdown("slide", "## A table\n\n| a | b |\n|:--|:--|\n| one | two |"),
];
const OPEN_CELLS = [
  markdown("slide", "# Left open"),
  code("skip", 'import { checkpoint, predict } from "kernel-lib";'),
  markdown("slide", "## Short"),
  code("-", 'const one = predict("H.1", "One and one?");\none'),
  markdown("subslide", "## Run it"),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: code of a cell
  code("-", "`it is ${1 + 1}`"),
  code("fragment", 'await checkpoint("H.1", one, 2, "because");'),
  markdown("slide", "## Long"),
  code("-", 'const two = predict("H.2", "Two and two?");\ntwo'),
  markdown("subslide", "## Run that"),
  code("-", `${"// a line\n".repeat(11)}\`that is \${2 + 2}\``),
  markdown("subslide", "## Only the run"),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: code of a cell
  hidden("-", "`only ${2 * 2}`"),
  code("fragment", 'await checkpoint("H.2", two, 4, "because");'),
  code("skip", 'import { Node, plot, run } from "kernel-lib";\nclass Quiet extends Node {}'),
  markdown("slide", "## What is drawn?"),
  hidden("-", 'await run({ nodes: { ann: Quiet, bob: Quiet } }, { engine: "simulator" })'),
  markdown("slide", "## Which are possible?"),
  hidden("-", 'plot({ data: [{ type: "heatmap", x: ["x", "1,000 y"], y: ["z"], z: [[0, 1]] }], alt: "Both" })'),
  markdown("slide", "## How do they grow?"),
  hidden(
    "-",
    `const line = (name, y) => ({ name, x: [1, 2], y, mode: "lines" });
plot({ data: [line("one", [1, 2]), line("1,000 of them", [2, 4])], layout: { showlegend: true }, alt: "Two lines" })`,
  ),
  markdown("slide", "## Recap\n\n- A **node** fails: 20 of 1,000.\n- $n^2$, and `f(3)`: **5 in all**."),
];
const GLOSSARY = [{ term: "node", german: "Knoten", meaning: "autonomous element of the system", line: 1 }];
/** Evaluated in the page. */
const VISIBILITY = (element: unknown) => (globalThis as any).getComputedStyle(element).visibility;
const usual = { perSheet: 2, notes: false, answers: false, title: "Slides", glossary: GLOSSARY, exercises: [] };

describe("a printed handout", { timeout: PAGE_PATIENCE }, () => {
  const { folder, open, openAnother } = printView("98-handout", CELLS);
  const pdf = (name: string) => join(folder, `${name}.pdf`);
  const read = (name: string) => readFileSync(pdf(name), "latin1");
  const counted = (page: Page) =>
    page.evaluate(`[...document.querySelectorAll(".handout-sheet")].map((sheet) =>
      [sheet.querySelectorAll(".pdf-page").length, sheet.querySelector(".handout-foot").innerText.trim()].join(" "))`);

  test("of slides, too, has static fonts inside and no Type 3", async (test) => {
    const page = await open(test);
    await print(page, pdf("slides"));
    await printHandout(page, pdf("fonts"), usual);
    for (const name of ["slides", "fonts"]) {
      const fonts = new Set(
        [...read(name).matchAll(/\/Subtype\s*\/(Type\d|TrueType|CIDFontType\d)\b/g)].map(([, kind]) => kind),
      );
      expect([...fonts].sort(), name).toEqual(["CIDFontType2", "Type0"]);
      expect(new Set([...read(name).matchAll(/\/FontName\s*\/[A-Z]{6}\+(\w+)/g)].map(([, font]) => font))).toContain(
        "SourceCodeProExtraLight",
      );
    }
  });

  test("for students leaves frames where answers were, and leaves out a slide that is only an answer", async (test) => {
    const page = await open(test);
    await printHandout(page, pdf("students"), usual);
    const foot = (sheet: number) => `Slides\nFill in tables and figures; the notebook has the answers.\n${sheet} / 3`;
    expect(await counted(page)).toEqual([`2 ${foot(1)}`, `2 ${foot(2)}`, `1 ${foot(3)}`]);
    expect(await page.locator(".handout-head").allInnerTexts()).toEqual([
      expect.stringMatching(/^Slides\s+Name _+ +Date _+$/),
    ]);
    const left = (text: string) => page.locator(".sheet").getByText(text);
    for (const text of ["The server is asked.", "because"])
      expect(await left(text).evaluate(VISIBILITY), text).toBe("hidden");
    expect(await page.locator(".answer strong").evaluate(VISIBILITY)).toBe("hidden");
    expect(await left("It is forty-two.").count()).toBe(0);
    expect(await left("One and one?").first().evaluate(VISIBILITY)).toBe("visible");
    expect(await page.locator(".left-open").count()).toBe(2);
  });

  test("for students leaves open what gives an answer away, and the words and figures of a recap", async (test) => {
    const page = await openAnother(test, "97-open", OPEN_CELLS);
    await printHandout(page, pdf("open"), usual);
    const headings = `[...document.querySelectorAll(".handout-frame .sheet")].map((sheet) =>
      sheet.querySelector("h1, h2").textContent)`;
    const drawn = ["What is drawn?", "Which are possible?", "How do they grow?"];
    expect(await page.evaluate(headings)).toEqual(["Short", "Long", "Run that", ...drawn, "Recap"]);
    // What is left of figures.
    const outlines = `[...document.querySelectorAll(".left-open figure.plot")].map((figure) =>
      [...figure.querySelectorAll(".outline")].filter((part) => getComputedStyle(part).visibility === "visible")
        .map((part) => part.textContent.trim() || part.getAttribute("class").replace("outline copy", "rule")))`;
    const [run, table, lines] = (await page.evaluate(outlines)) as string[][];
    expect([run, table]).toEqual([
      [
        ...["rule", "rule", "js-line outline", "js-line outline", "point outline", "point outline"],
        ...[...Array(4).fill("rule"), "0", "1", "rule", "rule"],
        ...["ann", "bob", "logical time (longest chain of causes)"],
      ],
      ["outline grid", "x", "_____ y", "z"],
    ]);
    // Where a diagram ended would say when all is over.
    const ends = `(({ _fullLayout: { xaxis }, dataset, _fullData: [line] }) => {
      const [left, right] = xaxis.range;
      return { longer: (right - left) / (dataset.end - left), goesOn: Math.max(...line.x) === right };
    })(document.querySelector(".left-open figure.plot .canvas"))`;
    expect(await page.evaluate(ends)).toEqual({ longer: 1.25, goesOn: true });
    // Besides axes.
    const names = ["one", "layers outline", "_____ of them", "layers outline"];
    expect(lines!.filter((part) => part !== "rule" && !Number.parseFloat(part))).toEqual(names);
    // Of four lines each, 9 mm of paper a line.
    const frames = `[...document.querySelectorAll(".answer.left-open")].map((frame) =>
      Math.floor(frame.getBoundingClientRect().height / (96 / 25.4)))`;
    expect(await page.evaluate(frames)).toEqual([36, 36]);
    const prompts = `[...document.querySelectorAll(".answer.left-open")].map((frame) => [
      getComputedStyle(frame, "::before").content, getComputedStyle(frame.querySelector(".rules i"), "::after").content])`;
    expect(await page.evaluate(prompts)).toEqual([
      ['"My guess"', '"Output and answer"'],
      ['"My guess"', '"Answer"'],
    ]);
    const shown = async (text: string) => page.locator(".handout-frame").getByText(text).first().isVisible();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code of a cell
    const visible = await Promise.all(["it is ${1 + 1}", "'it is 2'", "because", "'that is 4'"].map(shown));
    expect(visible).toEqual([true, false, false, false]);
    const gaps = `[...document.querySelectorAll(".sheet.recap .gap.left-open")].map((gap) => gap.textContent)`;
    expect(await page.evaluate(gaps)).toEqual(["node", "20", "1,000", "5 in all"]);
    await printHandout(page, pdf("all"), { ...usual, answers: true });
    expect(await page.evaluate(headings)).toEqual(["Short", "Long", "Run that", "Only the run", ...drawn, "Recap"]);
    expect(await shown("'it is 2'")).toBe(true);
    expect(await page.locator(".left-open").count()).toBe(0);
    await page.close();
  });

  test("for students has a column of a table to be completed, its first row as an example, and boxes to tick", async (test) => {
    const table = markdown("slide", "## Walls\n\n| | here | there |\n|:--|:--|:--|\n| a | b | c |\n| d | `e` | f |");
    const page = await openAnother(test, "95-table", [
      markdown("slide", "# Tables"),
      markdown("slide", "## After this chapter you can\n\n- say what a wall is"),
      { ...table, verteilt: { blank: "here" } },
    ]);
    await printHandout(page, pdf("table"), usual);
    const open = `[...document.querySelectorAll("td")].filter((cell) => cell.querySelector(".left-open")).map((cell) => [
      cell.textContent, getComputedStyle(cell.firstChild).visibility])`;
    expect(await page.evaluate(open)).toEqual([["e", "hidden"]]);
    const hint = `[...document.querySelectorAll("th")].map((heading) => getComputedStyle(heading, "::after").content)`;
    expect(await page.evaluate(hint)).toEqual(["none", '" (to complete)"', "none"]);
    const box = `getComputedStyle(document.querySelector(".sheet.aims li"), "::before").borderTopWidth`;
    expect(await page.evaluate(box)).toBe("2px");
    await printHandout(page, pdf("complete"), { ...usual, answers: true });
    expect(await page.evaluate(open)).toEqual([]);
    expect(await page.evaluate(hint)).toEqual(["none", "none", "none"]);
    await page.close();
  });

  test("fills both columns of the page of terms", async (test) => {
    const page = await open(test);
    const glossary = Array.from({ length: 9 }, (_, i) => ({ ...GLOSSARY[0]!, term: `term ${i}` }));
    await printHandout(page, pdf("terms"), { ...usual, glossary });
    const columns = `new Set([...document.querySelectorAll(".handout-glossary dl > div")].map((entry) =>
      Math.round(entry.getBoundingClientRect().left))).size`;
    expect(await page.evaluate(columns)).toBe(2);
    // Below the last slide, where that leaves room for all of them.
    expect(await page.locator(".handout-sheet").last().locator(".pdf-page, .handout-glossary").count()).toBe(2);
    const many = Array.from({ length: 60 }, (_, i) => ({ ...GLOSSARY[0]!, term: `term ${i}` }));
    await printHandout(page, pdf("many"), { ...usual, glossary: many });
    expect(await page.locator(".handout-sheet").last().locator(".pdf-page").count()).toBe(0);
    expect(await page.locator(".handout-glossary dt").count()).toBe(60);
  });

  test("lists the exercises where half of the last sheet is free, with lines for questions and notes", async (test) => {
    const page = await open(test);
    const many = Array.from({ length: 40 }, (_, i) => ({ ...GLOSSARY[0]!, term: `term ${i}` }));
    const exercises = [
      { name: "E1.1 A lock (5 points)", task: "Write `Mutex`." },
      { name: "E1.2 A barrier (15 points)", task: "All wait." },
    ];
    const rest = `[...document.querySelectorAll(".handout-glossary.rest")].map((rest) => [
      rest.closest(".handout-sheet").querySelectorAll(".pdf-page").length,
      [...rest.querySelectorAll("h2, li, small")].map((text) => text.textContent),
      rest.querySelectorAll(".handout-lines i").length])`;
    await printHandout(page, pdf("lecturers"), { ...usual, glossary: many, exercises, notes: true, answers: true });
    expect(await page.evaluate(rest)).toEqual([]);
    await printHandout(page, pdf("exercises"), { ...usual, glossary: many, exercises, exercisesIn: "e1.ipynb" });
    expect(await page.evaluate(rest)).toEqual([
      [
        1,
        [
          "Exercises",
          ...["E1.1 A lock (5 points) Write Mutex.", "E1.2 A barrier (15 points) All wait."],
          ...["e1.ipynb · hand in by ________________", "My questions"],
        ],
        12,
      ],
      [0, ["Notes"], 3],
    ]);
    await printHandout(page, pdf("no-exercises"), { ...usual, glossary: many });
    expect(await page.evaluate(rest)).toEqual([
      [1, ["My questions"], 17],
      [0, ["Notes"], 3],
    ]);
    // Where the terms are below the last slide, on a sheet of their own.
    await printHandout(page, pdf("full-sheet"), { ...usual, exercises });
    const [[slides, texts, lines]] = (await page.evaluate(rest)) as [[number, string[], number]];
    expect([slides, texts[0], texts.at(-1), lines > 25]).toEqual([0, "Exercises", "My questions", true]);
  });

  test("for students turns the page between a question and a slide of its section that says the answer", async (test) => {
    const asked = [
      markdown("slide", "## Asked"),
      code("-", 'const one = predict("T.1", "One and one?");\none'),
      code("fragment", 'await checkpoint("T.1", one, 2, "because");'),
    ];
    const page = await openAnother(test, "94-turned", [
      markdown("slide", "# Turned"),
      code("skip", 'import { checkpoint, predict } from "kernel-lib";'),
      ...asked,
      markdown("subslide", "## Explained\n\nIt is two."),
      markdown("slide", "## Other\n\nAnother section."),
    ]);
    const shown = `[...document.querySelectorAll(".handout-column")].map((column) =>
      [...column.querySelectorAll("h2")].map((heading) => heading.textContent))`;
    const glossary = Array.from({ length: 40 }, (_, i) => ({ ...GLOSSARY[0]!, term: `term ${i}` }));
    await printHandout(page, pdf("turned"), { ...usual, glossary });
    expect(await page.evaluate(shown)).toEqual([
      ["Asked", "Notes"],
      ["Explained", "Other"],
    ]);
    await printHandout(page, pdf("answered"), { ...usual, glossary, answers: true });
    expect(await page.evaluate(shown)).toEqual([
      ["Asked", "Explained"],
      ["Other", "My questions"],
    ]);
    await page.close();
  });

  test("has the addresses of links behind its terms, on a sheet of their own where there is no room", async (test) => {
    const page = await open(test);
    await page.evaluate(`document.querySelector(".sheet p").insertAdjacentHTML("beforeend",
      "<span class='linked'><a href='https://example.org/one'>One</a> <a href='https://example.org/one'>again</a></span>")`);
    const sources = page.locator(".handout-sheet").last().locator(".handout-glossary .sources div");
    await printHandout(page, pdf("sources"), usual);
    expect(await sources.allInnerTexts()).toEqual(["again\nhttps://example.org/one"]);
    // What a link is titled says more than a slide has room for.
    await page.evaluate(`document.querySelector(".linked a:last-child").title = "The whole title"`);
    await printHandout(page, pdf("titled"), usual);
    expect(await sources.allInnerTexts()).toEqual(["The whole title\nhttps://example.org/one"]);
    const sheets = () => page.locator(".handout-sheet").count();
    const before = await sheets();
    const many = Array.from({ length: 47 }, (_, i) => ({ ...GLOSSARY[0]!, term: `term ${i}` }));
    await printHandout(page, pdf("full"), { ...usual, glossary: many });
    expect(await sources.count()).toBe(1);
    expect(await page.locator(".handout-sheet").last().locator("h2").allTextContents()).toEqual([
      "Sources on these slides",
      "Notes",
    ]);
    expect(await sheets()).toBeGreaterThan(before);
    await page.evaluate("document.querySelector('.linked').remove()");
  });

  test("with answers has everything that is on the slides", async (test) => {
    const page = await open(test);
    await printHandout(page, pdf("answers"), { ...usual, answers: true });
    expect(await counted(page)).toEqual(["2 Slides\n1 / 4", "2 Slides\n2 / 4", "2 Slides\n3 / 4", "0 Slides\n4 / 4"]);
    expect(await page.locator(".left-open").count()).toBe(0);
    expect(await page.locator(".sheet").getByText("It is forty-two.").count()).toBe(1);
  });

  test("of the usual kind has slides of 75 % of the paper's width or more, text of 9 pt and code of 7 pt or more", async (test) => {
    const page = await open(test);
    const { small } = await printHandout(page, pdf("usual"), { ...usual, answers: true });
    expect(small).toEqual([]);
    const [, width] = /\/MediaBox\s*\[0 0 (\S+) (\S+)\]/.exec(read("usual"))!;
    const sizes = (await page.evaluate("verteilt.typeSizes()")) as { kind: string; points: number }[];
    const smallest = (kind: string) =>
      Math.min(...sizes.filter((each) => each.kind === kind).map(({ points }) => points));
    const frames = (await page.evaluate(
      `[...document.querySelectorAll(".handout-frame")].map((frame) => frame.getBoundingClientRect().width * 72 / 96)`,
    )) as number[];
    expect(frames).toHaveLength(6);
    for (const frame of frames) expect(frame / Number(width)).toBeCloseTo(182 / 210, 2);
    expect(smallest("body")).toBeGreaterThanOrEqual(9);
    expect(smallest("code")).toBeGreaterThanOrEqual(7);
    // On paper, not on the page: a PDF that Chromium has scaled down would hold smaller letters than that.
    expect(Number(width)).toBeCloseTo(595, 0);
  });

  test("with type that is too small says what and how small", async (test) => {
    const page = await open(test);
    await page.evaluate(`document.querySelector(".reveal").insertAdjacentHTML("beforeend",
      "<style class='tiny'>.sheet:has(.katex) p { font-size: 20px } .sheet .input pre { font-size: 15px }</style>")`);
    const { small } = await printHandout(page, pdf("small"), { ...usual, answers: true });
    await page.evaluate("document.querySelector('.tiny').remove()");
    expect(small.map(({ kind, points, slide }) => `${slide} ${kind} ${points}`)).toEqual([
      "2 body 8.06",
      "2 code 6.77",
      "4 code 6.05",
      "5 code 6.05",
    ]);
  });

  test("has two, three or six slides on a sheet of A4, lines to write on, and its terms at the end", async (test) => {
    const page = await open(test);
    const sheets: Record<string, unknown> = {};
    for (const perSheet of [2, 3, 6]) {
      const name = `handout-${perSheet}`;
      const { sheets: count } = await printHandout(page, pdf(name), { ...usual, perSheet, answers: true });
      expect(read(name).match(/\/Type\s*\/Page\b/g)).toHaveLength(count);
      const [, width, height] = /\/MediaBox\s*\[0 0 (\S+) (\S+)\]/.exec(read(name))!;
      sheets[perSheet] = {
        paper: `${Math.round(Number(width))} x ${Math.round(Number(height))}`,
        counted: await counted(page),
        lines: await page.locator(".handout-side i").count(),
      };
      const shown = await page.evaluate(`[...document.querySelectorAll(".handout-frame")].map((frame) => {
        const outer = frame.getBoundingClientRect(), inner = frame.querySelector(".sheet").getBoundingClientRect();
        return Math.abs(outer.width - inner.width) < 1 && Math.abs(outer.height - inner.height) < 1;
      })`);
      expect(shown).toEqual([true, true, true, true, true, true]);
    }
    expect(sheets).toEqual({
      2: {
        paper: "595 x 842",
        counted: ["2 Slides\n1 / 4", "2 Slides\n2 / 4", "2 Slides\n3 / 4", "0 Slides\n4 / 4"],
        lines: 24,
      },
      3: { paper: "595 x 842", counted: ["3 Slides\n1 / 3", "3 Slides\n2 / 3", "0 Slides\n3 / 3"], lines: 66 },
      6: { paper: "842 x 595", counted: ["6 Slides\n1 / 2", "0 Slides\n2 / 2"], lines: 42 },
    });
    expect(await page.locator(".handout-notes").count()).toBe(0);
    expect(await page.locator(".handout-glossary:not(.rest)").allTextContents()).toEqual([
      "Terms of this chapternode Knotenautonomous element of the system",
    ]);
  });

  test("leaves out the break, and the title but in the lecturer's, where it has no dark ground", async (test) => {
    const page = await open(test);
    await page.evaluate("document.querySelectorAll('.sheet')[2].classList.add('pause')");
    await printHandout(page, pdf("break"), { ...usual, answers: true });
    expect(await counted(page)).toEqual(["2 Slides\n1 / 3", "2 Slides\n2 / 3", "1 Slides\n3 / 3"]);
    expect(await page.locator(".sheet.title").count()).toBe(0);
    expect(await page.locator(".handout-head").allInnerTexts()).toEqual([expect.stringMatching(/^Slides\s*$/)]);
    await printHandout(page, pdf("own"), { ...usual, notes: true, answers: true });
    expect(await page.locator(".handout-head").count()).toBe(0);
    const ground = "(({ backgroundColor, backgroundImage }) => [backgroundColor, backgroundImage])";
    expect(await page.evaluate(`${ground}(getComputedStyle(document.querySelector(".sheet.title")))`)).toEqual([
      "rgba(0, 0, 0, 0)",
      "none",
    ]);
    await page.evaluate("document.querySelector('.sheet.pause')?.classList.remove('pause')");
  });

  test("with notes has them once, without their heading", async (test) => {
    const page = await open(test);
    await printHandout(page, pdf("notes"), { ...usual, perSheet: 3, notes: true, answers: true });
    expect(await page.locator(".handout-notes").allInnerTexts()).toEqual(["Say hello."]);
  });
});
