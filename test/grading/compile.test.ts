// Compiling a submission: what it costs is bounded, and what is declared again is told.
import { compile } from "kernel-lib/dist/grading/sandbox/compile.js";
import { expect, test } from "vitest";

const given = 'import assert from "node:assert/strict";\nclass Tools { of() { return 1; } }\nclass Other {}';
const wanted = [{ names: ["f"], classes: ["Tools"], end: 2 }];
const compiled = (code: string, seconds?: number) =>
  compile(
    "none",
    {
      cells: [
        { code: given, given: true },
        { code, given: false },
      ],
      wanted,
    },
    seconds,
  );

test("names that were given and are declared otherwise are told, and what was given stays at hand", async () => {
  const { again, programs, seconds } = await compiled(
    'import assert from "node:assert/strict";\nclass Tools { of() { return 2; } }\nfunction f() { return new Tools(); }',
  );
  expect(again).toEqual([["Tools"]]);
  expect(programs[0]).toContain("__given({ Tools });");
  expect(seconds).toBeGreaterThan(0);
});

test.skipIf(process.platform === "win32")(
  "a submission that takes too long to compile is named as such, and not tried again",
  async () => {
    // Each pass over the cell finds one more that is needed.
    const chain = Array.from({ length: 8000 }, (_, i) => `const a${7999 - i} = () => a${8000 - i};`).join("\n");
    await expect(compiled(`function f() { return a0; }\n${chain}`, 1)).rejects.toThrow(
      expect.objectContaining({
        name: "Uncompilable",
        message: "The cells could not be compiled: it takes more than 1 s.",
      }),
    );
  },
  120_000,
);
