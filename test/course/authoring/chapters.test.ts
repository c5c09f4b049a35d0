import { describe, expect, test } from "vitest";
import { chapterFaults, formatted } from "../../../kernel-lib/course/authoring/chapter-faults.mjs";
import { readerFaults } from "../../../kernel-lib/course/authoring/reader-faults.mjs";
import { oneSentenceALine } from "../../../kernel-lib/course/notebook/sentences.mjs";
import { minutesOf } from "../../../kernel-lib/course/slides/minutes.mjs";

type Cell = Parameters<typeof minutesOf>[0]["cells"][number];
const markdown = (source: string, metadata: object = {}): Cell => ({ cell_type: "markdown", source, metadata });
const code = (source: string, metadata: object = {}): Cell => ({ cell_type: "code", source, metadata, outputs: [] });
const collapsed = { jupyter: { source_hidden: true } };
const more = { tags: ["more"] };
const notebook = (cells: Cell[], minutes = 1) => ({
  cells,
  metadata: { verteilt: { minutes, needs: [1] } },
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
      code("class Mine {\n  // Write onGet here.\n}"),
      code('// Compares.\nawait checkpoint("1.1", keys, 20);', collapsed),
      markdown("word ".repeat(4000), { slideshow: { slide_type: "notes" } }),
      markdown("## More: word word", more),
      code("await run(system)", more),
    ];
    expect(minutesOf(notebook(cells))).toEqual({ lecture: 2 + 1 + 3 + 3, more: 2 });
  });

  test("are written into the chapter", () => {
    const written = formatted(notebook([markdown("Short. Plan about 90 minutes."), code("1"), code("2")], 90));
    expect(written.metadata.verteilt).toEqual({ minutes: 3, needs: [1] });
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
    ["compares an answer", 'await checkpoint("1.1", guess, 20);'],
    ["compares an answer", 'class Mine extends Node {}\nawait checkpoint("1.2", written(Mine, "onGet"), judge);'],
  ])("%s in sight of the reader", (what, text) => {
    const [fault] = faultsOf(code(text));
    expect(fault).toContain(`${what} in sight of the reader: collapse it`);
    const caption = what === "asserts" ? "// Checks the numbers this chapter states." : "// Says what it does.";
    expect(faultsOf(code(`${caption}\n${text}`, collapsed))).toEqual([]);
  });

  test("a chapter's own numbers are checked beside no figure and no comparison, and after them", () => {
    const figure = 'plot({ data: [], alt: "" })';
    const beside = "asserts beside what it shows";
    expect(faultsOf(code(`// Draws it.\nassert.equal(n, 500);\n${figure}`, collapsed))[0]).toContain(beside);
    expect(faultsOf(code(`// Draws it.\nfor (const n of all) assert.ok(n);\n${figure}`, collapsed))[0]).toContain(
      beside,
    );
    expect(faultsOf(code(`// Checks what this chapter states.\nassert.ok(n);\n${figure}`, collapsed))[0]).toContain(
      "shows something beside its checks",
    );
    expect(
      faultsOf(
        code(`// Draws it.\n${figure}`, collapsed),
        code("// Checks what this chapter states: 5.\nassert.ok(n);", collapsed),
      ),
    ).toEqual([]);
  });

  test("a click lights up more than brackets and empty lines", () => {
    const lines = "class A {\n  run() {\n    go();\n  }\n\n}";
    const lit = (steps: string) => faultsOf(code(lines, { verteilt: { lines: steps } }));
    expect(lit("3 | 2-4 | 4,1 | all")).toEqual([]);
    expect(lit("3 | 4 | 5-6").map((fault) => fault.replace(/^\([^)]*\) /, ""))).toEqual([
      'lights up nothing but brackets with "4": count its lines again',
      'lights up nothing but brackets with "5-6": count its lines again',
    ]);
  });

  test("lines that a student writes stay in sight", () => {
    expect(faultsOf(code("const mine: number = undefined; // your number"))).toEqual([]);
  });

  test("what to see is folded", () => {
    expect(faultsOf(markdown("**What to see.**\nEight."))[0]).toContain("tells what to see before anyone has looked");
    expect(faultsOf(markdown("<details><summary>What to see</summary>\n\nEight.\n\n</details>"))).toEqual([]);
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

test("a chapter says what it builds on", () => {
  const lost = { ...notebook([code("1")]), metadata: { verteilt: { minutes: 1, needs: ["1"] } } };
  expect(chapterFaults(lost)[0]).toMatch(/^does not name the chapters it builds on: .*"needs": \[1, 4\]/);
});

describe("what a chapter owes its readers as a whole", () => {
  const slide = { slideshow: { slide_type: "slide" } };
  const map = (words: string) => markdown(`\`\`\`mermaid\nflowchart LR\n  accTitle: The shop of keys ${words}\n\`\`\``);
  const harder = markdown("## More: one harder step", more);
  const faultsOf = (...cells: Cell[]) =>
    readerFaults(notebook([map("through the course"), ...cells, map("after chapter 9"), harder])).map((fault) =>
      fault.replace(/^cell \d+ \(\w+, ".*"\) /, ""),
    );

  test("nothing, where all is there", () => expect(faultsOf(markdown("## Clocks", slide))).toEqual([]));

  test.each([
    ["Promise.allSettled", "await Promise.allSettled(calls)"],
    ["Atomics.wait", "Atomics.wait(cells, 0, 0);"],
    ["??=", "this.disk.log ??= [];"],
    ["super", "super.onStart();"],
    ["sweep", "await sweep({ p: [0, 1] }, f);"],
    ["sometimes", "explore(system, { sometimes: { done } });"],
    ["eventually", "explore(system, { eventually: { done } });"],
    ["lossy", "explore(system, { lossy: true });"],
    ["crashes", "explore(system, { crashes: 1 });"],
  ])("%s is explained before it is used", (term, text) => {
    const fault = `uses ${term} before a text has explained it: say before what \`${term}\` does`;
    expect(faultsOf(code(text))).toEqual([fault]);
    expect(faultsOf(code(text), markdown(`Here \`${term}\` is explained too late.`))).toEqual([fault]);
    expect(faultsOf(markdown(`\`${term}\` does this.`), code(text))).toEqual([]);
    expect(faultsOf(code(`// Draws it.\n${text}`, collapsed))).toEqual([]);
  });

  test.each(["- the mind map *Distributed Applications*", "From our notes, node 1.4.8."])(
    "%j can be opened by nobody",
    (text) =>
      expect(faultsOf(markdown(text))).toEqual([expect.stringMatching(/^names a source that no reader can open: "/)]),
  );

  test.each([
    ["Text.\n\nSource: slides *Verteilte Systeme*", 1],
    ["Text.\n\nSource: the slides [*Verteilte Systeme*](https://www.draketo.de)", 0],
    ["Text.\n\nSources: Lamport (1978), page 2", 0],
  ])("a source has a link or a year: %j", (text, count) => expect(faultsOf(markdown(text))).toHaveLength(count));

  test("a map of the shop opens and closes it, and a harder step ends it", () => {
    expect(readerFaults(notebook([markdown("## Clocks", slide)]))).toEqual([
      "has no map of the shop after its objectives: where the shop of keys stands",
      "closes without a map of the shop: where it stands now",
      'has no harder step: end it with "## More: one harder step"',
    ]);
    expect(readerFaults(notebook([map("through the course"), harder]))).toEqual([
      "closes without a map of the shop: where it stands now",
    ]);
  });

  test("the lecture has 45 slides at most, and comes first", () => {
    const slides = Array.from({ length: 46 }, (_, i) => markdown(`## Slide ${i}`, slide));
    expect(faultsOf(...slides.slice(1))).toEqual([]);
    expect(faultsOf(...slides)).toEqual(['has 46 cells that begin a slide, more than 45: give some the tag "more"']);
    expect(faultsOf(harder, markdown("Late.", slide))[0]).toContain("is part of the lecture, and stands after");
    expect(readerFaults(notebook([map("through the course"), map("after"), harder, markdown("## Glossary")]))).toEqual(
      [],
    );
  });
});
