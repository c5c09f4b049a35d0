// What students write and draw on a handout without answers, and what it keeps to begin with. Printed in a real Chromium
// from a notebook run in the real kernel.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, type TestContext, test } from "vitest";
import { printHandout } from "../../../kernel-lib/course/slides/handout.mjs";
import { PAGE_PATIENCE } from "../../support/chromium.js";
import { printView } from "../../support/print-view.js";
import { code, hidden, markdown } from "../../support/slide-cells.js";

const body = (lines: number) => Array.from({ length: lines }, (_, i) => `  line${i} = ${i};`).join("\n");
/** A class to complete, of so many lines, and the checkpoint that tries it. */
const task = (id: string, title: string, lines: number) => [
  markdown("slide", `## ${title}\n\nWrite the lock of a thread.`),
  code("-", `class Mine${id} {\n${body(lines)}\n  // Write lock() here.\n}`),
  hidden("fragment", `await checkpoint("W.${id}", written(Mine${id}, "lock"), () => true, "because");`),
];
const CELLS = [
  markdown("slide", "# By hand"),
  code("skip", 'import { checkpoint, crash, explore, latency, Node, plot, run, written } from "kernel-lib";'),
  code(
    "skip",
    `class Asker extends Node {
  async onStart() {
    for (const n of [1, 2, 3, 4]) await this.call("bob", { type: "ask", n });
    this.output("done");
  }
}
class Bob extends Node {
  onAsk({ n }) {
    return n;
  }
}
class Once extends Node {
  onStart() {
    this.send("bob", { type: "hi" });
  }
}
class Quiet extends Node {
  onHi() {}
}
/** Its first message never arrives. */
class Both extends Node {
  onStart() {
    this.send("bob", { type: "early" });
    this.setTimer("on", 10);
  }
  onTimer() {
    this.send("bob", { type: "late" });
  }
  onEcho() {
    this.output("echo");
  }
}
class Echo extends Node {
  onLate() {
    this.send("ann", { type: "echo" });
  }
}
class Talks extends Node {
  onStart() {
    this.send("ann", { type: "own" });
  }
  onOwn() {
    this.send("bob", { type: "hi" });
  }
}
class Hears extends Node {
  heard = false;
  onHi() {
    this.heard = true;
  }
}
const nodes = { ann: Asker, bob: Bob };`,
  ),
  markdown("slide", "## Is it ever done?"),
  hidden("-", 'await explore({ nodes }, { always: { "never done": ({ outputs }) => outputs.ann.length === 0 } })'),
  markdown("fragment", "<details><summary>What to see</summary>\n\nIt is done.\n\n</details>"),
  markdown("slide", "## What does a crash stop?"),
  hidden("-", 'await run({ nodes, faults: [latency(10), crash("bob", { at: 55 })] }, { engine: "simulator" })'),
  markdown("slide", "## Does a later crash stop it?"),
  hidden("-", 'await run({ nodes, faults: [latency(10), crash("bob", { at: 100 })] }, { engine: "simulator" })'),
  markdown("slide", "## What never arrives?"),
  hidden(
    "-",
    'await explore({ nodes: { ann: Both, bob: Echo } }, { always: { "no echo": ({ outputs }) => outputs.ann.length === 0 } })',
  ),
  markdown("fragment", "**Early** is still under way."),
  markdown("slide", "## What never comes back?\n\nThe same nodes."),
  hidden(
    "-",
    'await explore({ nodes: { ann: Both, bob: Echo } }, { always: { "no echo": ({ outputs }) => outputs.ann.length === 0 } })',
  ),
  markdown("fragment", "**Early** is still under way."),
  markdown("slide", "## What goes to oneself?"),
  hidden(
    "-",
    "await explore({ nodes: { ann: Talks, bob: Hears } }, { always: { deaf: ({ nodes }) => !nodes.bob.heard } })",
  ),
  markdown("slide", "## What is sent at once?"),
  hidden("-", 'await run({ nodes: { ann: Once, bob: Quiet } }, { engine: "simulator" })'),
  markdown("slide", "## Shown"),
  hidden("-", 'await run({ nodes }, { engine: "simulator" })'),
  markdown("fragment", "<details><summary>What to see</summary>\n\nIt is done again.\n\n</details>"),
  markdown("slide", "## How many?\n\nCount the nodes of the last figure."),
  markdown("fragment", "<details><summary>Answer</summary>\n\nThey are two.\n\n</details>"),
  markdown("slide", "## What is said?\n\nA node says its name."),
  hidden("-", "'one'"),
  markdown("fragment", "<details><summary>What to see</summary>\n\nIt is said.\n\n</details>"),
  markdown("slide", "## What is explained?\n\nA node says why. **Why, then?**"),
  hidden("-", "'one'"),
  markdown(
    "fragment",
    `<details><summary>What to see</summary>\n\n${"It takes many words. ".repeat(14)}\n\n</details>`,
  ),
  markdown("slide", "## Which is the longest?"),
  hidden(
    "-",
    'plot({ data: [{ type: "bar", orientation: "h", y: ["one", "two"], x: [1, 2] }], layout: { height: 400 }, alt: "two" })',
  ),
  markdown("fragment", `<details><summary>What to see</summary>\n\n${"Two is longer. ".repeat(14)}\n\n</details>`),
  ...task("1", "Short", 2),
  ...task("2", "Longer", 10),
  markdown("slide", "## Ours\n\nThe same lock."),
  markdown("fragment", "<details><summary>Our lock</summary>\n\nLike this:\n\n```ts\nlock() {}\n```\n\n</details>"),
  markdown("fragment", "<details><summary>What to see</summary>\n\nIt is done.\n\n</details>"),
];
const LOGICAL = "logical time (longest chain of causes)";
/** What was assumed is no answer. */
const ASSUMED = "Assumed: each message arrives once, in any order; no node crashes.";
const handout = { perSheet: 2, notes: false, title: "Slides", glossary: [], exercises: [] };

describe("a handout without answers", { timeout: PAGE_PATIENCE }, () => {
  const { folder, open } = printView("96-by-hand", CELLS);
  let isPrinted = false;

  /** The students' handout; printed once. */
  async function printed(test: TestContext): Promise<Page> {
    const view = await open(test);
    if (!isPrinted) await printHandout(view, join(folder, "by-hand.pdf"), { ...handout, answers: false });
    isPrinted = true;
    return view;
  }
  /** What a slide's figure shows on paper: its texts in alphabetical order, and how many lines, also instead of others, and shades. */
  const drawn = (page: Page, heading: string) =>
    page.evaluate(`(() => {
      const isIt = (sheet) => sheet.innerText.startsWith(${JSON.stringify(heading)});
      const sheet = [...document.querySelectorAll(".sheet")].find(isIt);
      const seen = (parts) => [...sheet.querySelectorAll(parts)].filter((part) =>
        part.checkVisibility({ visibilityProperty: true }));
      const texts = seen("svg text").map((text) => text.textContent.trim()).filter((text) => !/^[\\d.]+$/.test(text));
      const [lines, others, shades] = [".js-line", ".copy", "path"].map((kind) =>
        seen((kind === "path" ? ".shapelayer " : ".scatterlayer ") + kind).length);
      return { texts: texts.sort().join(" ").replace(/_+/g, "___"), lines, others, shades };
    })()`);

  test("keeps a run's first half, a counterexample's first third, and nothing that says how it ends", async (test) => {
    const page = await printed(test);
    // Of four calls, two and one reply begin in the first third; the legend has no sign that says how it ends.
    expect(await drawn(page, "Is it ever done?")).toEqual({
      texts: `${ASSUMED} ann ask ask ask bob ${LOGICAL} output reply reply ___`,
      ...{ lines: 2 + 2 + 1, others: 1, shades: 0 },
    });
    // Where the second node is to be down, it has a line like the others.
    expect(await drawn(page, "What does a crash stop?")).toEqual({
      texts: "ann ask ask ask bob crash lost reply reply ___ reply ___ time (ms)",
      ...{ lines: 2 + 2 + 2, others: 3, shades: 0 },
    });
  });

  test("gives away nothing that an earlier figure leaves to be drawn", async (test) => {
    const page = await printed(test);
    // Alone it would show the third call, too.
    expect(await drawn(page, "Does a later crash stop it?")).toMatchObject({ lines: 2 + 2 + 2 });
  });

  test("says in its frames what is to be written, unless a task above does", async (test) => {
    const page = await printed(test);
    const prompts = `[...document.querySelectorAll(".left-open:not(.written)")].map((frame) =>
      getComputedStyle(frame, "::before").content.replace("none", ""))`;
    const found = (await page.evaluate(prompts)) as string[];
    const see = Array(8).fill('"What to see"');
    const drawn = [...Array(7).fill('"Continue the diagram"'), '"Draw the bars, number the axis"'];
    // A question in the text is guessed in the first frame, above what is seen.
    const asked = ['"Answer"', ...drawn, '"My guess"', '"Output"', ...see];
    expect(found.filter((prompt) => prompt !== "").sort()).toEqual(asked);
    expect(await page.locator('.left-open[data-prompt="My guess"]').getAttribute("data-next-prompt")).toBe("Output");
    expect(await page.locator(".answer.left-open[data-prompt]").count()).toBe(0);
    // What was to be written on the slide before.
    expect(await page.locator(".written").isVisible()).toBe(false);
  });

  test("gives the longer of two answers more lines", async (test) => {
    const page = await printed(test);
    const slide = page.locator(".sheet").filter({ hasText: "What is explained?" });
    const lines = (frame: string) => slide.locator(`${frame}.left-open .rules i`).count();
    expect([await lines(".outputs"), await lines(".prose")]).toEqual([2, 4]);
  });

  test("draws rows with names low, so that there are lines for what they mean", async (test) => {
    const page = await printed(test);
    const slide = page.locator(".sheet").filter({ hasText: "Which is the longest?" });
    expect(await slide.locator(".prose.left-open .rules i").count()).toBe(4);
    // Names stay; numbers beside bars would say how long they are.
    expect(await drawn(page, "Which is the longest?")).toMatchObject({ texts: "one two" });
    const numbers = await slide
      .locator(".xtick text")
      .evaluateAll((ticks) => ticks.map((tick) => (globalThis as any).getComputedStyle(tick).visibility));
    expect(new Set(numbers)).toEqual(new Set(["hidden"]));
  });

  test("leaves it to be found out which message never arrives", async (test) => {
    const page = await printed(test);
    // Each in the legend; the third in which none begins but the one that never arrives.
    expect(await drawn(page, "What never arrives?")).toEqual({
      texts: `"no echo" holds? ___ ${ASSUMED} ann bob early echo late ${LOGICAL} output timer under way`,
      ...{ lines: 2, others: 0, shades: 0 },
    });
  });

  test("shows no mark where such a message begins, and closes the gaps in a legend", async (test) => {
    const page = await printed(test);
    const found = (heading: string) =>
      page.evaluate(`(() => {
        const isIt = (sheet) => sheet.innerText.startsWith(${JSON.stringify(heading)});
        const sheet = [...document.querySelectorAll(".sheet")].find(isIt);
        const isSeen = (part) => part.checkVisibility({ visibilityProperty: true });
        const marks = [...sheet.querySelectorAll(".scatterlayer .points path")].filter(isSeen).length;
        const names = [...sheet.querySelectorAll(".legendtext")];
        const boxes = names.filter(isSeen).map((name) => name.getBoundingClientRect());
        const gaps = boxes.slice(1).map(({ left }, index) => Math.round(left - boxes[index].right));
        return { marks, hidden: names.length - boxes.length, gaps: [...new Set(gaps)] };
      })()`);
    expect(await found("What never arrives?")).toEqual({ marks: 3, hidden: 1, gaps: [48] });
    expect(await found("What does a crash stop?")).toEqual({ marks: 22, hidden: 1, gaps: [48] });
  });

  test("has no line for the verdict where only without it there is room for words", async (test) => {
    const page = await printed(test);
    expect(await drawn(page, "What never comes back?")).toMatchObject({
      texts: `${ASSUMED} ann bob early echo late ${LOGICAL} output timer under way`,
    });
  });

  test("keeps a message to oneself, which is drawn as two lines", async (test) => {
    const page = await printed(test);
    expect(await drawn(page, "What goes to oneself?")).toEqual({
      texts: `"deaf" holds? ___ ${ASSUMED} ann bob hi ${LOGICAL} own own`,
      ...{ lines: 2 + 1, others: 0, shades: 0 },
    });
  });

  test("keeps no message where all are sent at once", async (test) => {
    const page = await printed(test);
    expect(await drawn(page, "What is sent at once?")).toEqual({
      texts: "ann bob hi time (ms)",
      ...{ lines: 2, others: 0, shades: 0 },
    });
  });

  test("has five lines in code to be completed, 7 to 9 mm apart, fewer where there is less room, else a frame", async (test) => {
    const page = await printed(test);
    const lines = `[...document.querySelectorAll(".sheet.exercise")].map((sheet) => [
      ...[...sheet.querySelectorAll(".to-write i")].map((line) => line.getBoundingClientRect().height * 25.4 / 96),
      sheet.querySelector(".answer").offsetHeight > 0 ? "frame" : "no frame"])`;
    const shown = async () =>
      ((await page.evaluate(lines)) as (number | string)[][]).map((sheet) =>
        sheet.map((line) => (typeof line === "number" ? line.toFixed(1) : line)),
      );
    expect(await shown()).toEqual([
      ["8.4", "8.4", "8.4", "8.4", "8.4", "no frame"],
      ["8.8", "8.8", "8.8", "no frame"],
    ]);
    await page.evaluate(`(() => {
      const sheet = document.querySelectorAll(".sheet.exercise")[1];
      sheet.querySelector(".input pre").append("\\n\\n");
      verteilt.roomToWrite(sheet.closest(".pdf-page"), false);
    })()`);
    expect((await shown())[1]).toEqual(["frame"]);
  });

  test("rules frames evenly, with two lines or more", async (test) => {
    const page = await printed(test);
    // In pixels of a slide: from line to line, and from the last one to the frame's end.
    const frames = `[...document.querySelectorAll(".folded.left-open:has(> .rules)")].map((frame) => {
      const box = frame.getBoundingClientRect();
      const ends = [...frame.querySelectorAll(".rules i")].map((line) => line.getBoundingClientRect().bottom);
      const heights = [...ends, box.bottom].map((end, index) => end - (ends[index - 1] ?? box.top));
      return heights.map((height) => Math.round((height * frame.offsetHeight) / box.height));
    })`;
    expect(await page.evaluate(frames)).toEqual([
      [48, 49],
      [51, 52],
      [45, 45],
      [64, 64, 64],
      [64, 64, 64],
      [68, 68, 68, 68, 72],
      [64, 64, 64, 64, 64],
      [64, 64, 64],
    ]);
  });

  test("cuts nothing off a figure that is shown", async (test) => {
    const page = await printed(test);
    const figures = `[...document.querySelectorAll("figure.plot")].filter((figure) => !figure.closest(".left-open"))
      .map((figure) => [".canvas", ".legend"].map((part) =>
        figure.querySelector(part).getBoundingClientRect().bottom <= figure.getBoundingClientRect().bottom + 1))`;
    expect(await page.evaluate(figures)).toEqual([[true, true]]);
  });

  test("is as the slides are when it is printed again with answers", async (test) => {
    const page = await printed(test);
    await printHandout(page, join(folder, "answers.pdf"), { ...handout, answers: true });
    expect(await page.locator(".to-write, .rules, .left-open").count()).toBe(0);
  });
});
