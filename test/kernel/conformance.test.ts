// PyPI's jupyter_kernel_test, run with the Python of .venv.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { kernelMain } from "../support/kernel-client.js";

const python = resolve(process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python");

test.skipIf(!existsSync(python) && !process.env.CI)(
  "the public conformance suite finds no failure, and skips only the pager",
  async () => {
    const report = await new Promise<string>((done) =>
      execFile(python, [resolve(__dirname, "conformance.py"), kernelMain], (_error, _stdout, stderr) => done(stderr)),
    );
    const outcomes = Object.fromEntries(
      [...report.matchAll(/^(test_\w+) .*\.\.\. (ok|skipped|FAIL|ERROR)/gm)].map(([, name, outcome]) => [
        name,
        outcome,
      ]),
    );
    expect(report).toMatch(/^OK \(skipped=1\)$/m);
    expect(outcomes).toEqual({
      test_clear_output: "ok",
      test_completion: "ok",
      test_display_data: "ok",
      test_error: "ok",
      test_execute_result: "ok",
      test_execute_stderr: "ok",
      test_execute_stdout: "ok",
      test_history: "ok",
      test_inspect: "ok",
      test_is_complete: "ok",
      test_kernel_info: "ok",
      test_pager: "skipped",
    });
  },
);
