// The kernel as a student meets it: in JupyterLab, in a real browser. Screenshots are left in build/screenshots/.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { openBrowser } from "../support/chromium.js";
import { type Lab, type NotebookPage, startLab } from "../support/lab.js";

const time = 300_000;
const pictures = join(root, "build", "screenshots");
let browser: Browser | undefined;
let lab: Lab;

beforeAll(() => mkdirSync(pictures, { recursive: true }));
afterAll(async () => {
  await lab?.close();
  await browser?.close();
}, time);

/** The lab, started by the first test that gets a browser. */
async function opened(context: Parameters<typeof openBrowser>[0]): Promise<Lab> {
  browser ??= await openBrowser(context);
  lab ??= await startLab(browser);
  return lab;
}

/** Text as it is laid out, with its line breaks. */
const shown = async (element: Locator) => (await element.allInnerTexts()).join("\n");

const picture = (notebook: NotebookPage, name: string) =>
  notebook.page.screenshot({ path: join(pictures, `kernel-${name}.png`) });

test("a result, an error in red, and the interrupt button", { timeout: time }, async (context) => {
  const notebook = await (await opened(context)).open([
    "const answer: number = 42;\nanswer",
    '// a comment\nthrow new TypeError("shown in red");\n// after it',
    "let turns = 0;\nconsole.log('turning');\nwhile (true) turns++;",
    "turns > 0 && answer",
  ]);
  await notebook.run(0);
  expect(await shown(notebook.outputs(0))).toBe("42");

  await notebook.run(1);
  const name = notebook.outputs(1).locator("[class*=ansi-red]", { hasText: "TypeError" });
  const colour = (): Promise<string> =>
    name.evaluate((element: any) => element.ownerDocument.defaultView.getComputedStyle(element).color);
  const [red, green] = (await colour()).match(/\d+/g)!.map(Number);
  expect(red).toBeGreaterThan(green + 80);
  const darken = (light: string) =>
    notebook.page.locator("body").evaluate((body: any, light) => (body.dataset.jpThemeLight = light), light);
  await darken("false");
  expect(await colour()).toBe("rgb(255, 138, 128)");
  await darken("true");
  const text = await shown(notebook.outputs(1));
  expect(text).toContain("Cell In[2], line 2, column 7");
  expect(text).toMatch(/> 2 \| throw new TypeError\("shown in red"\);\n {4}\| {7}\^/);

  await notebook.begin(2);
  await notebook.outputs(2).locator("text=turning").waitFor();
  await notebook.interrupt();
  await notebook.outputs(2).locator("text=KeyboardInterrupt: The cell was interrupted.").waitFor();
  await notebook.run(3);
  expect(await shown(notebook.outputs(3))).toBe("42");
  await picture(notebook, "error-and-interrupt");
  await notebook.close();
});

test("completion by Tab, and the doc comment by Shift+Tab", { timeout: time }, async (context) => {
  const notebook = await (await opened(context)).open([
    "/** Doubles a number. */\nfunction twice(n: number) { return 2 * n }",
    "",
    "",
  ]);
  await notebook.run(0);
  await notebook.type(1, "Math.sqr");
  await notebook.page.keyboard.press("Tab");
  const items = notebook.page.locator(".jp-Completer-item");
  const matches = async () => (await items.locator(".jp-Completer-match").allInnerTexts()).sort();
  await expect.poll(matches, { timeout: 60_000 }).toEqual(["SQRT1_2", "SQRT2", "sqrt"]);
  await picture(notebook, "completion");
  await notebook.page.keyboard.press("Escape");

  await notebook.type(2, "twice(");
  await notebook.page.keyboard.press("Shift+Tab");
  const tooltip = notebook.page.locator(".jp-Tooltip");
  // It is shown before its text is.
  await expect
    .poll(() => shown(tooltip), { timeout: 60_000 })
    .toMatch(/function twice\(n: number\): number[\s\S]*Doubles a number\./);
  await picture(notebook, "inspection");
  await notebook.close();
});

test("a figure follows the width of the page and keeps its height", { timeout: time }, async (context) => {
  const notebook = await (await opened(context)).open([
    'import { plot } from "kernel-lib";\nplot({ data: [{ type: "bar", x: ["a"], y: [1] }], layout: { height: 300 }, alt: "A bar." })',
  ]);
  await notebook.run(0);
  const figure = notebook.page.locator(".js-plotly-plot");
  const drawn = notebook.outputs(0).locator(".main-svg").first();
  const size = async () => (await figure.boundingBox())!;
  await drawn.waitFor();
  const before = await size();
  for (const width of [800, 1100]) {
    await notebook.page.setViewportSize({ width, height: 900 });
    await expect.poll(() => drawn.getAttribute("width").then(Number)).toBeCloseTo(before.width + width - 1100, -1);
    expect((await size()).height).toBe(before.height);
  }
  await notebook.close();
});

test("a slider is drawn, and what a reader sets is read by a cell; a cell sets what is drawn", {
  timeout: time,
}, async (context) => {
  const notebook = await (await opened(context)).open([
    'import { slider, progress } from "kernel-lib";\nconst delay = slider({ label: "delay (ms)", max: 10, value: 4 });\ndelay',
    "delay.value",
    "delay.value = 9",
    'for (const _ of progress([1, 2, 3, 4], "steps")) await null;',
  ]);
  await notebook.run(0);
  const input = notebook.page.getByRole("slider", { name: "delay (ms)" });
  await input.waitFor();
  await input.focus();
  await notebook.page.keyboard.press("ArrowRight");
  await notebook.page.keyboard.press("ArrowRight");
  await notebook.run(1);
  expect(await shown(notebook.outputs(1))).toBe("6");
  await notebook.run(2);
  await expect.poll(() => input.inputValue(), { timeout: 30_000 }).toBe("9");
  await notebook.run(3);
  await expect.poll(() => shown(notebook.outputs(3)), { timeout: 30_000 }).toContain("steps: 4 of 4 (100 %)");
  await picture(notebook, "slider");
  await notebook.close();
});

test("a slider is there again after the page was loaded anew, with its value, and still works", {
  timeout: time,
}, async (context) => {
  const notebook = await (await opened(context)).open([
    'import { slider } from "kernel-lib";\nconst delay = slider({ label: "delay (ms)", max: 10, value: 4 });\ndelay',
    "delay.value",
  ]);
  await notebook.run(0);
  const input = notebook.page.getByRole("slider", { name: "delay (ms)" });
  await input.waitFor();
  await input.focus();
  await notebook.page.keyboard.press("ArrowRight");
  await notebook.run(1);
  expect(await shown(notebook.outputs(1))).toBe("5");
  await notebook.reload();
  await input.waitFor();
  await expect.poll(() => input.inputValue(), { timeout: 30_000 }).toBe("5");
  await input.focus();
  await notebook.page.keyboard.press("ArrowRight");
  await notebook.run(1);
  expect(await shown(notebook.outputs(1))).toBe("6");
  await picture(notebook, "slider-after-reload");
  await notebook.close();
});

test("a live view grows while its system runs, under the cell that opened it", { timeout: time }, async (context) => {
  const notebook = await (await opened(context)).open([
    'import { Node, start, liveView } from "kernel-lib";\nclass Echo extends Node {\n  onSay({ n }: { type: string; n: number }) { if (n > 1) this.send(this.peers[0], { type: "say", n: n - 1 }); return n; }\n}',
    "const live = await start({ nodes: { ada: Echo, ben: Echo, cy: Echo } });\nliveView(live, { every: 100 });",
    'await live.ask("ada", { type: "say", n: 3 })',
    'await live.crash("ben"); await live.ask("cy", { type: "say", n: 4 });',
    "await live.stop();",
  ]);
  await notebook.run(0);
  await notebook.run(1);
  const view = notebook.cell(1).locator("svg[role=img]");
  await view.waitFor();
  await notebook.run(2);
  await expect.poll(() => view.locator("[data-message]").count(), { timeout: 30_000 }).toBe(4);
  await picture(notebook, "live-view");
  await notebook.run(3);
  await view.locator("[data-mark=crash]").first().waitFor();
  await expect.poll(() => view.locator("[data-message]").count(), { timeout: 30_000 }).toBe(8);
  await picture(notebook, "live-view-after-a-crash");
  await notebook.run(4);
  const plot = notebook.cell(1).locator(".js-plotly-plot");
  await plot.waitFor();
  await expect.poll(() => shown(plot), { timeout: 30_000 }).toContain("3 nodes, 8 messages, 1 lost, 1 crash");
  await picture(notebook, "live-view-after-stop");
  expect(await notebook.outputs(1).count()).toBe(1);
  await notebook.close();
});

test("a run is stepped through and an exploration chosen with the keyboard, and both outlive a reload", {
  timeout: time,
}, async (context) => {
  const notebook = await (await opened(context)).open([
    `import { exploreByHand, Node, run, stepThrough } from "kernel-lib";
class Server extends Node { seen = 0;
  onPing({ n }: { type: string; n: number }, from: string) { this.seen = n; this.send(from, { type: "pong", n }); } }
class Client extends Node { last = 0;
  onStart() { this.send("server", { type: "ping", n: 1 }); }
  onPong({ n }: { type: string; n: number }) { this.last = n; } }
const system = { nodes: { server: Server, client: Client } };`,
    'stepThrough(await run(system, { engine: "simulator" }))',
    'const hand = exploreByHand(system, { lossy: true, always: { "pings arrive": ({ nodes, messages }) => nodes.server.seen > 0 || messages.length > 0 } });\nhand',
    "(await hand.now()).path.map(({ words }) => words)",
  ]);
  const { page } = notebook;
  await notebook.run(0);
  await notebook.run(1);
  const steps = notebook.cell(1).getByRole("group", { name: /^Step through: 2 nodes, 2 messages/ });
  const said = steps.locator(".say");
  await steps.focus();
  expect(await shown(said)).toMatch(/^Step 1 of 4, 0\.0 ms . server: start/);
  await page.keyboard.press("End");
  expect(await shown(said)).toMatch(/^Step 4 of 4, 2\.0 ms . client: receive pong/);
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  expect(await shown(said)).toMatch(/^Step 2 of 4, 0\.0 ms . client: start; send ping/);
  expect(await shown(steps.getByRole("list", { name: "In flight" }))).toBe('ping {"n":1} from client to server');
  expect(await steps.getByRole("slider", { name: "Step" }).getAttribute("aria-valuetext")).toMatch(
    /^Step 2 of 4: client/,
  );
  await page.keyboard.press("Space");
  await steps.getByRole("button", { name: "Pause (space)" }).waitFor();
  await expect.poll(() => shown(said), { timeout: 30_000 }).toMatch(/^Step 4 of 4/);
  expect(await shown(steps.getByRole("table", { name: "What nodes hold" }))).toMatch(
    /server\s*seen: 1\s*client\s*last: 1/,
  );
  await picture(notebook, "steps");

  await notebook.run(2);
  const hand = notebook.cell(2).getByRole("group", { name: "Explored by hand: 2 nodes" });
  const happened = hand.locator(".say");
  await hand.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect
    .poll(() => shown(happened))
    .toBe('Step 1: lose ping {"n":1} from client to server. ✗ Broken: pings arrive. Nothing can happen any more.');
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => shown(happened)).toBe("All nodes have started.");
  expect(await shown(hand.getByRole("button", { name: /^lose ping/ }))).toContain("(tried: breaks pings arrive)");
  await page.keyboard.press("1");
  await expect.poll(() => shown(happened)).toBe('Step 1: deliver ping {"n":1} from client to server.');
  await picture(notebook, "by-hand");
  await notebook.run(3);
  expect(await shown(notebook.outputs(3))).toBe(`[ 'deliver ping {"n":1} from client to server' ]`);

  await notebook.reload();
  await expect
    .poll(() => shown(happened), { timeout: 90_000 })
    .toBe('Step 1: deliver ping {"n":1} from client to server.');
  await hand.focus();
  await page.keyboard.press("Home");
  await expect.poll(() => shown(happened)).toBe("All nodes have started.");
  await steps.focus();
  await page.keyboard.press("ArrowRight");
  expect(await shown(said)).toMatch(/^Step 2 of 4/);
  await page.emulateMedia({ media: "print" });
  await expect.poll(() => said.textContent()).toMatch(/^Step 4 of 4/);
  await page.emulateMedia({ media: null });
  await expect.poll(() => shown(said)).toMatch(/^Step 2 of 4/);

  // What JupyterLab leaves to a cell, beside its file browser, on a screen 1280 wide.
  const { width, height } = page.viewportSize()!;
  const { width: cell } = (await notebook.outputs(1).last().boundingBox())!;
  await page.setViewportSize({ width: width - Math.round(cell) + 848, height });
  for (const frame of [steps, hand]) {
    const [drawing, panel] = await Promise.all(
      [0, 1].map((part) => frame.locator(".stage > *").nth(part).boundingBox()),
    );
    expect(panel!.x).toBeGreaterThan(drawing!.x + drawing!.width);
    expect(Math.abs(panel!.y - drawing!.y)).toBeLessThan(12);
  }
  await notebook.close();
});

test("chapter 1 runs to its end: its first run is drawn, and no cell fails", { timeout: time }, async (context) => {
  const chapter = join(root, "notebooks", "01-what-is-a-distributed-system.ipynb");
  const notebook = await (await opened(context)).openCopy(chapter);
  await notebook.runAll();
  await notebook.page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]').waitFor();
  await notebook.idle(240_000);
  const diagram = notebook.page.locator(".jp-OutputArea-output .main-svg").first();
  await diagram.scrollIntoViewIfNeeded();
  await expect.poll(() => diagram.isVisible(), { timeout: 30_000 }).toBe(true);
  await picture(notebook, "chapter-1");
  expect(
    await notebook.page
      .locator(".jp-OutputArea-output [data-mime-type*=error], .jp-OutputArea-output [class*=ansi-red]")
      .allTextContents(),
  ).toEqual([]);
  await notebook.close();
});
