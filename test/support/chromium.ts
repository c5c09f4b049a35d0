// A real browser for the tests that need one. Where none is installed they are skipped with the reason, and fail in CI.
import { chromium } from "playwright-core";
import type { TestContext } from "vitest";
import { CHROMIUM_FLAGS, findChromium, howToGetChromium } from "../../kernel-lib/course/slides/chromium.mjs";

/** Opens a browser, or skips the test. The caller closes it. */
export async function openBrowser(test: TestContext) {
  const executablePath = findChromium();
  if (executablePath) return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const reason = `This test needs Chromium or Chrome. To install one: ${howToGetChromium()}`;
  if (process.env.CI) throw new Error(reason);
  return test.skip(reason);
}
