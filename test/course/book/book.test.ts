import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { arrange } from "../../../kernel-lib/course/book/arrange.mjs";
import { deadLinks, linkPages, linkTerms } from "../../../kernel-lib/course/book/links.mjs";
import { makeBook } from "../../../kernel-lib/course/book/make.mjs";
import { anchored, sectionsOf } from "../../../kernel-lib/course/book/sections.mjs";
import { root } from "../../../kernel-lib/course/command/paths.mjs";
import { readGlossary } from "../../../kernel-lib/course/notebook/glossary.mjs";
import { source } from "../../../kernel-lib/course/notebook/notebook.mjs";
import { words } from "../../../kernel-lib/course/words/words.mjs";
import { openBrowser, PAGE_PATIENCE } from "../../support/chromium.js";

const entry = (term: string, german = "x") => ({ term, german, meaning: "x", line: 1 });
const terms = [entry("distributed system"), entry("node"), entry("process")];

describe("a notebook as a text to read", () => {
  const cell = (cell_type: string, slide_type: string, text: string, more: object = {}) => ({
    cell_type,
    source: text,
    metadata: { slideshow: { slide_type } },
    ...more,
  });
  const arranged = (...cells: ReturnType<typeof cell>[]) =>
    arrange({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, words("en").book).cells;

  test("has what slides skip, but no speaker notes, and subslides are subsections", () => {
    const cells = arranged(
      cell("markdown", "slide", "## A"),
      cell("markdown", "notes", "say"),
      cell("markdown", "skip", "more"),
      cell("markdown", "subslide", "## B"),
    );
    expect(cells.map(source)).toEqual(["## A", "more", "### B"]);
  });
  test("folds away the answer of a checkpoint and the tests of an exercise", () => {
    const result = { output_type: "execute_result", data: { "text/plain": "C1: 1 of 1 point" } };
    const [checkpoint, tests, solution] = arranged(
      cell("code", "-", 'const g = 1;\nawait checkpoint("C1", g, 42);', { outputs: [result] }),
      { ...cell("code", "-", "grade()"), metadata: { nbgrader: { grade: true, solution: false } } as never },
      { ...cell("code", "-", "answer"), metadata: { nbgrader: { grade: false, solution: true } } as never },
    );
    expect(source(checkpoint!)).toBe("const g = 1;");
    expect(checkpoint!.metadata.verteilt).toMatchObject({ answer: true, tests: false });
    expect(tests!.metadata.verteilt).toMatchObject({ answer: false, tests: true });
    expect(solution!.metadata.verteilt).toMatchObject({ answer: false, tests: false });
  });
  describe("a collapsed cell", () => {
    const collapsed = (text: string) => ({
      ...cell("code", "-", text, { outputs: [] }),
      metadata: { slideshow: { slide_type: "-" }, jupyter: { source_hidden: true } } as never,
    });
    test("is folded under its caption", () => {
      const [plot] = arranged(collapsed("// Draws the bars.\nplot({ data });"));
      expect(source(plot!)).toBe("plot({ data });");
      expect(plot!.metadata.verteilt).toMatchObject({ hideInput: false, folded: "Draws the bars." });
    });
    test("shows nothing where it only compares a guess", () => {
      const [checkpoint] = arranged(collapsed('// Compares.\nawait checkpoint("C1", g, 42);'));
      expect(checkpoint!.metadata.verteilt).toMatchObject({ hideInput: true, answer: true });
    });
  });
});

describe("links", () => {
  test("to notebooks and the glossary lead to their pages, others stay", () => {
    const link = (address: string) => /href="([^"]+)"/.exec(linkPages(`<a href="${address}">x</a>`))![1];
    expect(
      [
        "exercises/01-a/01-a.ipynb",
        "../../01-a.ipynb#top",
        "02-b.ipynb",
        "Glossary.md#node",
        "https://a.org/b.ipynb",
      ].map(link),
    ).toEqual(["01-a-exercises.html", "01-a.html#top", "02-b.html", "glossary.html#node", "https://a.org/b.ipynb"]);
  });
  test("to a chapter that the course leaves out are words without a link", () => {
    const linked = linkPages('see <a href="03-c.ipynb#top">chapter 3</a> and <a href="02-b.ipynb">2</a>', ["03-c"]);
    expect(linked).toBe('see chapter 3 and <a href="02-b.html">2</a>');
  });
  test("lead from a term's first use to the glossary, or from the first place where it is set off", () => {
    const text =
      '<h1>Nodes</h1><pre>node</pre><div class="output text"><p>node</p></div><p>A node, a <code>node</code>, <a href="#">node</a> ' +
      "to process; nodes, <strong>distributed  systems</strong>.</p><p><em>Processes</em> in a distributed system, and a <b>node</b></p>";
    const linked = linkTerms(text, terms);
    expect(
      [...linked.matchAll(/<a class="term" href="([^"]+)">([^<]+)<\/a>/g)].map(([, to, shown]) => `${to} ${shown}`),
    ).toEqual([
      "glossary.html#process Processes",
      "glossary.html#distributed-system distributed system",
      "glossary.html#node node",
    ]);
    expect(linked.replace(/<a class="term"[^>]*>([^<]+)<\/a>/g, "$1")).toBe(text);
  });
  test("that are broken are found, with their page", () => {
    const pages = new Map([
      [
        "a.html",
        '<h1 id="top">A</h1><a href="#top">1</a><a href="b.html#x">2</a><a href="c.html">3</a><a href="assets/d.css">4</a>',
      ],
      ["b.html", '<a href="a.html#bottom">1</a><a href="https://example.org/">2</a>'],
    ]);
    expect(deadLinks(pages, new Set(["assets/d.css"]))).toEqual([
      "a.html: b.html#x",
      "a.html: c.html",
      "b.html: a.html#bottom",
    ]);
  });
});

test("headings have anchors of their own, and divide the page into the sections that are searched", () => {
  const { html, headings } = anchored(
    "<h1>Über <em>A</em></h1><p>x &amp; y</p><h2>Run it</h2><pre>code</pre><p>see</p><h2>Run it</h2>",
  );
  expect(headings.map(({ id, level }) => `${level} ${id}`)).toEqual(["1 uber-a", "2 run-it", "2 run-it-2"]);
  expect(sectionsOf(html, { file: "a.html", title: "A" })).toEqual([
    { id: "a.html#uber-a", title: "Über A", page: "A", text: "x & y" },
    { id: "a.html#run-it", title: "Run it", page: "A", text: "see" },
    { id: "a.html#run-it-2", title: "Run it", page: "A", text: "" },
  ]);
});

test("every colour of text reaches 4.5 : 1 on both grounds, light and dark", () => {
  const css = readFileSync(join(root, "kernel-lib", "course", "templates", "look.css"), "utf8");
  const themes = [...css.matchAll(/^:root[^{]*\{([^}]*)\}/gm)].map(([, rules]) =>
    Object.fromEntries(
      [...rules!.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name!, colour!]),
    ),
  );
  expect(themes.map((theme) => Object.keys(theme).length)).toEqual([18, 18]);
  const texts = Object.keys(themes[0]!).filter((name) => /^(ink|quiet|accent|alarm|code-.*)$/.test(name));
  const low = themes.flatMap((theme, dark) =>
    texts.flatMap((name) =>
      ["paper", "wash", "answer", "lit"]
        .filter((ground) => contrast(theme[name]!, theme[ground]!) < 4.5)
        .map((ground) => `${name} on ${ground}, ${dark ? "dark" : "light"}`),
    ),
  );
  expect(low).toEqual([]);
});

describe("the book of a chapter run in the real kernel", () => {
  const folder = mkdtempSync(join(tmpdir(), "verteilt book ü "));
  const target = join(folder, "book");
  const chapter = join(folder, "notebooks", "99-slides.ipynb");
  const fetched: string[] = [];
  let browser: Browser | undefined;
  let pages: Page | undefined;
  const make = () => makeBook({ files: [chapter], target, kept: folder });

  beforeAll(async () => {
    mkdirSync(dirname(chapter));
    cpSync(join(__dirname, "../../fixtures/99-slides.ipynb"), chapter);
    const exercises = join(folder, "exercises", "99-slides");
    mkdirSync(exercises, { recursive: true });
    const cells = [
      {
        cell_type: "markdown",
        id: "a",
        metadata: {},
        source: "# Exercises to slides\n\nA **node** of [the chapter](../../99-slides.ipynb).",
      },
      {
        ...{ cell_type: "code", id: "b", outputs: [], execution_count: null, source: "grade()" },
        metadata: { nbgrader: { grade: true, solution: false } },
      },
    ];
    writeFileSync(
      join(exercises, "99-slides.ipynb"),
      JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }),
    );
    await make();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(test: TestContext, name: string, { width = 1400, dark = false } = {}): Promise<Page> {
    browser ??= await openBrowser(test);
    if (!pages) {
      pages = await browser.newPage({ reducedMotion: "reduce" });
      pages.setDefaultTimeout(PAGE_PATIENCE);
      pages.on("request", (request) => {
        if (!/^(file|data|blob):/.test(request.url())) fetched.push(request.url());
      });
      pages.on("pageerror", (error) => fetched.push(String(error)));
    }
    await pages.setViewportSize({ width, height: 844 });
    await pages.emulateMedia({ colorScheme: dark ? "dark" : "light" });
    await pages.goto(pathToFileURL(join(target, name)).href);
    await pages.waitForSelector("html[data-ready]", { state: "attached" });
    return pages;
  }

  test("is a folder of pages with everything they load", () => {
    expect(readdirSync(target).sort()).toEqual([
      "99-slides-exercises.html",
      "99-slides.html",
      "assets",
      "glossary.html",
      "index.html",
    ]);
    const html = readFileSync(join(target, "99-slides.html"), "utf8");
    expect(html).not.toContain("Say <em>hello");
    for (const [, address] of html.matchAll(/<(?:script|link|img)\b[^>]*\b(?:src|href)="(?!data:)([^"]+)"/g))
      expect(existsSync(join(target, address!)), address).toBe(true);
  });
  test("is not made again while nothing has changed", async () => {
    const before = statSync(join(target, "index.html")).mtimeMs;
    const inputs = readFileSync(join(folder, ".book.made"), "utf8");
    await make();
    // Somebody may be building the library beside this test.
    if (readFileSync(join(folder, ".book.made"), "utf8") === inputs)
      expect(statSync(join(target, "index.html")).mtimeMs).toBe(before);
  });
  test("stays as it was if a link is broken, and the message names it", { timeout: 60_000 }, async () => {
    const file = join(folder, "exercises", "99-slides", "99-slides.ipynb");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace("../../99-slides.ipynb", "../../88-gone.ipynb"));
    await expect(make()).rejects.toThrow("Broken links:\n  - 99-slides-exercises.html: 88-gone.html");
    writeFileSync(file, before);
    expect(readFileSync(join(target, "99-slides-exercises.html"), "utf8")).not.toContain("88-gone");
  });

  describe("in Chromium, from disk", { timeout: PAGE_PATIENCE }, () => {
    test("figures are drawn and show hover text, and diagrams and formulas are drawn", async (test) => {
      const page = await open(test, "99-slides.html");
      const figure = page.locator("figure.plot").first();
      await figure.scrollIntoViewIfNeeded();
      await figure.locator("svg.main-svg").first().waitFor();
      const box = (await figure.locator("svg.main-svg").first().boundingBox())!;
      expect(box.width).toBeGreaterThan(600);
      await page.locator("figure.plot .barlayer .point").first().hover({ force: true });
      await figure.locator(".hoverlayer .hovertext").first().waitFor();
      expect(await page.locator(".katex").count()).toBe(1);
      expect(await page.locator(".diagram svg").count()).toBe(1);
    });
    test("search finds a German term with the keyboard alone", async (test) => {
      const page = await open(test, "99-slides.html");
      await page.keyboard.press("/");
      await page.keyboard.type("vektoru");
      await page.locator("#found a").first().waitFor();
      expect(await page.locator("#found strong").allTextContents()).toEqual(["vector clock (Vektoruhr)"]);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/glossary\.html#vector-clock$/);
    });
    test("the glossary has every term and narrows down", async (test) => {
      const page = await open(test, "glossary.html");
      expect(await page.locator(".glossary tbody tr").count()).toBe(readGlossary().length);
      await page.fill(".only", "vektoruhr");
      expect(await page.locator(".glossary tbody tr:visible th").allTextContents()).toEqual(["vector clock"]);
      expect(await page.locator(".count").textContent()).toBe(`1 of ${readGlossary().length}`);
    });
    test("dark mode is kept from page to page", async (test) => {
      let page = await open(test, "99-slides.html");
      await page.click(".theme");
      page = await open(test, "index.html");
      expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
      await page.click(".theme");
      expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("light");
      await page.evaluate("localStorage.clear()");
    });
    test("on a phone nothing is wider than the screen, and the chapters are behind a button", async (test) => {
      for (const name of ["index.html", "99-slides.html", "99-slides-exercises.html", "glossary.html"]) {
        const page = await open(test, name, { width: 390 });
        expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBe(390);
      }
      expect(await pages!.locator("#chapters").isVisible()).toBe(false);
      await pages!.click(".menu");
      expect(await pages!.locator("#chapters a:visible").count()).toBe(4);
      await pages!.keyboard.press("Escape");
      expect(await pages!.locator("#chapters").isVisible()).toBe(false);
    });
    test("axe finds nothing serious, light or dark, wide or narrow", { timeout: PAGE_PATIENCE }, async (test) => {
      const axe = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
      const faults: unknown[] = [];
      for (const [name, width, dark] of [
        ["99-slides.html", 1400, false],
        ["99-slides.html", 390, true],
        ["99-slides-exercises.html", 1400, true],
        ["glossary.html", 1400, true],
        ["glossary.html", 390, false],
        ["index.html", 390, false],
      ] as const) {
        const page = await open(test, name, { width, dark });
        await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
        await page.evaluate(axe);
        const { violations } = (await page.evaluate("axe.run({ preload: false })")) as {
          violations: { id: string; impact: string; nodes: { html: string }[] }[];
        };
        for (const { id, impact, nodes } of violations)
          if (["serious", "critical"].includes(impact)) faults.push([name, width, dark, id, nodes[0]!.html]);
      }
      expect(faults).toEqual([]);
    });
    test("nothing came from the network, and no script failed", async (test) => {
      await open(test, "index.html");
      expect(fetched).toEqual([]);
    });
  });
});

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
