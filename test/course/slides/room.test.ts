// What a lecture hall sees: the page of slides in a real browser, with sections as nbconvert writes them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, describe, expect, type TestContext, test } from "vitest";
import { page as pageOf } from "../../../kernel-lib/course/slides/page.mjs";
import { openPrintView, print } from "../../../kernel-lib/course/slides/print.mjs";
import { COLOURS } from "../../../kernel-lib/course/templates/part-colours.mjs";
import { openBrowser, PAGE_PATIENCE } from "../../support/chromium.js";

const slide = (kind: string, content: string) =>
  `<section><section class="leaf"><div class="sheet ${kind}" data-chapter="Rooms">${content}</div></section></section>`;
const prose = (html: string) => `<div class="cell prose">${html}</div>`;
const code = (lines: readonly string[], steps: readonly string[] = []) => {
  const marks = steps.map((step) => `<span class="fragment step" data-lines="${step}"></span>`).join("");
  const longest = Math.max(...lines.map((line) => line.length));
  return `<div class="cell code"><div class="input" data-above="1" style="--longest: ${longest}; --lines: ${lines.length}">
    <div class="highlight"><pre>${lines.join("\n")}\n</pre></div>${marks}</div></div>`;
};
const figure = `<div class="cell code"><div class="outputs"><figure class="plot"><script type="application/json">${JSON.stringify(
  {
    data: [{ type: "bar", x: ["a", "b"], y: [1, 2], text: ["one", "two"], textfont: { size: 10 } }],
    layout: { title: { text: "Two bars", font: { size: 13 } }, font: { size: 12 }, height: 360 },
  },
)}</script><div class="canvas" aria-hidden="true"></div></figure></div></div>`;
const diagram = (text: string) =>
  prose(`<div class="diagram" data-mermaid="${Buffer.from(text).toString("base64")}"></div>`);
const asked = `<div class="fragment"><div class="cell code"><div class="output prose"><p class="question">How many?</p></div></div></div>
  <div class="fragment"><div class="cell code"><div class="output prose"><div class="answer"><p><strong>Two.</strong></p></div></div></div></div>`;

const SECTIONS = [
  slide("title", prose("<h1>Rooms</h1>")),
  slide("", prose("<h2>Code</h2>") + code(["a;", "b;", "c;", "d;"], ["2-3", "5", "all"])),
  slide("", prose("<h2>Figure</h2>") + figure),
  slide("asks", prose("<h2>Asked</h2>") + code(["x".repeat(120)]) + asked),
  slide("opening", prose("<h2>Diagram</h2>") + diagram("sequenceDiagram\n  a->>b: hi\n  Note over a: noted")),
  slide(
    "text",
    prose(
      `<h2>Full</h2>${"<p>a line of text that is as long as a slide is wide, or nearly so, I think</p>".repeat(9)}`,
    ),
  ),
].join("");

describe("slides in a room", { timeout: PAGE_PATIENCE }, () => {
  const folder = mkdtempSync(join(tmpdir(), "verteilt rooms "));
  let browser: Browser | undefined;
  const pages = new Map<string, Page>();
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function file(name: string, sections: string, options = {}): string {
    const html = join(folder, name);
    writeFileSync(html, pageOf({ sections, title: "Rooms", folder, ...options }));
    return html;
  }
  /** The slides on a screen; opened once for each preference. */
  async function screen(test: TestContext, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    browser ??= await openBrowser(test);
    const known = pages.get(colorScheme);
    if (known) return known;
    const page = await shown(browser, "rooms.html", SECTIONS, colorScheme);
    pages.set(colorScheme, page);
    return page;
  }
  async function shown(browser: Browser, name: string, sections: string, colorScheme: "light" | "dark" = "light") {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme });
    page.setDefaultTimeout(PAGE_PATIENCE);
    await page.goto(pathToFileURL(file(name, sections)).href);
    await page.waitForSelector("html[data-ready]", { state: "attached" });
    return page;
  }
  async function printed(test: TestContext, name: string, sections: string, options = {}) {
    browser ??= await openBrowser(test);
    return openPrintView(browser, file(name, sections, options));
  }
  type Colours = { theme: string; page: string; text: string; ink: string; label: string };
  const colours = (page: Page) =>
    page.evaluate<Colours>(`(() => {
      const of = (selector, property) => getComputedStyle(document.querySelector(selector)).getPropertyValue(property);
      return {
        theme: document.documentElement.dataset.theme,
        page: of("body", "background-color"),
        text: of(".sheet.text p", "color"),
        ink: of("html", "--ink").trim(),
        label: document.querySelector(".diagram text.actor tspan") ? of(".diagram text.actor tspan", "fill") : "",
      };
    })()`);
  const go = async (page: Page, to: number) => {
    await page.evaluate(`Reveal.slide(${to}, 0, -1)`);
    await page.waitForSelector(to === 2 ? "section.present svg.main-svg" : "section.present");
  };

  test("follow the viewer's preference for dark or light, pictures too, also when it changes", async (test) => {
    const page = await screen(test, "dark");
    await go(page, 2);
    const dark = { theme: "dark", page: "rgb(16, 20, 24)", text: "rgb(226, 232, 238)", ink: "#e2e8ee" };
    expect(await colours(page)).toMatchObject({ ...dark, label: "rgb(226, 232, 238)" });
    const fill = () => page.evaluate("document.querySelector('.plot .bartext')?.style.fill");
    const before = await fill();
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(async () => (await colours(page)).label).toBe("rgb(27, 39, 51)");
    expect(await colours(page)).toMatchObject({ theme: "light", page: "rgb(255, 255, 255)", ink: "#1b2733" });
    await expect.poll(() => page.locator("section.present svg.main-svg").count()).toBeGreaterThan(0);
    expect(before).toBeDefined();
    await page.emulateMedia({ colorScheme: "dark" });
  });
  test("are printed light, whatever the viewer prefers", async (test) => {
    const { page } = await printed(test, "light.html", SECTIONS);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.reload();
    await page.waitForSelector("html[data-ready]", { state: "attached" });
    expect(await colours(page)).toMatchObject({ theme: "light", page: "rgb(255, 255, 255)" });
    await page.close();
  });
  test("light up lines of code click by click, counted as in the cell, and print them all alike", async (test) => {
    const page = await screen(test);
    await go(page, 1);
    const lit = () =>
      page.evaluate(
        "[document.querySelector('section.present .input').classList.contains('lit'), ...[...document.querySelectorAll('section.present .line.on')].map((line) => line.textContent)]",
      );
    const seen = [await lit()];
    for (let click = 0; click < 3; click++) {
      await page.keyboard.press("ArrowRight");
      seen.push(await lit());
    }
    await page.keyboard.press("ArrowLeft");
    seen.push(await lit());
    expect(seen).toEqual([[false], [true, "a;", "b;"], [true, "d;"], [false], [true, "d;"]]);
    const view = await printed(test, "lines.html", SECTIONS);
    expect(await view.page.locator(".input.lit").count()).toBe(0);
    await view.page.close();
  });
  test("let a question that is called up cover the code before it; on paper it stands below", async (test) => {
    const page = await screen(test);
    await go(page, 3);
    const covering = () =>
      page.evaluate(`(() => {
        const [question, answer] = document.querySelectorAll("section.present .sheet > .fragment");
        const { width, height } = question.getBoundingClientRect();
        const seen = (element) => getComputedStyle(element).visibility === "visible";
        return [Math.round(width), Math.round(height), seen(question), seen(answer)];
      })()`);
    expect(await covering()).toEqual([1280, 720, false, false]);
    await page.keyboard.press("ArrowRight");
    await expect.poll(covering).toEqual([1280, 720, true, false]);
    await page.keyboard.press("ArrowRight");
    await expect.poll(covering).toEqual([1280, 720, true, true]);
    const view = await printed(test, "asks.html", SECTIONS);
    const tops = await view.page.evaluate(
      "[...document.querySelectorAll('.sheet.asks > *')].map((part) => part.getBoundingClientRect().top)",
    );
    expect(tops).toEqual([...(tops as number[])].sort((a, b) => a - b));
    await view.page.close();
  });
  test("keep words and tables in sight that lead to a question", async (test) => {
    const table = "<table><tr><td>store x</td><td>store y</td></tr></table>";
    browser ??= await openBrowser(test);
    const page = await shown(browser, "context.html", slide("asks", prose(`<h2>Litmus</h2>${table}`) + asked));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const seen = `[...document.querySelectorAll("table, .question, .answer")].map((part) => {
      const { left, top, width, height } = part.getBoundingClientRect();
      return part.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    })`;
    await expect.poll(() => page.evaluate(seen)).toEqual([true, true, true]);
    await page.close();
  });
  test("have labels and code of at least 20 px of 720, and name a picture that has not", async (test) => {
    const chain = Array.from({ length: 14 }, (_, index) => `n${index}["a node ${index}"]`).join(" --> ");
    const view = await printed(
      test,
      "labels.html",
      SECTIONS + slide("", prose("<h2>Chain</h2>") + diagram(`flowchart LR\n  ${chain}`)),
    );
    const { overflows } = await print(view.page, join(folder, "labels.pdf"));
    expect(overflows.map(({ heading, what }) => `${heading}: ${what}`)).toEqual([
      expect.stringMatching(/^Chain: the label "a node \d+" is only \d+\.\d px high$/),
    ]);
    const code = await view.page.evaluate(
      "[...document.querySelectorAll('.input pre')].map((pre) => Number.parseFloat(getComputedStyle(pre).fontSize))",
    );
    expect(Math.min(...(code as number[]))).toBe(20);
    await view.page.close();
  });
  test("have labels of 24 px in a figure that has room for them, and smaller ones where it has not, or where they would cover each other", async (test) => {
    const higher = figure.replace('"height":360', '"height":900');
    const remark = (x: number) => ({ x, xref: "paper", y: 0.5, yref: "paper", showarrow: false, text: "a".repeat(41) });
    const crowded = figure.replace(
      '"height":360',
      `"height":360,"annotations":${JSON.stringify([remark(0.3), remark(0.7)])}`,
    );
    const { page } = await printed(
      test,
      "figures.html",
      slide("", prose("<h2>Room</h2>") + figure) +
        slide("", prose("<h2>None</h2>") + higher) +
        slide("", prose("<h2>Crowded</h2>") + crowded),
    );
    const sizes = await page.evaluate(`[...document.querySelectorAll("figure.plot")].map((figure) => {
      const tick = figure.querySelector(".xtick text");
      return Math.round(Number.parseFloat(getComputedStyle(tick).fontSize) * tick.getScreenCTM().a);
    })`);
    expect(sizes).toEqual([24, 20, 20]);
    await page.close();
  });
  test("have code of 20 px in 4 : 3 too, wrapped, and in 16 : 9 a line of 100 characters whole", async (test) => {
    const wide = slide("", prose("<h2>Wide</h2>") + code(["y".repeat(100), "z".repeat(40)]));
    const measured = async (options: object) => {
      const { page } = await printed(test, "wide.html", SECTIONS + wide, options);
      const [size, lines] = (await page.evaluate(`(() => {
        const { fontSize, lineHeight, height } = getComputedStyle([...document.querySelectorAll(".input pre")].at(-1));
        return [parseFloat(fontSize), Math.round(parseFloat(height) / parseFloat(lineHeight))];
      })()`)) as [number, number];
      const { overflows } = await print(page, join(folder, "wide.pdf"));
      await page.close();
      return { size, lines, overflows };
    };
    expect(await measured({})).toEqual({ size: 20, lines: 2, overflows: [] });
    expect(await measured({ ratio: "4x3" })).toEqual({ size: 20, lines: 3, overflows: [] });
  });
  test("break a diagram's heading for their own width, and let no line strike a label through and no node that is down claim one", async (test) => {
    const words = "word ".repeat(17).trim();
    const label = (x: number, text: string, legendgroup?: string) => ({
      ...{ name: "labels", mode: "markers+text", x: [x], y: [x], text: [text], marker: { size: 6, opacity: 0 } },
      ...(legendgroup && { legendgroup }),
    });
    const below = { xref: "paper", x: 0, xanchor: "left", yref: "paper", y: 1, yanchor: "bottom", showarrow: false };
    const made = {
      data: [{ mode: "lines", x: [0, 10], y: [0, 10] }, label(5, "asked", "type:ask"), label(2, '"on"')],
      layout: {
        title: { text: "word word", font: { size: 13 } },
        annotations: [{ ...below, text: "word<br>A remark." }],
        // A node is down.
        shapes: [{ type: "rect", layer: "below", x0: 0, x1: 10, y0: 5.2, y1: 5.8, fillcolor: "#d55e00" }],
        ...{ meta: { heading: [words, "A remark."] }, margin: { l: 24, r: 16, t: 64, b: 48 }, height: 300 },
        ...{ showlegend: false, xaxis: { range: [0, 10] }, yaxis: { range: [0, 10] } },
      },
    };
    const drawn = figure.replace(
      /(application\/json">).*?(<\/script>)/,
      (_, open, close) => open + JSON.stringify(made) + close,
    );
    const { page } = await printed(test, "diagram.html", slide("", prose("<h2>Run</h2>") + drawn));
    expect(await page.locator(".g-gtitle text").textContent()).toBe(words);
    expect(await page.locator(".annotation text").allTextContents()).toEqual(["A remark."]);
    const struck = await page.evaluate(`(() => {
      const path = document.querySelector("path.js-line");
      const { a, d, e, f } = path.getScreenCTM();
      const places = Array.from({ length: Math.floor(path.getTotalLength()) }, (_, at) => path.getPointAtLength(at));
      return [...document.querySelectorAll(".textpoint text, .text text")].map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const on = places.some(({ x, y }) => x * a + e > left + 3 && x * a + e < right - 3 && y * d + f > top + 4 && y * d + f < bottom - 4);
        return [text.textContent, on && text.previousElementSibling?.tagName !== "rect"];
      });
    })()`);
    expect(struck).toEqual([
      ["asked", false],
      ['"on"', false],
    ]);
    const isShaded = await page.evaluate(`(() => {
      const boxOf = (element) => element.getBoundingClientRect();
      const shade = boxOf(document.querySelector(".shapelayer path"));
      const asked = boxOf([...document.querySelectorAll(".textpoint text, .text text")].find((text) => text.textContent === "asked"));
      return asked.width > 0 && asked.top + 3 < shade.bottom && shade.top < asked.bottom - 3;
    })()`);
    expect(isShaded).toBe(false);
    await page.close();
  });
  test("name arrows that begin or end at one point once, others each", async (test) => {
    const named = (x: number, ...[from, to]: [number, number][]) => ({
      ...{ name: "labels", legendgroup: "type:ask", mode: "markers+text", x: [x], y: [2], text: ["ask"] },
      ...{ customdata: [[from, to]], marker: { size: 6, opacity: 0 } },
    });
    const made = {
      data: [named(1, [0, 1], [2, 3]), named(3, [0, 1], [6, 3]), named(5, [4, 1], [6, 3]), named(8, [7, 1], [9, 3])],
      layout: { height: 300, showlegend: false, xaxis: { range: [0, 10] }, yaxis: { range: [0, 4] } },
    };
    const drawn = figure.replace(
      /(application\/json">).*?(<\/script>)/,
      (_, open, close) => open + JSON.stringify(made) + close,
    );
    const { page } = await printed(test, "fan.html", slide("", prose("<h2>Fan</h2>") + drawn));
    const shown = `[...document.querySelectorAll(".textpoint text, .text text")].map(({ style }) => style.display !== "none")`;
    // The third ends where only the second does, which has no name.
    expect(await page.evaluate(shown)).toEqual([true, false, true, true]);
    await page.close();
  });
  test("name each sign of a low figure: its legend stands beside its axis's title, and arrows go without where it is long", async (test) => {
    const legendOf = async (name: string, types: readonly string[]) => {
      const entry = (type: string) => ({
        name: type,
        legendgroup: `type:${type}`,
        mode: "lines+markers",
        x: [null],
        y: [null],
      });
      const timer = { name: "timer", mode: "markers", x: [3], y: [0.8], marker: { symbol: "hourglass", size: 9 } };
      const made = {
        data: [...types.map(entry), timer, { name: "crash", mode: "markers", x: [5], y: [1], marker: { symbol: "x" } }],
        layout: {
          ...{ title: { text: "Run", font: { size: 13 } }, meta: { heading: ["Run"] }, annotations: [], height: 900 },
          ...{ margin: { l: 24, r: 16, t: 40, b: 76 }, legend: { orientation: "h", y: 0, yref: "container" } },
          xaxis: { range: [0, 10], title: { text: "time (ms)" } },
          yaxis: { range: [1.5, -0.5] },
        },
      };
      const drawn = figure.replace(
        /(application\/json">).*?(<\/script>)/,
        (_, open, close) => open + JSON.stringify(made) + close,
      );
      const { page } = await printed(test, `${name}.html`, slide("", prose("<h2>Run</h2>") + drawn));
      const said = await page.evaluate(`(() => {
        const [legend, title] = [".legend", ".annotation"].map((one) => document.querySelector(one).getBoundingClientRect());
        return {
          names: [...document.querySelectorAll(".legendtext")].map((text) => text.textContent),
          isBeside: legend.right < title.left && legend.top < title.bottom && title.top < legend.bottom,
        };
      })()`);
      await page.close();
      return said;
    };
    expect(await legendOf("short", ["job", "reply"])).toEqual({
      names: ["job", "reply", "timer", "crash"],
      isBeside: true,
    });
    const many = Array.from({ length: 9 }, (_, index) => `message ${index}`);
    expect(await legendOf("long", many)).toEqual({ names: ["timer", "crash"], isBeside: true });
  });
  test("set formulas, also where a slide has nothing but words", async (test) => {
    const { page } = await printed(test, "formulas.html", slide("text", prose("<h2>Costs</h2><p>$n^2$ messages</p>")));
    expect(await page.locator(".sheet.text .katex").count()).toBe(1);
    await page.close();
  });
  test("have nothing under the arrows and the slide's number", async (test) => {
    const page = await screen(test);
    for (let index = 0; index < 6; index++) {
      await go(page, index);
      const under = await page.evaluate(`(() => {
        const boxes = (selector) => [...document.querySelectorAll(selector)].map((element) => element.getBoundingClientRect());
        const seen = boxes(".reveal .controls button, .reveal .slide-number").filter(({ width }) => width > 0);
        const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const texts = boxes("section.present :is(p, h1, h2, pre, svg)");
        return [seen.length > 2, texts.some((text) => seen.some((control) => meets(text, control)))];
      })()`);
      expect(under).toEqual([true, false]);
    }
  });
  test("go forward through all slides with one key", async (test) => {
    const page = await screen(test);
    await go(page, 4);
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate("Reveal.getIndices().h")).toBe(5);
  });
  test("come in 4 : 3, where nothing stands beside and everything fits", async (test) => {
    const beside = slide(
      "",
      code(["run(shop)"])
        .replace("cell code", "cell code beside")
        .replace(/<\/div>$/, `<div class="outputs">${figure}</div></div>`),
    );
    const view = await printed(test, "old.html", SECTIONS + beside, { ratio: "4x3" });
    const { overflows, slides } = await print(view.page, join(folder, "old.pdf"));
    expect({ overflows, slides }).toEqual({ overflows: [], slides: 7 });
    const [, width, height] = /\/MediaBox\s*\[0 0 (\S+) (\S+)\]/.exec(readFileSync(join(folder, "old.pdf"), "latin1"))!;
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([720, 540]);
    expect(await view.page.evaluate("getComputedStyle(document.querySelector('.beside')).display")).not.toBe("grid");
    await view.page.close();
  });
});

test("the colour of each part carries white text, and is a colour for text on its page", () => {
  expect(COLOURS).toHaveLength(8);
  const isLegible = ([light, dark]: [string, string]) =>
    contrast(light, "#e6eef6") >= 4.5 && contrast(light, "#f3f6f9") >= 4.5 && contrast(dark, "#1a2027") >= 4.5;
  expect(COLOURS.filter((colours) => !isLegible(colours))).toEqual([]);
});

function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
