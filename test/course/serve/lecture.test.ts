// A chapter as a lecture, in the real JupyterLab, with the slides it is linked with.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { products, root, state, work } from "../../../kernel-lib/course/command/paths.mjs";
import { present } from "../../../kernel-lib/course/serve/present.mjs";
import { page as deckPage } from "../../../kernel-lib/course/slides/page.mjs";
import { openBrowser, PAGE_PATIENCE } from "../../support/chromium.js";
import { idleKernel, notebook, type Served, serveCourse } from "../../support/lab.js";

const name = "04-processes-and-threads";
const deck = join(products, "slides", `${name}.html`);
const sizes = join(present, "test-sizes.ipynb");
const slow = join(present, "test-slow.ipynb");
const students = join(work, `${name}.ipynb`);

const slide = (cell: string, heading: string) =>
  `<section class="leaf" data-cell="${cell}"><div class="sheet"><h2>${heading}</h2></div></section>`;
/** Two cells of chapter 4 that are far apart, the second on a subslide. */
const sections = `<section>${slide("title", "The title")}</section>
<section>${slide("process", "A process")}${slide("d1", "The demo")}</section>`;

let before: Buffer | undefined;
let studentsBefore: Buffer;
let served: Served;
let browser: Browser | undefined;
let context: BrowserContext | undefined;

beforeAll(async () => {
  before = existsSync(deck) ? readFileSync(deck) : undefined;
  mkdirSync(dirname(deck), { recursive: true });
  writeFileSync(deck, deckPage({ sections, title: "Slides", folder: join(root, "notebooks") }));
  mkdirSync(present, { recursive: true });
  const { cells, ...rest } = notebook(['import { plot } from "kernel-lib";', bars, "'words'", tall]) as any;
  writeFileSync(sizes, JSON.stringify({ ...rest, cells: [...cells, remark] }));
  writeFileSync(slow, JSON.stringify(collapsed(notebook(['Array(99).fill("proof").join(" ")', waits]))));
  served = await serveCourse("--present", "04");
  studentsBefore = readFileSync(students);
}, PAGE_PATIENCE);

const bars = 'plot({ data: [{ type: "bar", x: ["a", "b"], y: [1, 2] }], alt: "Two bars." })';
const tall = bars.replace("alt:", "layout: { height: 440 }, alt:");

const remark = {
  ...{ cell_type: "markdown", id: "remark", metadata: {} },
  source: "<details><summary>What to see</summary>\n\nTwo bars.\n\n</details>",
};

const waits = "// Waits.\nawait new Promise((done) => setTimeout(done, 3000));\n'done'";
/** JupyterLab shows the first line of each cell. */
const collapsed = ({ cells, ...rest }: any) => ({
  ...rest,
  cells: cells.map((cell: object) => ({ ...cell, metadata: { jupyter: { source_hidden: true } } })),
});

afterAll(async () => {
  await browser?.close();
  await served?.stop();
  for (const file of [sizes, slow]) rmSync(file, { force: true });
  if (before) writeFileSync(deck, before);
  else rmSync(deck, { force: true });
});

/** One browser for all tests; its windows know each other. */
async function browsing(test: TestContext): Promise<BrowserContext> {
  browser ??= await openBrowser(test);
  return (context ??= await browser.newContext({ viewport: { width: 1280, height: 720 } }));
}

/** Opens the lecture, or another notebook of its folder. */
async function open(test: TestContext, path = served.url.href): Promise<Page> {
  const page = await (await browsing(test)).newPage();
  page.setDefaultTimeout(PAGE_PATIENCE / 2);
  await page.goto(path);
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
  return page;
}

/** One property of each element, or of what stands before it, as the browser computes it. */
const stylesOf = (found: Locator, property: string, pseudo?: string) =>
  found.evaluateAll(
    (elements, [property, pseudo]) =>
      elements.map((element: any) =>
        element.ownerDocument.defaultView.getComputedStyle(element, pseudo).getPropertyValue(property),
      ),
    [property, pseudo],
  );

const sizeOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element: any) => element.ownerDocument.defaultView.getComputedStyle(element).fontSize);

/** How many such elements a reader sees. */
const visible = (page: Page, selector: string) => page.locator(selector).filter({ visible: true }).count();

test("shows the chapter alone, in large type, without notes", { timeout: PAGE_PATIENCE }, async (test) => {
  const page = await open(test);
  await page.locator(".verteilt-to-slide").first().waitFor();
  expect(await sizeOf(page, ".jp-RenderedMarkdown p")).toBe("20px");
  expect(await sizeOf(page, ".jp-CodeCell .cm-content")).toBe("20px");
  for (const bar of [".jp-SideBar", "#jp-left-stack", "#jp-right-stack", "#jp-bottom-panel", "#jp-top-panel"])
    await expect.poll(async () => [bar, await visible(page, bar)]).toEqual([bar, 0]);
  const text = await page.locator(".jp-Notebook").textContent();
  expect(text).toContain("After this chapter you can");
  expect(text).not.toContain("Speaker notes");
  await page.close();
});

test("hides bars that become visible late, until somebody asks for one", { timeout: PAGE_PATIENCE }, async (test) => {
  const page = await (await browsing(test)).newPage();
  page.setDefaultTimeout(PAGE_PATIENCE / 2);
  // As on a busy machine: the page has no bar yet when the extension looks for one.
  await page.route("**/verteilt-lecture/static/remoteEntry.js*", async (route) => {
    const response = await route.fetch();
    const code = await response.text();
    const late = code.replace(
      "activate: (app) => void begin(app)",
      `activate: (app) => {
        globalThis.lab = app;
        const isVisible = app.shell.isSideTabBarVisible.bind(app.shell);
        app.shell.isSideTabBarVisible = (side) => Boolean(document.querySelector(".verteilt-bars")) && isVisible(side);
        void begin(app);
      }`,
    );
    expect(late).not.toBe(code);
    await route.fulfill({ response, body: late });
  });
  // A layout that was saved hides them, too.
  await page.goto(`${served.url.href}&reset`);
  await page.locator(".verteilt-to-slide").first().waitFor();
  await expect.poll(() => visible(page, ".jp-SideBar")).toBe(0);
  await page.evaluate('lab.commands.execute("application:toggle-side-tabbar", { side: "left" })');
  await expect.poll(() => visible(page, ".jp-SideBar")).toBe(1);
  await page.evaluate("lab.shell.collapseLeft()");
  await page.waitForTimeout(1000);
  expect(await visible(page, ".jp-SideBar")).toBe(1);
  await page.close();
});

test("keeps the keys in the notebook after a click beside a heading", { timeout: PAGE_PATIENCE }, async (test) => {
  const page = await open(test);
  await page.locator(".verteilt-to-slide").first().waitFor();
  const heading = page.locator(".jp-RenderedMarkdown h1").first();
  const right = await heading.evaluate((element: any) => {
    const words = element.ownerDocument.createRange();
    words.selectNodeContents(element.querySelector(".jp-InternalAnchorLink").previousSibling);
    const { right, top, height } = words.getBoundingClientRect();
    return { x: right + 14, y: top + height / 2 };
  });
  await page.mouse.click(right.x, right.y);
  expect(await page.evaluate('document.activeElement.matches(".jp-Cell")')).toBe(true);
  const active = page.locator(".jp-Cell.jp-mod-active");
  const before = await active.getAttribute("data-windowed-list-index");
  await page.keyboard.press("Shift+Enter");
  await expect.poll(() => active.getAttribute("data-windowed-list-index")).toBe(String(Number(before) + 1));
  expect(await stylesOf(heading.locator(".jp-InternalAnchorLink"), "display")).toEqual(["none"]);
  await page.close();
});

test("marks a collapsed cell while it computes, and breaks no word of what it gives", {
  timeout: PAGE_PATIENCE,
}, async (test) => {
  const page = await open(test, served.url.href.replace(`${name}.ipynb`, "test-slow.ipynb"));
  await idleKernel(page);
  const cells = page.locator(".jp-CodeCell");
  await cells.first().click();
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Shift+Enter");
  const running = page.locator(".jp-CodeCell.verteilt-running");
  await expect.poll(() => cells.nth(1).getAttribute("class")).toContain("verteilt-running");
  const border = (part: string) => stylesOf(running.last(), part, "::before");
  expect(await border("animation-name")).toEqual(["verteilt-running"]);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect([await border("animation-name"), await border("opacity")]).toEqual([["none"], ["1"]]);
  await cells.nth(1).locator("pre", { hasText: "done" }).waitFor();
  await expect.poll(() => running.count()).toBe(0);
  const words = cells.first().locator(".jp-OutputArea-output pre");
  expect(await stylesOf(words, "word-break")).toEqual(["normal"]);
  await page.close();
});

test("has menu and buttons only when a key or the corner asks for them", {
  timeout: PAGE_PATIENCE,
}, async (test) => {
  const page = await open(test);
  const seen = () =>
    Promise.all(["#jp-menu-panel", ".jp-NotebookPanel-toolbar", ".jp-cell-toolbar"].map((bar) => visible(page, bar)));
  const button = page.getByRole("button", { name: "Menu and buttons (F2)" });
  await button.waitFor();
  // The first is folded.
  await page.locator(".jp-CodeCell").nth(1).click();
  await expect.poll(seen).toEqual([0, 0, 0]);
  await page.keyboard.press("F2");
  await expect.poll(seen).toEqual([1, 1, 1]);
  await button.press("Enter");
  await expect.poll(seen).toEqual([0, 0, 0]);
  await page.close();
});

test("has diagrams in the colours of slides", { timeout: PAGE_PATIENCE }, async (test) => {
  const page = await open(test);
  const diagram = page.locator(".jp-RenderedMermaid img[data-recoloured]").first();
  const colours = async () => {
    const svg = decodeURIComponent((await diagram.getAttribute("src"))!);
    return [...svg.matchAll(/fill: (#\w{6}) !important; stroke: (#\w{6})/g)]
      .map(([, fill, stroke]) => [fill, stroke])
      .at(-1);
  };
  expect(await colours()).toEqual(["#f3f6f9", "#0b4f8a"]);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(colours, { timeout: PAGE_PATIENCE / 2 }).toEqual(["#1a2027", "#82bdf2"]);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(colours, { timeout: PAGE_PATIENCE / 2 }).toEqual(["#f3f6f9", "#0b4f8a"]);
  expect(
    await page
      .locator(".jp-RenderedMermaid img")
      .first()
      .evaluate((image: any) => image.naturalWidth > 0),
  ).toBe(true);
  await page.close();
});

test("each slide's first cell leads to the slide, and the slide back to it", {
  timeout: PAGE_PATIENCE,
}, async (test) => {
  const page = await open(test);
  const links = page.locator(".verteilt-to-slide");
  await links.nth(2).waitFor();
  expect(await links.allTextContents()).toEqual(["▷ 1", "▷ 2", "▷ 3"]);
  const [slides] = await Promise.all([context!.waitForEvent("page"), links.nth(2).click()]);
  slides.setDefaultTimeout(PAGE_PATIENCE / 2);
  const shown = slides.locator("section.present.leaf h2");
  await shown.filter({ hasText: "The demo" }).waitFor();

  // The window that is open already goes to another slide; it is not loaded again.
  await slides.evaluate("window.untouched = true");
  await links.nth(1).click();
  await shown.filter({ hasText: "A process" }).waitFor();
  expect(await slides.evaluate("window.untouched")).toBe(true);

  // What runs in the notebook turns the slides.
  await page.evaluate('verteiltLecture.show("d1")');
  await page.locator(".jp-mod-selected h2", { hasText: "Demo 1" }).waitFor();
  await page.keyboard.press("Shift+Enter");
  await shown.filter({ hasText: "The demo" }).waitFor();
  expect(await slides.evaluate("window.untouched")).toBe(true);

  await slides.keyboard.press("ArrowUp");
  await shown.filter({ hasText: "A process" }).waitFor();
  await slides.keyboard.press("ArrowDown");
  await shown.filter({ hasText: "The demo" }).waitFor();
  await page.evaluate("window.untouched = true");
  await slides.locator("a.to-notebook").click();
  await page.waitForFunction(`
    [...document.querySelectorAll(".jp-Notebook h2")].some((heading) => {
      const { top } = heading.getBoundingClientRect();
      return heading.textContent.startsWith("Demo 1") && top >= 0 && top < innerHeight / 2;
    })`);
  expect(await page.evaluate("window.untouched")).toBe(true);
  expect(context!.pages()).toHaveLength(2);

  // A notebook that was closed is opened at the cell.
  await page.close();
  const [opened] = await Promise.all([context!.waitForEvent("page"), slides.locator("a.to-notebook").click()]);
  opened.setDefaultTimeout(PAGE_PATIENCE / 2);
  await opened.locator(".jp-mod-selected h2", { hasText: "Demo 1" }).waitFor();
  await Promise.all([opened.close(), slides.close()]);
});

test("Shift+Enter leads on: to what a cell shows, to what a text hides, and to the next cell with what leads to it", {
  timeout: PAGE_PATIENCE,
}, async (test) => {
  const page = await open(test);
  await page.locator(".verteilt-to-slide").first().waitFor();
  await idleKernel(page);
  const run = async (cell: string) => {
    await page.evaluate(`verteiltLecture.show(${JSON.stringify(cell)})`);
    // Until the cells above have their height.
    await page.waitForTimeout(1000);
    await page.keyboard.press("Shift+Enter");
  };
  /** Where a part of the page is, once nothing moves it any more. */
  const placeOf = async (selector: string, text: string | RegExp) => {
    const found = page.locator(selector, { hasText: text }).last();
    await found.waitFor();
    await page.waitForTimeout(2000);
    const { top, bottom } = await found.evaluate((element: any) => element.getBoundingClientRect());
    return { top, bottom };
  };
  await run("d1-imports");
  await run("c4-1-guess");
  const shown = await placeOf(".jp-OutputArea-output", /One of two threads reads address\s0/);
  expect(await page.getByText("No guess yet").isVisible()).toBe(false);
  expect([shown.top >= 0, shown.bottom <= 720]).toEqual([true, true]);
  // A guess about code leaves the code in view.
  await run("d1-shared-node");
  const code = await placeOf(".jp-CodeCell", "class Mover extends Node");
  const guess = await placeOf(".jp-Cell.jp-mod-active", "Both accounts start with 10");
  expect([code.top >= 0, code.bottom <= guess.top, guess.bottom <= 720]).toEqual([true, true, true]);
  // What a text hides opens, and is what one sees.
  await run("d1-shared-see");
  const answer = await placeOf(".jp-RenderedMarkdown details[open]", "The exception ended one thread");
  expect([answer.top >= 0, answer.bottom <= 720]).toEqual([true, true]);
  // A text that the room sees whole, with the code below it, is passed.
  await run("d1");
  const below = await placeOf(".jp-Cell.jp-mod-active", "What the chapter needs");
  expect([below.top >= 0, below.bottom <= 720]).toEqual([true, true]);
  // A text that is not whole in view is shown before it is left.
  await run("sync");
  const pause = await placeOf(".jp-Cell.jp-mod-active", "Back in ten minutes.");
  expect([pause.top >= 0, pause.bottom <= 720]).toEqual([true, true]);
  // The text is far from what ran last.
  await run("recap");
  const next = await placeOf(".jp-MarkdownCell", "The shop of keys: where it stands now");
  expect([next.top >= 0, next.top < 720]).toEqual([true, true]);

  expect(await sizeOf(page, ".jp-RenderedMarkdown td")).toBe("20px");
  // What hints at the answer of a question is out of sight until the key after it, or until somebody scrolls.
  const covered = async () =>
    stylesOf(page.locator(".jp-MarkdownCell", { hasText: "What the survivors see" }), "opacity");
  await run("c4-2-guess");
  await placeOf(".jp-OutputArea-output", "Both accounts start with 10");
  expect(await covered()).toEqual(["0"]);
  await page.keyboard.press("Shift+Enter");
  await expect.poll(covered).toEqual(["1"]);
  await page.evaluate('verteiltLecture.show("d1-shared-node")');
  await expect.poll(covered).toEqual(["1"]);
  // Below its checkpoint, until that has run; it gives the question and the answer without a guess.
  const later = async () =>
    stylesOf(page.locator(".jp-MarkdownCell", { hasText: "Two ways to share information" }), "opacity");
  await run("d1-shared-run");
  await expect.poll(later).toEqual(["0"]);
  await run("c4-2");
  const answered = page.locator('[data-part="answer"][open]', { hasText: "Four times 10 were taken" });
  await answered.waitFor();
  await expect.poll(later).toEqual(["1"]);
  const parts = page.locator('[data-part="verdict"], [data-part="missing"]');
  expect(await parts.locator("visible=true").count()).toBe(0);
  const asked = page.locator('[data-part="comparison"] li').locator("visible=true");
  expect(await asked.allInnerTexts()).toEqual([
    "Both accounts start with 100, and it throws. How many coins are in both together?",
  ]);
  // What slides leave out is folded.
  await page.evaluate('verteiltLecture.show("d3-million-run")');
  await page.locator(".jp-Cell.jp-mod-active .jp-InputPlaceholder").waitFor();
  await page.close();
});

test("a deck that was not opened from a notebook has no link", { timeout: PAGE_PATIENCE }, async (test) => {
  const page = await (await browsing(test)).newPage();
  for (const search of ["", "?notebook=https://example.org/lab", "?notebook=javascript:alert(1)"]) {
    await page.goto(`${served.url.origin}/verteilt/slides/${name}.html${search}`);
    await page.locator("html[data-ready]").waitFor();
    expect([search, await page.locator("a.to-notebook").count()]).toEqual([search, 0]);
  }
  await page.close();
});

test("labels of figures grow with the text, and figures can still be hovered", {
  timeout: PAGE_PATIENCE,
}, async (test) => {
  const page = await open(test, served.url.href.replace(`${name}.ipynb`, "test-sizes.ipynb"));
  await idleKernel(page);
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.locator('[data-command="runmenu:run-all"]').click();
  const bar = page.locator(".jp-RenderedPlotly .bars .point path").nth(1);
  await bar.waitFor();
  const heights = await page
    .locator(".jp-RenderedPlotly .xtick text")
    .evaluateAll((labels) => labels.map((label) => label.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThan(20);
  const figure = await page.locator(".jp-RenderedPlotly .main-svg").first().boundingBox();
  const below = await page.locator(".jp-CodeCell").nth(2).boundingBox();
  expect(below!.y).toBeGreaterThanOrEqual(figure!.y + figure!.height);
  expect(await sizeOf(page, ".jp-OutputArea-output pre")).toBe("20px");
  const hovered = async () => {
    const { x, y, width, height } = (await bar.boundingBox())!;
    await page.mouse.move(x + width / 4, y + height / 4);
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
    return page.locator(".jp-RenderedPlotly .hoverlayer text").allTextContents();
  };
  await expect.poll(hovered, { timeout: PAGE_PATIENCE / 4, interval: 1000 }).toEqual(["(b, 2)"]);
  // A tall one is squeezed, and its labels stay as large.
  const figures = page.locator(".jp-RenderedPlotly");
  await figures.nth(1).scrollIntoViewIfNeeded();
  const seen = async () => {
    const drawn = await figures.nth(1).locator(".main-svg").first().boundingBox();
    const label = await figures.nth(1).locator(".xtick text").first().boundingBox();
    return [drawn!.height < 610, label!.height > 20];
  };
  await expect.poll(seen, { timeout: PAGE_PATIENCE / 4 }).toEqual([true, true]);
  // While a remark is open below it, it is as small as both need in what the room sees; then as large as before.
  const opened = page.locator(".jp-MarkdownCell", { hasText: "What to see" });
  const both = async () => {
    const drawn = await figures.nth(1).locator(".main-svg").first().boundingBox();
    const below = await opened.boundingBox();
    return Math.round(below!.y + below!.height - drawn!.y) <= (7 / 8) * 720;
  };
  expect(await both()).toBe(false);
  // Its rows come closer first, although Plotly forgets a figure's height when the page's width changes.
  const height = () => figures.nth(1).evaluate((figure: any) => figure.offsetHeight);
  expect(await height()).toBeGreaterThan(286);
  await figures.nth(1).evaluate((figure: any) => delete figure.layout.height);
  await opened.locator("summary").click();
  await expect.poll(both, { timeout: PAGE_PATIENCE / 4 }).toBe(true);
  await expect.poll(height, { timeout: PAGE_PATIENCE / 4 }).toBe(286);
  await opened.locator("summary").click();
  await expect.poll(both, { timeout: PAGE_PATIENCE / 4 }).toBe(false);
  await page.close();
});

test("asks for the token before it shows slides, and shows nothing else of the project", async () => {
  const at = (path: string) => `${served.url.origin}/verteilt/slides/${path}`;
  const get = (path: string, headers = {}) => fetch(at(path), { redirect: "manual", headers });
  expect((await get(`${name}.html`)).status).toBe(302);
  const authorised = { Authorization: `token ${served.url.searchParams.get("token")}` };
  expect((await get(`${name}.html`, authorised)).status).toBe(200);
  expect((await get("..%2f..%2fREADME.html", authorised)).status).toBeGreaterThan(399);
  expect((await get("99-none.html", authorised)).status).toBe(404);
});

test("leaves the students' copy and the settings of other windows as they were", () => {
  expect(readFileSync(students).equals(studentsBefore)).toBe(true);
  expect(existsSync(join(state, "jupyter/settings/@jupyterlab/statusbar-extension"))).toBe(false);
});
