// A small notebook as slides in their print view, opened once for the tests that print it. Its folder has a name as folders
// of users have.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, type TestContext } from "vitest";
import { buildSlides } from "../../kernel-lib/course/slides/build.mjs";
import { openPrintView } from "../../kernel-lib/course/slides/print.mjs";
import { openBrowser, PAGE_PATIENCE } from "./chromium.js";
import { type Given, notebookOf } from "./slide-cells.js";

export interface PrintView {
  readonly folder: string;
  /** The page of the notebook's slides; skips the test where there is no browser. */
  open(test: TestContext): Promise<Page>;
  /** A page of other slides, from a notebook with these cells. */
  openAnother(test: TestContext, name: string, cells: readonly Given[]): Promise<Page>;
}

/** Call it in a `describe`. */
export function printView(name: string, cells: readonly Given[]): PrintView {
  const folder = mkdtempSync(join(tmpdir(), "verteilt handout ü "));
  let html: string;
  let browser: Browser | undefined;
  let view: Page | undefined;

  const build = (name: string, cells: readonly Given[]) => {
    const file = join(folder, `${name}.ipynb`);
    writeFileSync(file, notebookOf(cells));
    return buildSlides(file, { folder, kept: folder });
  };
  const pageOf = async (test: TestContext, html: string) => {
    browser ??= await openBrowser(test);
    return (await openPrintView(browser, html)).page;
  };

  beforeAll(async () => {
    html = await build(name, cells);
  }, PAGE_PATIENCE);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    folder,
    open: async (test) => (view ??= await pageOf(test, html)),
    openAnother: async (test, name, cells) => pageOf(test, await build(name, cells)),
  };
}
