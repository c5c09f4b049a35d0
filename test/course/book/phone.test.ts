// The book on a phone, 390 pixels wide, in a real Chromium: nothing about running cells, wrapped code, figures that fit.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { makeBook } from "../../../kernel-lib/course/book/make.mjs";
import { openBrowser, PAGE_PATIENCE } from "../../support/chromium.js";

const PHONE = 390;
const MARGINS = 32;
const TITLE = '"every addition counts" is violated (two have added, the counter is one), three nodes, twenty messages';
const button = (label: string, height: number) => ({ label, method: "update", args: [{}, { height }] });
const layout = {
  height: 400,
  margin: { t: 64, l: 24 },
  title: { text: `<span>${TITLE.slice(0, 74)}</span>` },
  annotations: [
    ...[
      { text: `${TITLE.slice(74)}<br>Assumed: no crash`, x: 0, y: 1, xref: "paper", yref: "paper", yanchor: "bottom" },
    ],
    ...[{ text: "inside", x: 1, y: 2, showarrow: false }],
  ],
  updatemenus: [
    { type: "buttons", direction: "right", x: 1, y: 0, buttons: [button("time", 400), button("steps", 500)] },
  ],
};
const figure = `plot({ data: [{ x: [1, 2, 3], y: [1, 2, 3] }], layout: ${JSON.stringify(layout)}, alt: "A line." })`;
const chain = Array.from({ length: 9 }, (_, i) => `  n${i}["station ${i}"] --> n${i + 1}["station ${i + 1}"]`).join(
  "\n",
);
const tree = Array.from({ length: 9 }, (_, i) => `  root --> leaf${i}["leaf number ${i}"]`).join("\n");
const longLine = `const long = "${"word ".repeat(40)}";`;

const markdown = (source: string, slide_type = "slide", tags: string[] = []) => ({
  ...{ cell_type: "markdown", source, metadata: { slideshow: { slide_type }, tags } },
});
const code = (source: string) => ({
  ...{ cell_type: "code", source, metadata: { slideshow: { slide_type: "-" } }, outputs: [], execution_count: null },
});
const cells = [
  markdown("# A chapter"),
  markdown("Press Shift+Enter.", "skip", ["notebook-only"]),
  markdown(`\`\`\`mermaid\nflowchart TB\n  accTitle: A chain\n  subgraph one\n  direction LR\n${chain}\n  end\n\`\`\``),
  markdown(`\`\`\`mermaid\nflowchart TB\n  accTitle: A tree\n${tree}\n\`\`\``),
  code('import { plot } from "kernel-lib";'),
  markdown("## PAUSE\n\nBack in ten minutes."),
  code(figure),
  code(longLine),
  markdown(`\`\`\`ts\n${longLine}\n\`\`\``),
].map((cell, i) => ({ id: `c${i}`, ...cell }));

describe("on a phone", { timeout: PAGE_PATIENCE }, () => {
  const folder = mkdtempSync(join(tmpdir(), "verteilt phone "));
  const chapter = join(folder, "notebooks", "97-phone.ipynb");
  const target = join(folder, "book");
  let browser: Browser | undefined;
  let opened: Page | undefined;

  beforeAll(async () => {
    mkdirSync(dirname(chapter));
    writeFileSync(chapter, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    await makeBook({ files: [chapter], target, kept: folder });
  }, PAGE_PATIENCE);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function page(test: TestContext): Promise<Page> {
    if (opened) return opened;
    browser = await openBrowser(test);
    const made = await browser.newPage({ viewport: { width: PHONE, height: 844 } });
    made.setDefaultTimeout(PAGE_PATIENCE);
    await made.goto(pathToFileURL(join(target, "97-phone.html")).href);
    await made.waitForSelector("html[data-ready]", { state: "attached" });
    opened = made;
    return made;
  }

  test("there is no break, and nothing about keys to press", () => {
    const html = readFileSync(join(target, "97-phone.html"), "utf8");
    expect(html).not.toMatch(/PAUSE|Back in ten minutes|Shift\+Enter/);
    expect(html).toContain("A chapter");
  });

  test("a figure is as wide as the text, its title wraps above it, and its letters keep their size", async (test) => {
    const view = await page(test);
    const plot = view.locator("figure.plot");
    await plot.scrollIntoViewIfNeeded();
    await plot.locator("svg.main-svg").first().waitFor();
    expect((await plot.locator("svg.main-svg").first().boundingBox())!.width).toBe(PHONE - MARGINS);
    expect(await view.evaluate("document.querySelector('figure.plot').scrollWidth")).toBe(PHONE - MARGINS);
    expect(await plot.locator(".figure-title").textContent()).toBe(`${TITLE}. Assumed: no crash`);
    expect(await plot.locator(".gtitle").count()).toBe(0);
    expect(await plot.locator(".annotation-text").allTextContents()).toEqual(["inside"]);
    const letters = "[...document.querySelectorAll('.xtick text')].map((one) => getComputedStyle(one).fontSize)";
    expect(new Set((await view.evaluate(letters)) as string[])).toEqual(new Set(["12px"]));
    const height = () => view.evaluate("document.querySelector('figure.plot .js-plotly-plot')._fullLayout.height");
    expect(await height()).toBe(380);
    await plot.locator(".updatemenu-button").nth(1).click();
    await expect.poll(height).toBe(480);
  });

  test("a diagram that would shrink is turned: a chain runs down, a tree to the right", async (test) => {
    const view = await page(test);
    const boxes = (await view.evaluate(`[...document.querySelectorAll(".diagram svg")].map((svg) =>
      [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height, svg.getBoundingClientRect().width])`)) as number[][];
    for (const [width, height, shown] of boxes) {
      expect(height).toBeGreaterThan(width!);
      expect(shown! / width!).toBeGreaterThanOrEqual(0.7);
      expect(shown).toBeLessThanOrEqual(PHONE - MARGINS);
    }
    expect(boxes).toHaveLength(2);
  });

  test("code wraps, in cells and in texts, and so it does on a wide screen", async (test) => {
    const view = await page(test);
    const lines = `[...document.querySelectorAll(".input pre, .prose pre")].map((pre) =>
      [pre.scrollWidth <= pre.clientWidth, pre.getClientRects()[0].height > 60])`;
    for (const width of [1400, PHONE]) {
      await view.setViewportSize({ width, height: 844 });
      const wrapped = (await view.evaluate(lines)) as boolean[][];
      expect(wrapped.every(([fits]) => fits)).toBe(true);
      expect(wrapped.filter(([, tall]) => tall).length).toBeGreaterThanOrEqual(2);
    }
    expect(await view.evaluate("document.documentElement.scrollWidth")).toBe(PHONE);
  });
});
