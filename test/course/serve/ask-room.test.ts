// A slide's question goes to the room that is open, and the answers are drawn on the slide; in a real browser.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, type TestContext, test, vi } from "vitest";
import { products, root, state } from "../../../kernel-lib/course/command/paths.mjs";
import { page as deckPage } from "../../../kernel-lib/course/slides/page.mjs";
import { openBrowser, PAGE_PATIENCE } from "../../support/chromium.js";
import { joined, openRoom } from "../../support/class.js";
import { eventually } from "../../support/eventually.js";
import { type Served, serveCourse } from "../../support/lab.js";

const deck = join(products, "slides", "test-ask-room.html");
const door = join(state, "room.json");
const question = (text: string, more = "") =>
  `<section><section class="leaf"><div class="sheet question"><h2>Asked</h2><div class="cell code"><div class="output prose"><p class="question"${more}>${text}</p></div></div></div></section></section>`;
const sections = `<section><section class="leaf"><div class="sheet"><h2>No question</h2></div></section></section>
${question("How many <b>is</b> it?")}${question("Does it end?", " data-yes-no")}`;

let served: Served;
let browser: Browser | undefined;

beforeAll(async () => {
  mkdirSync(dirname(deck), { recursive: true });
  writeFileSync(deck, deckPage({ sections, title: "Asked", folder: join(root, "notebooks") }));
  served = await serveCourse();
}, PAGE_PATIENCE);

afterEach(() => {
  delete process.env.VERTEILT_ROOM;
});

afterAll(async () => {
  await browser?.close();
  await served?.stop();
  rmSync(deck, { force: true });
});

async function open(test: TestContext, address: string, slide: number): Promise<Page> {
  browser ??= await openBrowser(test);
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
  page.setDefaultTimeout(PAGE_PATIENCE / 2);
  await page.goto(address);
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  await page.evaluate(`Reveal.slide(${slide})`);
  return page;
}
const servedDeck = () => `${served.url.origin}/verteilt/slides/test-ask-room.html${served.url.search}`;
const rows = (page: Page) =>
  page.locator("dialog.poll .row").evaluateAll((all: any[]) =>
    all.map((row) =>
      [...row.children]
        .map((part) => part.textContent)
        .join(" ")
        .replace("  ", " "),
    ),
  );

test("a served slide asks the open room, and draws what is answered until it ends", {
  timeout: PAGE_PATIENCE,
}, async (context) => {
  process.env.VERTEILT_ROOM = door;
  const room = await openRoom();
  const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  if (process.platform !== "win32") expect(statSync(door).mode & 0o777).toBe(0o600);
  const page = await open(context, servedDeck(), 0);
  const ask = page.getByRole("button", { name: "Ask the room" });
  expect(await ask.count()).toBe(0);
  await page.evaluate("Reveal.slide(1)");
  await ask.click();
  const { host } = new URL(room.link);
  await page.locator("dialog.poll .large", { hasText: host }).waitFor();
  expect(await page.locator("dialog.poll .large").allTextContents()).toEqual([host, (room as any).spoken]);
  expect(await page.locator("dialog.poll img").getAttribute("alt")).toBe(room.link);

  // A phone answers, and its answer is text.
  const phone = await browser!.newPage();
  await phone.goto(room.link);
  await phone.getByRole("heading", { name: "How many is it?" }).waitFor();
  await phone.getByLabel("Your answer").fill("<img src=x>");
  await phone.getByRole("button", { name: "Send" }).click();
  await expect.poll(() => rows(page)).toEqual(["<img src=x> 1"]);
  expect(await page.locator("dialog.poll .board img").count()).toBe(0);

  await page.getByRole("button", { name: "End the question" }).click();
  await phone.getByText("No question yet.").waitFor();
  expect(await rows(page)).toEqual(["<img src=x> 1"]);
  await page.getByRole("button", { name: "Close" }).click();

  // Yes or no is tapped; the next slide ends the question.
  await page.evaluate("Reveal.slide(2)");
  await ask.click();
  await phone.getByRole("button", { name: "Yes" }).click();
  await expect.poll(() => rows(page)).toEqual(["Yes 1", "No 0"]);
  await page.keyboard.press("ArrowRight");
  expect(await page.locator("dialog.poll").isVisible()).toBe(true);
  await page.evaluate("Reveal.slide(0)");
  await phone.getByText("No question yet.").waitFor();

  await (await room.poll("In a cell?", { words: true })).close();
  await room.stop();
  // What was asked is kept under the cell that opened the room, and a poll of a cell's own is not said twice.
  const lines = printed.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith("Asked"));
  printed.mockRestore();
  expect(lines).toEqual([
    'Asked from a slide: How many is it? "<img src=x>" 1.\n',
    'Asked from a slide: Does it end? "Yes" 1, "No" 0.\n',
  ]);
  await eventually("its door is gone", () => !existsSync(door));
  await page.evaluate("Reveal.slide(1)");
  await ask.click();
  await page.getByText("No room is open on this computer.").waitFor();
  await page.context().close();
  await phone.close();
});

test("the lecturer's buttons part the room and heal it", { timeout: PAGE_PATIENCE }, async (context) => {
  process.env.VERTEILT_ROOM = door;
  const room = await openRoom();
  const shown = (room as any)[Symbol.for("Jupyter.display")]()["text/html"];
  expect(shown).toContain('<iframe src="/verteilt/board"');
  await joined("anna", "ben");
  browser ??= await openBrowser(context);
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(PAGE_PATIENCE / 2);
  await page.goto(`${served.url.origin}/verteilt/board${served.url.search}`);
  const [part, heal] = [
    page.getByRole("button", { name: "Part the two groups" }),
    page.getByRole("button", { name: "Heal" }),
  ];
  const anna = page.getByRole("button", { name: /^anna/ });
  await anna.waitFor();
  if ((await anna.getAttribute("aria-pressed")) === "true") {
    await anna.click();
    await page.getByRole("button", { name: /^ben/ }).click();
  }
  await page.getByRole("button", { name: "anna left", pressed: false }).waitFor();
  await page.getByRole("button", { name: "ben right", pressed: true }).waitFor();
  expect([await part.isEnabled(), await heal.isEnabled()]).toEqual([true, false]);

  await part.click();
  await page.getByText("Nothing passes between left and right.").waitFor();
  const reaches = async (value: number) => {
    await room.ask("anna", { type: "put", key: "x", value });
    await new Promise((done) => setTimeout(done, 300));
    return (await room.ask("ben", { type: "get", key: "x" })) === value;
  };
  expect(await reaches(1)).toBe(false);
  await heal.click();
  await page.getByText("Everyone reaches everyone.").waitFor();
  await eventually("what anna says reaches ben", () => reaches(2));

  // Where all stand on one side there is nobody to part.
  await page.getByRole("button", { name: "ben right" }).click();
  await page.getByRole("button", { name: "ben left", pressed: false }).waitFor();
  expect(await part.isEnabled()).toBe(false);
  await room.stop();
  await page.getByText("No room is open on this computer.").waitFor();
  await page.context().close();
});

test("nobody asks a room without the lecturer's login, or from another page", {
  timeout: PAGE_PATIENCE,
}, async () => {
  process.env.VERTEILT_ROOM = door;
  const room = await openRoom();
  const address = `${served.url.origin}/verteilt/room`;
  const body = JSON.stringify({ question: "Forged?" });
  expect((await fetch(address, { redirect: "manual" })).status).toBe(302);
  expect((await fetch(address, { method: "POST", body, redirect: "manual" })).status).toBe(403);
  const { port, token } = JSON.parse(readFileSync(door, "utf8"));
  const straight = (headers: Record<string, string>, text = body) =>
    fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body: text }).then(({ status }) => status);
  expect(await straight({})).toBe(403);
  expect(await straight({ authorization: `Bearer ${token.slice(1)}x` })).toBe(403);
  const allowed = { authorization: `Bearer ${token}` };
  expect(await straight(allowed, "x".repeat(20_000))).toBe(400);
  expect(await straight(allowed, JSON.stringify({ question: "A", choices: ["only one"] }))).toBe(400);
  expect(await straight(allowed)).toBe(200);
  const part = (groups: unknown) =>
    fetch(`http://127.0.0.1:${port}/`, { method: "PUT", headers: allowed, body: JSON.stringify({ groups }) });
  expect((await fetch(address, { method: "PUT", body: "{}", redirect: "manual" })).status).toBe(403);
  const sorry = { sorry: "there is nobody of such a name in the room." };
  for (const groups of ["anna", [["anna"], ["ben"]], [[{}]], undefined]) {
    const refused = await part(groups);
    expect([refused.status, await refused.json()]).toEqual([400, sorry]);
  }
  await room.stop();
});

test("slides in a file say where to answer, or how to open a room", { timeout: PAGE_PATIENCE }, async (context) => {
  const file = pathToFileURL(deck).href;
  const page = await open(context, `${file}?room=192.168.1.5:4280&code=abc234`, 1);
  await page.getByRole("button", { name: "Where to answer" }).click();
  expect(await page.locator("dialog.poll .large").allTextContents()).toEqual(["192.168.1.5:4280", "abc234"]);
  await page.context().close();

  const other = await open(context, file, 1);
  await other.getByRole("button", { name: "Where to answer" }).click();
  expect(await other.locator("dialog.poll code").textContent()).toBe(
    'const room = await openClass("ds1");\nawait room.poll("How many is it?");',
  );
  await other.locator("dialog.poll input").fill("http://10.0.0.7:4280 k7f3xy");
  await other.keyboard.press("Enter");
  expect(await other.locator("dialog.poll .large").allTextContents()).toEqual(["10.0.0.7:4280", "k7f3xy"]);
  await other.context().close();
});
