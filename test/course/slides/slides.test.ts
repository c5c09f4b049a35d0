import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { explore, Node } from "kernel-lib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { readNotebook, source } from "../../../kernel-lib/course/notebook/notebook.mjs";
import { arrange } from "../../../kernel-lib/course/slides/arrange.mjs";
import { buildSlides } from "../../../kernel-lib/course/slides/build.mjs";
import { withoutCredit } from "../../../kernel-lib/course/slides/credits.mjs";
import { longCode } from "../../../kernel-lib/course/slides/long-code.mjs";
import { chapters } from "../../../kernel-lib/course/slides/make.mjs";
import { page as pageOf } from "../../../kernel-lib/course/slides/page.mjs";
import { openPrintView, print } from "../../../kernel-lib/course/slides/print.mjs";
import { checkSlideTypes } from "../../../kernel-lib/course/slides/slide-types.mjs";
import { openBrowser, PAGE_PATIENCE } from "../../support/chromium.js";

const FIXTURE = join(__dirname, "../../fixtures/99-slides.ipynb");
const PLOTLY = "application/vnd.plotly.v1+json";

type Cell = ReturnType<typeof readNotebook>["cells"][number];
const cell = (cell_type: string, slide_type: string | undefined, text: string, more: Partial<Cell> = {}): Cell => ({
  cell_type,
  source: text,
  metadata: slide_type === undefined ? {} : { slideshow: { slide_type } },
  ...(cell_type === "code" && { outputs: [] }),
  ...more,
});
const notebook = (...cells: Cell[]) => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
/** Code too wide to stand beside a figure. */
const wide = (lines: number) => `x; // ${"wide ".repeat(8)}\n${"x;\n".repeat(lines - 1)}`.trimEnd();
const figure = {
  output_type: "execute_result",
  data: { [PLOTLY]: { data: [], layout: {} }, "text/plain": "A figure" },
};

describe("a notebook becomes slides only with slide types", () => {
  const check = (...cells: Cell[]) => checkSlideTypes(notebook(...cells), "01-a.ipynb");

  test("a cell without one is named by number, kind and first line", () => {
    expect(() => check(cell("markdown", "slide", "# A"), cell("code", undefined, "1 + 1\n2"))).toThrow(
      '01-a.ipynb cannot become slides:\n  - cell 2 (code, "1 + 1") has no slide type',
    );
  });
  test("an unknown type is quoted", () => {
    expect(() => check(cell("markdown", "side", "# A"))).toThrow('has the unknown slide type "side"');
  });
  test("the first cell shown starts a slide", () => {
    expect(() => check(cell("code", "skip", "1"), cell("markdown", "-", "# A"))).toThrow(
      'cell 2 (markdown, "# A") is the first one shown and must be of the type "slide"',
    );
  });
  test('"-" may be written as an empty text, as JupyterLab does', () => {
    check(cell("markdown", "slide", "# A"), cell("markdown", "", "more"));
  });
});

describe("what is on a slide", () => {
  const arranged = (...cells: Cell[]) => arrange(notebook(...cells)).notebook.cells;

  test("skipped cells are gone, notes come right after the slide's first cell", () => {
    const cells = arranged(
      cell("markdown", "slide", "# A"),
      cell("markdown", "fragment", "later"),
      cell("code", "skip", "secret"),
      cell("markdown", "notes", "say this"),
    );
    expect(cells.map(source)).toEqual(["# A", "say this", "later"]);
  });
  test("a checkpoint's call holds the answer and stays off the slide; its result is a fragment", () => {
    const text = 'const guess = predict("C1", "how many?");\nawait checkpoint("C1", guess, 42, "because");';
    const [, shown] = arranged(cell("markdown", "slide", "# A"), cell("code", "-", text, { outputs: [figure] }));
    expect(source(shown!)).toBe('const guess = predict("C1", "how many?");');
    expect(shown!.metadata.verteilt).toMatchObject({ answer: true });
  });
  test("tags and metadata hide input or output", () => {
    const [, byTag, byMetadata] = arranged(
      cell("markdown", "slide", "# A"),
      cell("code", "-", "1", { metadata: { slideshow: { slide_type: "-" }, tags: ["hide-input"] } }),
      cell("code", "-", "1", {
        metadata: { slideshow: { slide_type: "-" }, verteilt: { hide: "output" } },
        outputs: [figure],
      }),
    );
    expect(byTag!.metadata.verteilt).toMatchObject({ hideInput: true });
    expect(byMetadata!.metadata.verteilt).toMatchObject({ hideInput: false, hideOutput: true });
  });
  test("what a notebook collapses is hidden, and what it folds away is open", () => {
    const [, plotted, folded] = arranged(
      cell("markdown", "slide", "# A"),
      cell("code", "-", "// Draws.\nx", {
        metadata: { slideshow: { slide_type: "-" }, jupyter: { source_hidden: true } },
      }),
      cell("markdown", "fragment", "<details><summary>What to see</summary>\n\nA *wall*.\n\n</details>"),
    );
    expect(plotted!.metadata.verteilt).toMatchObject({ hideInput: true });
    expect(source(folded!)).toBe("**What to see.** A *wall*.");
  });
  test("the progress of a long exploration is not shown, its result is", () => {
    const output = (output_type: string, text: string) => ({ output_type, metadata: {}, data: { "text/plain": text } });
    const outputs = [
      output("display_data", "54,357 states in 4.3 s"),
      output("execute_result", "Nothing is violated in 54,357 states."),
    ];
    const [, shown] = arranged(cell("markdown", "slide", "# A"), cell("code", "-", "x", { outputs }));
    expect(shown!.outputs!.map(({ data }) => data)).toEqual([
      { "text/plain": "Nothing is violated in 54,357 states." },
    ]);
  });
  test("what explore found is shown in words, not as a notebook's card", async () => {
    class Silent extends Node {}
    const found: any = await explore({ nodes: { a: Silent.with({}) } }, { always: { calm: () => true } });
    const data = found[Symbol.for("Jupyter.display")]();
    expect(data["text/html"]).toContain('role="group"');
    const outputs = [{ output_type: "execute_result", metadata: {}, data }];
    const [, shown] = arranged(cell("markdown", "slide", "# A"), cell("code", "-", "x", { outputs }));
    expect(shown!.outputs!.map((output) => output.data)).toEqual([{ "text/plain": data["text/plain"] }]);
  });
  test("a figure below long code gets a subslide with the same heading and notes, together with what to see", () => {
    const slide = (lines: number) =>
      arranged(
        cell("markdown", "slide", "## Run it"),
        cell("code", "-", wide(lines), { outputs: [figure] }),
        cell("markdown", "notes", "look"),
        cell("markdown", "-", "what to see"),
      ).map(
        (each) =>
          `${each.metadata.slideshow.slide_type}: ${source(each)
            .split("\n")[0]!
            .replace(/ \/\/.*/, "")}`,
      );
    expect(slide(2)).toEqual(["slide: ## Run it", "notes: look", "-: x;", "-: what to see"]);
    expect(slide(14)).toEqual([
      "slide: ## Run it",
      "notes: look",
      "-: x;",
      "subslide: ## Run it",
      "notes: look",
      "-: x;",
      "-: what to see",
    ]);
  });
  test("sentences on lines of their own take the room of one paragraph, items of a list and rows of a table their own", () => {
    const starts = (text: string) =>
      arranged(cell("markdown", "slide", `## Many\n\n${text}`), cell("code", "-", "x", { outputs: [figure] })).filter(
        (each) => /slide$/.test(each.metadata.slideshow.slide_type),
      ).length;
    const ten = (line: string) => `${line}\n`.repeat(10);
    expect(starts(ten("One."))).toBe(1);
    expect(starts(ten("- One."))).toBe(2);
    expect(starts(ten("- One.\n  Two."))).toBe(2);
    expect(starts(ten("| One. |"))).toBe(2);
    expect(starts(ten("One.\n"))).toBe(2);
  });
  test("a widget, which needs a kernel, is shown by its alternative", () => {
    const view = { "application/vnd.jupyter.widget-view+json": { model_id: "1" } };
    const beside = { "text/html": "<p>delay: 4</p>", "text/plain": "delay: 4" };
    const output = { output_type: "display_data", metadata: {}, data: { ...view, ...beside } };
    const [, shown] = arranged(cell("markdown", "slide", "# A"), cell("code", "-", "x", { outputs: [output] }));
    expect(shown!.outputs!.map(({ data }) => data)).toEqual([beside]);
  });
  test("a figure to step through takes the room of a figure, however long its scripts and folded parts are", () => {
    const html = `<div data-figure><img alt="a"><details><pre>${"word ".repeat(500)}</pre></details></div><script>${"<p>x;".repeat(500)}</script>`;
    const output = { output_type: "display_data", metadata: {}, data: { "text/html": html } };
    const slide = (lines: number) =>
      arranged(
        cell("markdown", "slide", "## Run it"),
        cell("code", "-", wide(lines), { outputs: [output] }),
        cell("markdown", "-", "what to see"),
      ).map(
        (each) =>
          `${each.metadata.slideshow.slide_type}: ${source(each)
            .split("\n")[0]!
            .replace(/ \/\/.*/, "")}`,
      );
    expect(slide(2)).toEqual(["slide: ## Run it", "-: x;", "-: what to see"]);
    expect(slide(14)).toEqual(["slide: ## Run it", "-: x;", "subslide: ## Run it", "-: x;", "-: what to see"]);
  });
  test("what does not fit continues on the next slide, where nothing has to be called up first", () => {
    const cells = arranged(
      cell("markdown", "slide", "## Long"),
      cell("code", "-", "x;\n".repeat(14).trimEnd()),
      cell("code", "fragment", "y;\n".repeat(10).trimEnd()),
    );
    expect(cells.map((each) => each.metadata.slideshow.slide_type)).toEqual(["slide", "-", "subslide", "-"]);
    expect(source(cells[2]!)).toBe("## Long");
  });
  test("a prediction shows its question, an open checkpoint its answer", () => {
    const text = (plain: string) => ({ outputs: [{ output_type: "execute_result", data: { "text/plain": plain } }] });
    const [, asked, answered] = arranged(
      cell("markdown", "slide", "# A"),
      cell("code", "-", 'const g = predict("C1", "2 < 3?");\ng', text("C1: 2 < 3?\nNo guess yet: write yours.")),
      cell(
        "code",
        "fragment",
        'await checkpoint("C1", g, true)',
        text("C1: 0 of 1 point\n  open: 2 < 3?\n    No guess yet. It is true.\nBecause."),
      ),
    );
    expect(asked!.metadata.verteilt).toMatchObject({ hideInput: true });
    expect(asked!.outputs![0]!.data).toEqual({ "text/markdown": '<p class="question">2 &lt; 3?</p>' });
    expect(answered!.metadata.verteilt).toMatchObject({ hideInput: true });
    expect(answered!.outputs![0]!.data).toEqual({
      "text/markdown": '<div class="answer"><p><strong>Yes.</strong></p><p class="why">Because.</p></div>',
    });
    const [, scored] = arranged(
      cell("markdown", "slide", "# A"),
      cell("code", "-", 'await checkpoint("C1", g, true)', text("C1: 1 of 1 point\n  passed: 2 < 3?")),
    );
    expect(scored!.outputs![0]!.data).toEqual({ "text/plain": "C1: 1 of 1 point\n  passed: 2 < 3?" });
  });
});

describe("the page", () => {
  const html = (sections: string) => pageOf({ sections, title: "A", folder: __dirname });

  test("holds Plotly, Mermaid and KaTeX only when the slides use them", () => {
    const plain = html("<section>costs nothing</section>");
    expect(plain.length).toBeLessThan(600_000);
    expect(/plotly\.js v|KaTeX_|mermaidAPI/.exec(plain)).toBeNull();
  });
  test("refuses a picture from the network and one that does not exist", () => {
    expect(() => html('<img src="https://example.org/a.png">')).toThrow("would be loaded from the network");
    expect(() => html('<img src="a.png">')).toThrow('There is no picture "a.png" beside the notebook');
  });
});

test("more than fourteen lines of code on a slide are named; lines that are not shown do not count", () => {
  const code = (lines: number) => Array.from({ length: lines }, (_, index) => `line${index};`).join("\n");
  const checkpoint = `${code(14)}\nawait checkpoint("C1", 1,\n  1);`;
  const cells = [cell("markdown", "slide", "## A"), cell("code", "-", code(14)), cell("code", "skip", code(20))];
  expect(longCode(notebook(...cells, cell("code", "-", checkpoint)))).toEqual([]);
  expect(longCode(notebook(...cells, cell("markdown", "subslide", "## B"), cell("code", "-", code(15))))).toEqual([
    '"B" shows 15 lines of code, from "line0;"; a slide holds 14',
  ]);
});

test("a picture is on the slide that says where it comes from", () => {
  const picture = cell("markdown", "slide", "## A map\n\n![Two lines](map.png)");
  const elsewhere = cell("markdown", "slide", "## B\n\nPicture: Jane Doe, CC BY 4.0");
  expect(withoutCredit(notebook(picture, elsewhere, cell("markdown", "notes", "Source: mine")))).toEqual([
    '"A map" shows a picture and does not say whose; write a line such as "Picture: Jane Doe, CC BY 4.0" on the slide',
  ]);
  expect(withoutCredit(notebook(picture, cell("markdown", "-", "*Picture: Jane Doe, CC BY 4.0*")))).toEqual([]);
  expect(withoutCredit(notebook(cell("markdown", "slide", "## C\n\n[a link](map.png)")))).toEqual([]);
});

test.each(chapters().map((file) => [basename(file), file]))(
  "%s names its sources, on the slides and at its end",
  (_, file) => {
    const chapter = readNotebook(file);
    expect(withoutCredit(chapter)).toEqual([]);
    const texts = chapter.cells.filter((each) => each.cell_type === "markdown").map(source);
    expect(texts.filter((text) => text.startsWith("## Sources and credits"))).toHaveLength(1);
    expect(texts.filter((text) => /^[*_]*Sources?:/m.test(text)).length).toBeGreaterThan(2);
  },
);

describe("slides of a notebook run in the real kernel", () => {
  const folder = mkdtempSync(join(tmpdir(), "verteilt slides ü "));
  const fetched: string[] = [];
  let html: string;
  let browser: Browser | undefined;
  let page: Page | undefined;

  beforeAll(async () => {
    html = await buildSlides(FIXTURE, { folder, kept: folder });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The slides, opened from disk; opened once. */
  async function slides(test: TestContext): Promise<Page> {
    if (page) return page;
    browser = await openBrowser(test);
    const opened = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    opened.setDefaultTimeout(PAGE_PATIENCE);
    opened.on("request", (request) => {
      if (/^(https?|wss?):/.test(request.url())) fetched.push(request.url());
    });
    await opened.goto(pathToFileURL(html).href);
    await opened.waitForSelector("html[data-ready]", { state: "attached" });
    page = opened;
    return opened;
  }

  test("are one file with Plotly inside once, notes, and nothing to fetch", () => {
    const text = readFileSync(html, "utf8");
    expect(text.match(/plotly\.js v\d/g)).toHaveLength(1);
    const body = text.slice(text.indexOf("<body>"), text.lastIndexOf("</main>"));
    expect(body).toMatch(/<aside class="notes">\s*<div class="cell prose">\s*<p>Say <em>hello<\/em>/);
    const times = body.match(/<aside class="notes">\s*<div class="cell prose">\s*<p><small class="begins">/g);
    expect(times).toHaveLength(body.match(/<section class="leaf"/g)!.length);
    expect(body).not.toMatch(/<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(?!data:)/);
    expect(body).not.toContain("not on the slide");
  });
  test("are not made of a notebook with a failing cell, which the message shows", { timeout: 60_000 }, async () => {
    const cells = [cell("markdown", "slide", "# A"), cell("code", "-", "const a = 1;\nthrow new Error('a is ' + a);")];
    const file = join(folder, "98-fails.ipynb");
    writeFileSync(file, JSON.stringify(notebook(...cells.map((each, index) => ({ ...each, id: `c${index}` })))));
    await expect(buildSlides(file, { folder, kept: folder })).rejects.toThrow(
      /98-fails\.ipynb failed in cell 2 \(code, "const a = 1;"\):\n {2}\| const a = 1;\n {2}\| throw .*\n\n(.*\n)*.*Error: a is 1/,
    );
    expect(existsSync(join(folder, "98-fails.html"))).toBe(false);
  });
  test("are built again from the kept run, without the kernel, until something it depends on changes", async () => {
    const kept = () => ({
      inputs: readFileSync(join(folder, "99-slides.hash"), "utf8"),
      run: statSync(join(folder, "99-slides.ipynb")).mtimeMs,
    });
    const before = kept();
    await buildSlides(FIXTURE, { folder, kept: folder });
    const after = kept();
    // Somebody may be building the library beside this test.
    if (after.inputs === before.inputs) expect(after.run).toBe(before.run);
  });

  describe("in Chromium", { timeout: PAGE_PATIENCE }, () => {
    test("a figure is drawn once its slide is shown, with its text for a screen reader", async (test) => {
      const page = await slides(test);
      expect(await page.locator("svg.main-svg").count()).toBe(0);
      // Each time with what a click shows.
      await page.evaluate("Reveal.slide(1, 0, 9)");
      await page.locator("section.leaf.present figure.plot svg.main-svg").first().waitFor();
      expect(await page.locator("section.leaf.present figure.plot").getAttribute("aria-label")).toBe(
        "Two bars: a has 1, b has 2.",
      );
      const box = (await page.locator("section.leaf.present svg.main-svg").first().boundingBox())!;
      expect(box.width).toBeGreaterThan(1000);
      expect(box.height).toBeGreaterThan(250);
      // Plotly's buttons would cover its heading.
      expect(await page.locator("section.leaf.present .modebar").count()).toBe(0);
    });
    test("formulas and diagrams are drawn", async (test) => {
      const page = await slides(test);
      expect(await page.locator(".katex").count()).toBe(1);
      expect(await page.locator(".diagram svg").count()).toBe(1);
    });
    test("a long output scrolls and can be reached by keyboard", async (test) => {
      const page = await slides(test);
      await page.evaluate("Reveal.slide(1, 1, 9)");
      const output = page.locator("section.leaf.present .output.scrolls");
      await output.waitFor();
      expect(await output.getAttribute("tabindex")).toBe("0");
    });
    test("the key M shows a map of the chapter that leads to each section, with the keyboard alone", async (test) => {
      const page = await slides(test);
      await page.evaluate("Reveal.slide(0)");
      await page.keyboard.press("m");
      const links = page.locator("dialog.map[open] a");
      await links.first().waitFor();
      const shown = await page.evaluate(
        "[...document.querySelectorAll('dialog.map a')].map((link) => link.hash + ' ' + link.textContent)",
      );
      expect(shown).toEqual(["#/0 A fixture for slides", "#/1 A figure"]);
      expect(await page.locator("dialog.map a[aria-current]").textContent()).toBe(await links.first().textContent());
      await links.nth(1).focus();
      await page.keyboard.press("Enter");
      await expect
        .poll(() => page.evaluate("[Reveal.getIndices().h, document.querySelector('dialog.map').open]"))
        .toEqual([1, false]);
    });
    test("the speaker view opens with the notes", async (test) => {
      const page = await slides(test);
      await page.evaluate("Reveal.slide(0)");
      const [speaker] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("s")]);
      await speaker.locator(".speaker-controls-notes .value", { hasText: "Say hello." }).waitFor();
      // The word over the next slide leaves its heading free.
      const boxOf = async (part: string) => (await speaker.locator(part).boundingBox())!;
      const [next, word] = [await boxOf("#upcoming-slide"), await boxOf("#upcoming-slide .label")];
      expect(word.y).toBeGreaterThan(next.y + next.height / 2);
      await speaker.close();
    });
    test("the PDF has a page for each slide, and everything fits", async (test) => {
      const page = await slides(test);
      const pdf = join(folder, "99-slides.pdf");
      const view = await openPrintView(page.context().browser()!, html);
      expect({ ...(await print(view.page, pdf)), fetched: view.fetched }).toEqual({
        slides: 5,
        overflows: [],
        fetched: [],
      });
      await view.page.close();
      expect(existsSync(pdf)).toBe(true);
      expect(readFileSync(pdf, "latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(5);
    });
    test("what does not fit on its slide, and what would be fetched, is reported", async (test) => {
      const page = await slides(test);
      const file = join(folder, "97-overflows.html");
      const sheet = (heading: string, content: string) =>
        `<section><section class="leaf"><div class="sheet"><div class="cell prose"><h2>${heading}</h2>${content}</div></div></section></section>`;
      const sections = [
        sheet("High", "<p>line</p>".repeat(40)),
        sheet("Wide", `<pre style="white-space: pre">${"wide ".repeat(60)}</pre>`),
        sheet("Fine", '<p style="background: url(http://localhost:9/a.png)">fits</p>'),
      ];
      writeFileSync(file, pageOf({ sections: sections.join(""), title: "A", folder }));
      const view = await openPrintView(page.context().browser()!, file);
      const { overflows } = await print(view.page, join(folder, "97.pdf"));
      await view.page.close();
      expect(overflows.map(({ slide, heading, what }) => `${slide} ${heading}: ${what}`)).toEqual([
        "1 High: its content is too high",
        expect.stringMatching(/^2 Wide: pre "wide wide .*" is too wide$/),
      ]);
      expect(view.fetched).toEqual(["http://localhost:9/a.png"]);
    });
    test("nothing came from the network", async (test) => {
      await slides(test);
      expect(fetched).toEqual([]);
    });
  });
});
