// Polls on phones: the page beside the server, in a real browser as wide as a phone.
import type { Poll, Room } from "kernel-lib";
import { Ballot } from "kernel-lib/dist/src/engine/cluster/ballot.js";
import type { Browser, Page } from "playwright-core";
import { afterEach, expect, test, vi } from "vitest";
import { openBrowser, PAGE_PATIENCE } from "../../support/chromium.js";
import { openRoom } from "../../support/class.js";
import { eventually } from "../../support/eventually.js";

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

let browser: Browser | undefined;
vi.setConfig({ testTimeout: PAGE_PATIENCE });
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

/** The room's page on a phone. */
async function visit(room: Room, locale = "en-GB"): Promise<Page> {
  const page = await (await browser!.newContext({ ...phone, locale })).newPage();
  page.setDefaultTimeout(PAGE_PATIENCE);
  await page.goto(room.link);
  return page;
}
const shown = (poll: Poll) => poll.answers.map(({ answer }) => answer);

test("a choice is tapped, counted once, and can be changed", async (context) => {
  const room = await openRoom();
  browser = await openBrowser(context);
  const page = await visit(room);
  await page.getByText("No question yet. It will appear here.").waitFor();
  const poll = await room.poll("Who is right <b>now</b>?", { choices: ["anna", "<img src=x onerror=alert(1)>"] });
  await page.getByRole("heading", { name: "Who is right <b>now</b>?" }).waitFor();
  expect(await page.locator("img").count()).toBe(0);
  await page.getByRole("button", { name: "anna" }).tap();
  await page.getByText("Thank you, your answer has arrived.").waitFor();
  await eventually("it is counted", () => shown(poll).length === 1);
  await page.getByRole("button", { name: "<img" }).tap();
  await eventually("it is changed", () => shown(poll)[0] !== "anna");
  expect(shown(poll)).toEqual(["<img src=x onerror=alert(1)>"]);
  expect(await page.getByRole("button", { name: "<img" }).getAttribute("aria-pressed")).toBe("true");
  // Nothing is wider than the phone, and every target is large enough for a thumb.
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  for (const button of await page.getByRole("button").all())
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(48);
  await poll.close();
  await page.getByText("No question yet. It will appear here.").waitFor();
});

test("words are sent in German, hidden by the lecturer, and drawn as text", async (context) => {
  const room = await openRoom();
  browser = await openBrowser(context);
  const page = await visit(room, "de-DE");
  await page.getByText("Noch keine Frage. Sie erscheint hier.").waitFor();
  const poll = await room.poll("One word for today?", { words: true });
  for (const word of ["clear", "<script>alert(1)</script>"]) {
    await page.getByLabel("Deine Antwort").fill(word);
    await page.getByRole("button", { name: "Senden" }).tap();
    await page.getByText("Danke, deine Antwort ist angekommen.").waitFor();
    await eventually("it is counted", () => shown(poll).includes(word));
  }
  poll.hide("Clear");
  expect(shown(poll)).toEqual(["<script>alert(1)</script>"]);
  const figure = await poll.close();
  expect(figure.data).toMatchObject([{ x: [1], y: ["&lt;script&gt;alert(1)&lt;/script&gt;"] }]);
});

test("a wrong link says so, and the spoken code leads to the right one", async (context) => {
  const room = await openRoom();
  browser = await openBrowser(context);
  const { origin } = new URL(room.link);
  const page = await (await browser!.newContext(phone)).newPage();
  page.setDefaultTimeout(PAGE_PATIENCE);
  await page.goto(`${origin}/nonsense`);
  expect(await page.textContent("body")).toContain("the code of this link is wrong, or the room it led to is closed.");
  await page.goto(origin);
  await page.getByLabel("The code you were told").fill("aaaaaa");
  await page.getByRole("button", { name: "Enter" }).tap();
  await page.getByText('"aaaaaa" is not the code of this room.').waitFor();
  await page.getByLabel("The code you were told").fill((room as any).spoken.toUpperCase());
  await page.getByRole("button", { name: "Enter" }).tap();
  await page.waitForURL(room.link);
});

test("an answer is one of the choices, or a few short words", () => {
  const choice = new Ballot(["A", "B"]);
  expect(choice.give("anna", "C")).toBe('the answers are "A", "B".');
  expect(choice.give("anna", "A")).toBeUndefined();
  expect(choice.give("anna", "B")).toBeUndefined();
  expect(choice.give("anna", "A")).toBe("that was fast. Wait a moment, and answer again.");
  expect(choice.answers).toEqual([{ answer: "B" }]);

  const words = new Ballot(undefined);
  expect(words.give("a", " \u0000\n ")).toBe("the answer is empty.");
  expect(words.give("b", `long ${"x".repeat(100)}`)).toBeUndefined();
  expect(words.give("c", "one\u202e\n  two")).toBeUndefined();
  expect(words.answers).toEqual([{ answer: `long ${"x".repeat(34)}…` }, { answer: "one two" }]);
});
