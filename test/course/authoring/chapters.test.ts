import { describe, expect, test } from "vitest";
import { chapterFaults, formatted } from "../../../kernel-lib/course/authoring/chapter-faults.mjs";
import { minutesOf } from "../../../kernel-lib/course/authoring/minutes.mjs";
import { oneSentenceALine } from "../../../kernel-lib/course/authoring/sentences.mjs";

type Cell = Parameters<typeof minutesOf>[0]["cells"][number];
const markdown = (source: string, metadata: object = {}): Cell => ({ cell_type: "markdown", source, metadata });
const code = (source: string, metadata: object = {}): Cell => ({ cell_type: "code", source, metadata, outputs: [] });
const collapsed = { jupyter: { source_hidden: true } };
const more = { tags: ["more"] };
const notebook = (cells: Cell[], minutes = 1) => ({
  cells,
  metadata: { verteilt: { minutes } },
  nbformat: 4,
  nbformat_minor: 5,
});

describe("one sentence a line", () => {
  test.each([
    ["One. Two! Three?", "One.\nTwo!\nThree?"],
    ["- One. Two.\n  - Three. *Four.*", "- One.\n  Two.\n  - Three.\n    *Four.*"],
    ["1. One. Two.", "1. One.\n   Two."],
    ["> One. Two.", "> One.\n> Two."],
    ["**See.** It fell (at once). Then `x. Y` rose.", "**See.**\nIt fell (at once).\nThen `x. Y` rose."],
  ])("%j", (before, after) => {
    expect(oneSentenceALine(before)).toBe(after);
    expect(oneSentenceALine(after)).toBe(after);
  });

  test.each([
    "See e.g. Tanenbaum, i.e. M. van Steen, cf. A. S. Tanenbaum.",
    "It takes 1.5 ms, or 3. of all",
    "| One. Two. | Three. Four. |",
    "## One. Two.",
    "```ts\nOne. Two.\n```",
    "<details><summary>One. Two.</summary>",
    "[One. Two](https://a.org/B. C)",
  ])("leaves %j as it is", (text) => expect(oneSentenceALine(text)).toBe(text));
});

describe("minutes", () => {
  test("are words / 200, 1 for a code cell shown, 3 for a guess or lines to write", () => {
    const cells = [
      markdown("word ".repeat(400)),
      code("await run(system)"),
      code('const keys = predict<number>("1.1", "How many?", undefined);\nkeys'),
      code('class Mine {}\nawait checkpoint("1.2", Mine, judge);'),
      code('// Compares.\nawait checkpoint("1.1", keys, 20);', collapsed),
      markdown("word ".repeat(4000), { slideshow: { slide_type: "notes" } }),
      markdown("## More: word word", more),
      code("await run(system)", more),
    ];
    expect(minutesOf(notebook(cells))).toEqual({ lecture: 2 + 1 + 3 + 3, more: 2 });
  });

  test("are written into the chapter", () => {
    const written = formatted(notebook([markdown("Short. Plan about 90 minutes."), code("1"), code("2")], 90));
    expect(written.metadata.verteilt).toEqual({ minutes: 3 });
    expect(written.cells[0]!.source).toEqual(["Short.\n", "Plan about 3 minutes."]);
    expect(chapterFaults(written)).toEqual([]);
  });
});

describe("a chapter's faults", () => {
  const faultsOf = (...cells: Cell[]) =>
    chapterFaults(notebook(cells, minutesOf(notebook(cells)).lecture)).map((fault) => fault.replace(/^cell \d+ /, ""));

  test.each([
    ["asserts", "assert.equal(1, 1);"],
    ["plots", 'plot({ data: [], alt: "" })'],
    ["compares a guess", 'await checkpoint("1.1", guess, 20);'],
  ])("%s in sight of the reader", (what, text) => {
    const [fault] = faultsOf(code(text));
    expect(fault).toContain(`${what} in sight of the reader: collapse it`);
    expect(faultsOf(code(`// Says what it does.\n${text}`, collapsed))).toEqual([]);
  });

  test("lines that a student writes stay in sight", () => {
    expect(faultsOf(code('const mine = undefined;\n\nawait checkpoint("1.2", mine, async (it) => it());'))).toEqual([]);
  });

  test("a collapsed cell without a caption, an open note, a crowded line, a part without its word", () => {
    const faults = faultsOf(
      code("x", collapsed),
      markdown("Ask the room.", { slideshow: { slide_type: "notes" } }),
      markdown("One. Two."),
      markdown("## Extras", more),
    );
    expect(faults.map((fault) => fault.replace(/^\([^)]*\) /, "").split(":")[0])).toEqual([
      "is collapsed and has no caption",
      'is a speaker note and does not begin with <details class="speaker-notes">',
      "has several sentences on a line",
      "begins what is not part of the lecture",
    ]);
  });

  test("wrong minutes, and too many of them", () => {
    expect(chapterFaults(notebook([code("1")], 90))).toEqual([
      "takes 1 minutes and says 90: npm run chapters -- --write",
    ]);
    const many = Array.from({ length: 121 }, (_, i) => code(String(i)));
    expect(chapterFaults(notebook(many, 121))).toEqual([
      'takes 121 minutes, more than 120: give the tag "more" to what can be read later',
    ]);
  });
});
