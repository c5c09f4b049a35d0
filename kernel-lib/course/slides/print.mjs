// Prints finished slides to PDF in an installed Chromium, and checks there that everything fits and nothing is
// fetched.

import { renameSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS, findChromium, wrongChromium } from "./chromium.mjs";

/**
 * @typedef {{ slide: number, heading: string, what: string, by: number }} Overflow `slide` counts printed pages from 1
 */

/**
 * A browser that prints, or undefined if no Chromium is installed; throws if the one that CHROMIUM names does not work.
 * Close it when done; it ends with this process anyway.
 * @returns {Promise<import("playwright-core").Browser | undefined>}
 */
export async function openPrinter() {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  // main.mjs handles signals, and exits.
  const mine = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS, ...mine }).catch((error) => {
    const said = /\[err\] (.+)/.exec(error.message)?.[1];
    throw wrongChromium(`${executablePath} does not start as a Chromium${said ? `; it says: ${said}` : "."}`);
  });
}

/** How long (ms) a chapter may take to load and to lay itself out on a busy computer. */
const PATIENCE = 120_000;

/**
 * Opens the print view of slides, every fragment shown. Close the page when done.
 * @param {import("playwright-core").Browser} browser
 * @param {string} html the file of the slides
 * @returns {Promise<{ page: import("playwright-core").Page, fetched: string[] }>} the addresses that slides tried to
 *   load
 */
export async function openPrintView(browser, html) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  /** @type {string[]} */
  const fetched = [];
  await page.route(/^(https?|wss?|ftp):/, (route) => {
    fetched.push(route.request().url());
    return route.abort();
  });
  await page.goto(`${pathToFileURL(html).href}?print-pdf`, { timeout: PATIENCE });
  await page.waitForSelector("html[data-ready], html[data-failed]", { state: "attached", timeout: PATIENCE });
  const failed = await page.evaluate("document.documentElement.dataset.failed");
  if (failed) throw new Error(`The slides do not start in Chromium: ${failed}`);
  return { page, fetched };
}

/**
 * Prints slides, one page each.
 * @param {import("playwright-core").Page} page their print view
 * @param {string} pdf the file to write
 * @returns {Promise<{ slides: number, overflows: Overflow[] }>} what does not fit
 */
export async function print(page, pdf) {
  const overflows = /** @type {Overflow[]} */ (await page.evaluate("verteilt.overflow()"));
  const slides = Number(await page.evaluate("document.querySelectorAll('.pdf-page').length"));
  await printTo(page, pdf, { outline: true });
  return { slides, overflows };
}

/**
 * Writes the whole PDF or none.
 * @param {import("playwright-core").Page} page
 * @param {string} pdf
 * @param {{ outline: boolean }} options
 */
export async function printTo(page, pdf, { outline }) {
  const part = `${pdf}.part`;
  rmSync(part, { force: true });
  await page.pdf({ path: part, preferCSSPageSize: true, printBackground: true, outline, tagged: true });
  renameSync(part, pdf);
}
