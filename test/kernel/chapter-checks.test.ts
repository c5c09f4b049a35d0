// A cell that checks what a chapter states: where a reader has changed a number, it says so calmly, and nothing stops.
import { describe, expect, test } from "vitest";
import { runCells } from "../support/notebook.js";

const head = 'import assert from "node:assert/strict";\nconst waits = [10, 300];';
const caption = "// Checks the numbers this chapter states.";
const calm = "The numbers above are not the chapter's any more, so this check says nothing.";

const ends = (cells: string[], env: NodeJS.ProcessEnv) =>
  runCells(
    cells.map((source) => ({ source })),
    { env, stop: true },
  );

describe("for a reader", () => {
  test("a check that is not met is one calm line, and the cells below run", async () => {
    const check = `${caption}\nconst last = waits[1];\nassert.equal(last, 500);`;
    const ran = await ends([head, check, "last + waits[0]"], { VERTEILT_CHECKS: "" });
    expect(ran.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
    expect(ran[1].outputs).toEqual([
      expect.objectContaining({
        output_type: "execute_result",
        data: { "text/plain": calm, "text/html": `<span style="font-size: 14px; opacity: 0.75">${calm}</span>` },
      }),
    ]);
    expect((ran[2].outputs[0] as any).data["text/plain"]).toBe("310");
  });

  test("a number that is missing is one that has changed", async () => {
    const check = `${caption}\nassert.equal((waits as any)[7].ms, 500);`;
    const ran = await ends([head, check], { VERTEILT_CHECKS: "" });
    expect((ran[1].outputs[0] as any).data["text/plain"]).toBe(calm);
  });

  test("a check that is met shows nothing", async () => {
    const ran = await ends([head, `${caption}\nassert.equal(waits[1], 300);`], { VERTEILT_CHECKS: "" });
    expect(ran[1].outputs).toEqual([]);
  });

  test("it is in the course's language", async () => {
    const check = `${caption}\nassert.ok(false);`;
    const ran = await ends([head, check], { VERTEILT_CHECKS: "", VERTEILT_LANGUAGE: "de" });
    expect((ran[1].outputs[0] as any).data["text/plain"]).toBe(
      "Die Zahlen oben sind nicht mehr die des Kapitels, also sagt diese Prüfung nichts.",
    );
  });

  test("any other cell fails as ever, one of the reader's own included", async () => {
    const own = "// Checks whether I am right.\nassert.equal(waits[1], 500);";
    const ran = await ends([head, own], { VERTEILT_CHECKS: "" });
    expect(ran[1].outputs[0]).toMatchObject({ output_type: "error", ename: "AssertionError" });
  });
});

test("where chapters are tested, printed or edited, a check that is not met is an error", async () => {
  const ran = await ends([head, `${caption}\nassert.equal(waits[1], 500);`, "1"], {});
  expect(ran.map(({ status }) => status)).toEqual(["ok", "error"]);
});
