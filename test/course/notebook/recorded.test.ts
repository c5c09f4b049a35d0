// Recordings of what cells show of the clock: made in the real kernel, and shown as long as they are up to date.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { alsoTimed, demandQuiet, recordChapter } from "../../../kernel-lib/course/notebook/record.mjs";
import {
  recordingFrom,
  recordingOf,
  remarkOnRecording,
  withRecording,
} from "../../../kernel-lib/course/notebook/recorded.mjs";
import { originals } from "../../../kernel-lib/course/serve/work.mjs";
import { words } from "../../../kernel-lib/course/words/words.mjs";

const folder = mkdtempSync(join(tmpdir(), "verteilt-recorded-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "notebooks", "98-timed.ipynb");
const quiet = { processor: "A Processor", cores: 8, node: "20.20.2", date: "2026-11-29", load: 0.3 };

const output = (text: string) => ({ output_type: "stream", name: "stdout", text });
const code = (id: string, source: string, text = "", tags = ["timed"]) => ({
  ...{ id, cell_type: "code", source, metadata: { slideshow: { slide_type: "-" }, tags } },
  ...{ outputs: text ? [output(text)] : [], execution_count: null },
});
const prose = (source: string) => ({
  ...{ id: "text", cell_type: "markdown", source, metadata: { slideshow: { slide_type: "slide" } } },
});
const notebook = (...cells: (ReturnType<typeof code> | ReturnType<typeof prose>)[]) => ({
  ...{ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 },
});
type Made = ReturnType<typeof notebook>;
const recorded = notebook(prose("# Then"), code("before", "const a = 1;", "", []), code("run", "took(a)", "12 ms"));
const keep = (machine = quiet, made: Made = recorded) =>
  writeFileSync(recordingOf(file), JSON.stringify(recordingFrom(made, machine)));
const shown = (now: Made) =>
  withRecording(now, file, words("en").recorded)
    .cells.at(-1)!
    .outputs!.map(({ text, data }) => text ?? data?.["text/markdown"]);

beforeEach(() => {
  rmSync(dirname(file), { recursive: true, force: true });
  mkdirSync(join(dirname(file), "recorded"), { recursive: true });
});

describe("a recorded output", () => {
  test("stands for the live one, with the machine's name below it", () => {
    keep();
    const now = notebook(prose("# Now"), code("before", "const a = 1;", "", []), code("run", "took(a)\n", "20433 ms"));
    expect(shown(now)).toEqual([
      "12 ms",
      '<small class="recorded">Recorded on A Processor, 8 cores, Node 20.20.2, 29 November 2026</small>',
    ]);
    expect(remarkOnRecording(now, file)).toBeUndefined();
    expect(words("de").recorded(quiet, new Date(quiet.date))).toBe(
      "Aufgezeichnet auf A Processor, 8 Kernen, Node 20.20.2, 29. November 2026",
    );
  });
  test("is valid in a notebook, as nbformat has it: a result with a count, a print without", () => {
    const result = { output_type: "execute_result", metadata: {}, data: { "text/plain": "1 ms" }, execution_count: 7 };
    const made = notebook({ ...code("run", "x"), outputs: [output("1 ms"), result as never] });
    expect(recordingFrom(made, quiet).cells.run!.outputs).toEqual([
      output("1 ms"),
      { ...result, execution_count: null },
    ]);
  });
  test("does not where code before it has changed, and one line says so", () => {
    keep();
    const now = notebook(prose("# Then"), code("before", "const a = 2;", "", []), code("run", "took(a)", "20433 ms"));
    expect(shown(now)).toEqual(["20433 ms"]);
    expect(remarkOnRecording(now, file)).toBe(
      "98-timed: the times in run are this machine's, because their recording is out of date; " +
        "record it on a quiet machine: npm run record -- 98",
    );
  });
  test("is not for cells without the tag, nor in a chapter that was never recorded", () => {
    const untimed = notebook(code("run", "took(a)", "20433 ms", []));
    keep(quiet, notebook(code("run", "took(a)", "12 ms")));
    expect(shown(untimed)).toEqual(["20433 ms"]);
    expect(remarkOnRecording(untimed, file)).toBeUndefined();
    expect(remarkOnRecording(notebook(code("run", "other()", "1 ms")), file, ({ id }) => id !== "run")).toBeUndefined();
    rmSync(recordingOf(file));
    expect(shown(recorded)).toEqual(["12 ms"]);
    expect(remarkOnRecording(recorded, file)).toContain("because their recording is missing");
  });
  test("of a busy machine is shown, with a line that says so", () => {
    keep({ ...quiet, load: 9.1 });
    expect(shown(recorded)).toHaveLength(2);
    expect(remarkOnRecording(recorded, file)).toBe(
      "98-timed: its times were recorded while 9.1 programs shared 8 cores; " +
        "record it on a quiet machine: npm run record -- 98",
    );
  });
  test("that is damaged is named", () => {
    writeFileSync(recordingOf(file), "{");
    expect(() => shown(recorded)).toThrow("notebooks/recorded/98.json is damaged");
  });
  test("does not lie in students' work", () => {
    keep();
    writeFileSync(file, JSON.stringify(recorded));
    expect([...originals(folder).keys()].sort()).toEqual(["98-timed.ipynb", "Start.md"]);
  });
});

test("a busy machine does not record, unless it is told to", () => {
  const again = "npm run record -- 04";
  const busy = { ...quiet, load: 9.1 };
  expect(() => demandQuiet({ again, machine: busy })).toThrow(
    expect.objectContaining({
      message: "This machine is busy: 9.1 programs share 8 cores, so what is recorded now would be too slow.",
      fix: "close what else is running, wait a minute, then run: npm run record -- 04",
    }),
  );
  expect(demandQuiet({ again, machine: busy, anyway: true })).toBe(busy);
  expect(demandQuiet({ again, machine: quiet })).toBe(quiet);
});

test("other times in two runs are noticed, but not the progress of a long exploration", () => {
  const progress = (time: string) => ({
    output_type: "display_data",
    data: { "text/plain": `54,357 states in ${time}` },
  });
  const run = (one: string, other: string) =>
    notebook(
      { ...code("a", "x", "", []), outputs: [progress(one) as never, output("done")] },
      code("b", "y", `after ${one}`, []),
      code("c", "z", `${one.length} states`, []),
      code("d", "w", other),
    );
  expect(alsoTimed(run("4.3 s", "1 ms"), run("15.1 s", "2 ms"))).toEqual(["b"]);
});

test("a chapter is recorded in the real kernel, and a cell that lacks the tag is named", {
  timeout: 240_000,
}, async () => {
  const said: string[] = [];
  const write = process.stdout.write;
  const cells = [
    code("run", "console.log(Math.floor(performance.now() * 1000) + ' ms')"),
    code("also", "'after ' + Math.floor(performance.now() * 1000) + ' ms'", "", []),
    code("fixed", "'10 ms'", "", []),
  ];
  const live = notebook(...cells);
  writeFileSync(file, JSON.stringify(live));
  process.stdout.write = ((text: string) => said.push(text) > 0) as typeof write;
  try {
    await recordChapter(file, quiet, { kept: join(folder, "kept"), again: "npm run record" });
  } finally {
    process.stdout.write = write;
  }
  const { machine, cells: kept } = JSON.parse(readFileSync(recordingOf(file), "utf8"));
  expect(machine).toEqual(quiet);
  expect(Object.keys(kept)).toEqual(["run"]);
  expect(kept.run.outputs).toEqual([
    { name: "stdout", output_type: "stream", text: [expect.stringMatching(/^\d+ ms\n$/)] },
  ]);
  expect(shown(notebook(...cells.slice(0, 1)))).toEqual([
    kept.run.outputs[0].text,
    expect.stringContaining("Recorded on"),
  ]);
  expect(said.at(-1)).toBe('  Show other times in another run, without the tag "timed": also\n');
  expect(existsSync(`${recordingOf(file)}.${process.pid}.tmp`)).toBe(false);
});
