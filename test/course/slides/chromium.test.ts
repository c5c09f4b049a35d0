import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findChromium } from "../../../kernel-lib/course/slides/chromium.mjs";
import { openPrinter } from "../../../kernel-lib/course/slides/print.mjs";

afterEach(() => {
  vi.unstubAllEnvs();
});
const fix = expect.stringContaining("set CHROMIUM to the path of a Chromium or Chrome, or to nothing (unset CHROMIUM)");

describe.skipIf(process.platform === "win32")("CHROMIUM", () => {
  test.each([["/no/such/chromium"], [tmpdir()], ["no-such-chromium"]])(
    "%s is no program: named, with what to do",
    (path) => {
      vi.stubEnv("CHROMIUM", path);
      expect(findChromium).toThrow(
        expect.objectContaining({ message: `CHROMIUM is "${path}", and there is no such program.`, fix }),
      );
    },
  );

  test("names a program by its path, or by its name on PATH", () => {
    vi.stubEnv("CHROMIUM", process.execPath);
    expect(findChromium()).toBe(process.execPath);
    vi.stubEnv("CHROMIUM", "cat");
    expect(findChromium()).toMatch(/\/cat$/);
  });

  test("is another program: named, with what that says", async () => {
    const folder = mkdtempSync(join(tmpdir(), "verteilt-chromium-"));
    const program = join(folder, "chromium");
    writeFileSync(program, "#!/bin/sh\necho I am no browser >&2\nexit 1\n");
    chmodSync(program, 0o755);
    vi.stubEnv("CHROMIUM", program);
    await expect(openPrinter()).rejects.toMatchObject({
      message: `${program} does not start as a Chromium; it says: I am no browser`,
      fix,
    });
    rmSync(folder, { recursive: true });
  });
});
