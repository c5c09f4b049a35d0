// A real browser for the tests that need one. Where none is installed they are skipped with the reason, and fail in CI.
import { chromium } from "playwright-core";
import type { TestContext } from "vitest";
import { CHROMIUM_FLAGS, findChromium, howToGetChromium } from "../../kernel-lib/course/slides/chromium.mjs";

/** How long (ms) a page may take to load or to answer on a busy machine: for setDefaultTimeout, and for a test's timeout. */
export const PAGE_PATIENCE = 240_000;

/** Opens a browser, or skips the test. The caller closes it. */
export async function openBrowser(test: TestContext) {
  const executablePath = findChromium();
  if (executablePath) return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const reason = `This test needs Chromium or Chrome. To install one: ${howToGetChromium()}`;
  if (process.env.CI) throw new Error(reason);
  return test.skip(reason);
}
