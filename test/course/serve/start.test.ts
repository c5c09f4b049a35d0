// The real JupyterLab, as `npm start -- --no-browser` serves it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { root, work } from "../../../kernel-lib/course/command/paths.mjs";
import { openBrowser, PAGE_PATIENCE } from "../../support/chromium.js";
import { ended } from "../../support/fake-project.js";
import { idleKernel } from "../../support/lab.js";

let stop = async () => {};
afterEach(() => stop());

/** The command lines of everything that runs on this machine. */
const programs = () => spawnSync("ps", ["-A", "-o", "args"], { encoding: "utf8" }).stdout;

/** Starts the course on a free port; `url` is what it printed. */
async function serve(...options: string[]) {
  const script = join(root, "kernel-lib", "course", "start.mjs");
  const child = spawn(process.execPath, [script, "--no-browser", "--port", "0", ...options]);
  const outcome = ended(child);
  stop = async () => {
    child.kill("SIGTERM");
    await outcome;
  };
  const url = await new Promise<string>((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (text) => {
      out += text;
      const address = /^ {2}(http:.*)$/m.exec(out)?.[1];
      if (address && out.includes("To stop it")) resolve(address);
    });
    outcome.then(({ err }) => reject(new Error(`npm start ended before it printed an address: ${err}`)));
  });
  return { url: new URL(url), outcome, process: child };
}

/** Without the tabs of an earlier visit, which would be there before the start page is opened in front of them. */
const afresh = (url: URL) => `${url.href}&reset`;

test("serves on loopback with a token, offers our kernel alone, and Ctrl-C leaves no process", async () => {
  const { url, outcome, process: command } = await serve();
  expect(url.hostname).toBe("127.0.0.1");
  expect(url.pathname).toBe("/lab/tree/Start.md");
  const token = url.searchParams.get("token");
  expect(token).toMatch(/^[0-9a-f]{48}$/);
  const specs = `${url.origin}/api/kernelspecs`;
  expect((await fetch(specs)).status).toBe(403);
  const { default: preferred, kernelspecs } = (await (await fetch(`${specs}?token=${token}`)).json()) as {
    default: string;
    kernelspecs: Record<string, unknown>;
  };
  expect(Object.keys(kernelspecs)).toEqual(["verteilt"]);
  expect(preferred).toBe("verteilt");
  const started = await fetch(`${url.origin}/api/kernels?token=${token}`, { method: "POST" });
  const { id, name } = (await started.json()) as { id: string; name: string };
  expect(name).toBe("verteilt");
  if (process.platform !== "win32") expect(programs()).toContain(id);

  command.kill("SIGINT");
  const { code, out } = await outcome;
  expect(code).toBe(130);
  expect(out.trimEnd().split("\n").at(-1)).toBe("Stopped. To continue, run: npm start -- --no-browser --port 0");
  await expect(fetch(url)).rejects.toThrow("fetch failed");
  if (process.platform !== "win32") {
    expect(programs()).not.toContain(`port=${url.port}`);
    expect(programs()).not.toContain(id);
  }
});

test("opens on a rendered start page, asks nothing, and needs no network", { timeout: 240_000 }, async (context) => {
  const browser = await openBrowser(context);
  const { url } = await serve();
  try {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(PAGE_PATIENCE);
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      const { protocol, hostname, href } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== url.hostname) elsewhere.push(href);
    });
    await page.goto(url.href);
    await page.getByRole("heading", { name: "Verteilt: distributed systems you can run" }).waitFor();
    await page.getByRole("heading", { name: "Chapters" }).waitFor();
    // News would be asked for in a notification a moment after the page is there.
    await page.waitForTimeout(3000);
    expect(await page.locator(".Toastify__toast, .jp-Dialog").count()).toBe(0);
    const chapter = page.locator('.jp-RenderedMarkdown a[href*=".ipynb"]').first();
    if (await chapter.count()) {
      const name = decodeURIComponent((await chapter.getAttribute("href"))?.split("/").at(-1) ?? "").split("?")[0];
      await chapter.click();
      await page.locator(".lm-TabBar-tab.lm-mod-current", { hasText: name }).first().waitFor();
    }
    expect(elsewhere).toEqual([]);
  } finally {
    await browser.close();
  }
});

test("lecturers get nbgrader's Formgrader with the course's exercises", { timeout: 240_000 }, async (context) => {
  const browser = await openBrowser(context);
  const { url } = await serve("--originals");
  try {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(PAGE_PATIENCE);
    await page.goto(afresh(url));
    // JupyterLab opens the start page last, in front of whatever was opened meanwhile.
    await page.getByRole("heading", { name: "Verteilt: distributed systems you can run" }).waitFor();
    await page.getByRole("menuitem", { name: "Nbgrader" }).click();
    await page.locator('[data-command="nbgrader:open-formgrader"]').click();
    const row = page.frameLocator("iframe").getByRole("row", { name: /01-what-is-a-distributed-system/ });
    await row.waitFor();
    expect(await page.getByRole("menuitem", { name: /Assignment List|Course List/ }).count()).toBe(0);
  } finally {
    await browser.close();
  }
});

test("lecturers begin on a page of the originals, and opening one does not change it", {
  timeout: 2 * PAGE_PATIENCE,
}, async (context) => {
  const browser = await openBrowser(context);
  const { url } = await serve("--originals");
  try {
    expect(url.pathname).toBe("/lab/tree/Start.md");
    const original = join(root, "notebooks/04-processes-and-threads.ipynb");
    const before = readFileSync(original);
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(PAGE_PATIENCE);
    await page.goto(afresh(url));
    const links = page.locator(".jp-RenderedMarkdown a");
    await links.filter({ hasText: "4. Processes, threads, servers" }).waitFor();
    const rows = page.locator('.jp-RenderedMarkdown a[href*="/solutions/"]');
    expect(await rows.count()).toBeGreaterThan(5);
    const listed = await page.locator(".jp-DirListing-itemText").allTextContents();
    expect(listed).toContain("notebooks");
    expect(listed).not.toContain("node_modules");

    await links.filter({ hasText: "4. Processes, threads, servers" }).click();
    await idleKernel(page);
    // What the kernel says about itself is written into the notebook a moment later.
    await page.waitForTimeout(3000);
    await page.locator(".lm-TabBar-tab", { hasText: "04-processes-and-threads.ipynb" }).waitFor();
    expect(await page.locator(".jp-mod-dirty").count()).toBe(0);
    expect(readFileSync(original).equals(before)).toBe(true);
  } finally {
    await browser.close();
  }
});

test("the start page hands an exercise in: one file under the right name, and what is still open", async (context) => {
  const browser = await openBrowser(context);
  const { url } = await serve();
  const file = join(work, "hand-in", "04-processes-and-threads.ipynb");
  const wasThere = existsSync(file);
  try {
    const browsing = await browser.newContext();
    const page = await browsing.newPage();
    await page.goto(url.href);
    const link = page.locator('.jp-RenderedMarkdown a[href$="hand-in?exercise=04-processes-and-threads"]');
    const [handIn] = await Promise.all([browsing.waitForEvent("page"), link.click({ timeout: 60_000 })]);
    await handIn.getByRole("heading", { name: "Hand in: 04-processes-and-threads" }).waitFor({ timeout: 60_000 });
    expect(await handIn.locator("strong").textContent()).toMatch(/^\d of 4 answers (is|are) given\. Still open:$/);
    const [download] = await Promise.all([handIn.waitForEvent("download"), handIn.locator("a.file").click()]);
    expect(download.suggestedFilename()).toBe("04-processes-and-threads.ipynb");
    expect(readFileSync(await download.path()).equals(readFileSync(file))).toBe(true);

    await handIn.goto(`${url.origin}/verteilt/hand-in?exercise=${encodeURIComponent("<b>--help")}`);
    await handIn.getByText('There is no exercise "<b>--help".').waitFor();
    expect((await fetch(`${url.origin}/verteilt/hand-in`, { redirect: "manual" })).status).toBe(302);
  } finally {
    await browser.close();
    if (!wasThere) rmSync(file, { force: true });
  }
});
