// What a lecture hall sees: the order of cells on slides, without a browser.
import { describe, expect, test } from "vitest";
import { type readNotebook, source } from "../../../kernel-lib/course/notebook/notebook.mjs";
import { arrange } from "../../../kernel-lib/course/slides/arrange.mjs";
import { nameOfSlides } from "../../../kernel-lib/course/slides/build.mjs";
import { lineSteps, wrongSteps } from "../../../kernel-lib/course/slides/line-steps.mjs";
import { longText } from "../../../kernel-lib/course/slides/long-text.mjs";
import { readPackage } from "../../../kernel-lib/course/slides/page.mjs";
import { withoutLeftOut } from "../../../kernel-lib/course/slides/plan.mjs";
import { inLanguage } from "../../../kernel-lib/course/slides/reveal-words.mjs";
import { checkSlideTypes, isOnSlides } from "../../../kernel-lib/course/slides/slide-types.mjs";
import { wordsIn } from "../../../kernel-lib/course/slides/words.mjs";

const PLOTLY = "application/vnd.plotly.v1+json";

type Cell = ReturnType<typeof readNotebook>["cells"][number];
let made = 0;
const cell = (cell_type: string, slide_type: string, text: string, more: Partial<Cell> = {}): Cell => ({
  cell_type,
  id: `id-${made++}`,
  source: text,
  ...(cell_type === "code" && { outputs: [] }),
  ...more,
  metadata: { slideshow: { slide_type }, ...more.metadata },
});
const notebook = (...cells: Cell[]) => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
const plain = (text: string) => ({
  outputs: [{ output_type: "execute_result", metadata: {}, data: { "text/plain": text } }],
});
const figure = (title = "") => ({
  outputs: [
    {
      output_type: "execute_result",
      data: { [PLOTLY]: { data: [], layout: { title: { text: title } } }, "text/plain": "A figure" },
    },
  ],
});
const title = cell("markdown", "slide", "# A chapter");
const words = (count: number, word = "word") => `${`${word} `.repeat(count - 1)}${word}.`;
const code = (lines: number) => "x;\n".repeat(lines).trimEnd();

/** The slides after the title: what kind each is, and for each cell its slide type and the first line of what it shows. */
function slides(...cells: Cell[]) {
  const shown = (each: Cell) =>
    each.cell_type === "code" && each.metadata.verteilt.hideInput
      ? (each.outputs?.[0]?.data?.["text/markdown"] ?? "a figure")
      : source(each).split("\n")[0];
  return arrange(notebook(title, ...cells))
    .slides.slice(1)
    .map((slide) => [
      slide[0]!.metadata.verteilt.starts.kind,
      ...slide.map((each) => `${each.metadata.slideshow.slide_type}: ${shown(each)}`),
    ]);
}
const guess = (type = "-") =>
  cell(
    "code",
    type,
    'const g = predict<number>("C1", "how many?", undefined);\ng',
    plain("C1: how many?\nNo guess yet."),
  );
const collapsed = { metadata: { jupyter: { source_hidden: true } } };
const compare = (why = "Because.", truth = "It is 42.") =>
  cell("code", "fragment", '// Compares.\nawait checkpoint("C1", g, 42, "because")', {
    ...plain(`C1: 0 of 1 point\n  open: how many?\n    No guess yet. ${truth}\n${why}`),
    ...collapsed,
  });
const QUESTION = '<p class="question">how many?</p>';
const answer = (truth = "42.", why = "Because.") =>
  `<div class="answer"><p><strong>${truth}</strong></p><p class="why">${why}</p></div>`;

describe("a question before its experiment", () => {
  const run = (lines = 12) => [cell("markdown", "subslide", "## Run it"), cell("code", "-", code(lines))];

  test("fills a slide; its answer is a fragment there, and the experiment follows", () => {
    expect(slides(cell("markdown", "slide", "## Predict"), guess("fragment"), ...run(), compare())).toEqual([
      ["question opening", "slide: ## Predict", `-: ${QUESTION}`, `fragment: ${answer()}`],
      ["", "subslide: ## Run it", "-: x;"],
    ]);
  });
  test("has a short experiment on its slide, called up before the answer; its text is the speaker's", () => {
    const [heading, short] = run(6);
    const said = { ...heading!, source: "## Run it\n\nOn threads." };
    const printed = { ...short!, ...plain("'killed'") };
    const asked = [cell("markdown", "slide", "## Predict"), guess()];
    const notes = cell("markdown", "notes", "Wait.");
    expect(slides(...asked, said, printed, compare(), notes)).toEqual([
      [
        "question",
        "slide: ## Predict",
        "notes: On threads.",
        "notes: Wait.",
        `-: ${QUESTION}`,
        "fragment: x;",
        `fragment: ${answer()}`,
      ],
    ]);
    expect(slides(...asked, said, { ...printed, ...figure() }, compare())).toHaveLength(2);
    expect(slides(...asked, said, printed, cell("markdown", "-", "Look."), compare())).toHaveLength(2);
  });
  test("is given away by all that code shows before its answer, which handouts therefore leave open", () => {
    const shown = (...cells: Cell[]) => arrange(notebook(title, ...cells)).slides.slice(1);
    const marked = (all: readonly Cell[][]) =>
      all.map((slide) => slide.filter((each) => each.metadata.verteilt.reveals).length);
    const drawn = () => [cell("markdown", "subslide", "## Run it"), cell("code", "-", "x", figure())];
    const asked = [cell("markdown", "slide", "## Predict"), guess()];
    expect(marked(shown(...drawn(), ...asked, ...drawn(), ...run(), compare(), ...drawn()))).toEqual([0, 0, 1, 1, 0]);
    const see = cell("markdown", "fragment", "It does.");
    const asking = shown(cell("markdown", "slide", "## Does it?"), cell("code", "-", "x", figure()), see).flat();
    const left = asking.map(({ metadata: { verteilt } }) => [verteilt.reveals, verteilt.folded].includes(true));
    expect(left).toEqual([false, true, true]);
    const told = cell("markdown", "slide", "## So\n\nit is.", { metadata: { verteilt: { reveals: true } } });
    expect(shown(told)[0]![0]!.metadata.verteilt.folded).toBe(true);
  });
  test("is guessed at before a click shows what visible code gives", () => {
    const run = (type: string, tags: string[] = []) => cell("code", type, "x", { ...plain("1"), metadata: { tags } });
    const cells = [cell("markdown", "slide", "## Run"), run("-"), run("fragment"), run("-", ["hide-input"])];
    const [slide] = arrange(notebook(title, ...cells)).slides.slice(1);
    expect(slide!.slice(1).map(({ metadata }) => metadata.verteilt.byClick)).toEqual([true, true, undefined]);
  });
  test("covers the code it is about when it is called up, as long as both fit on a page", () => {
    const asked = (lines: number) =>
      slides(cell("markdown", "slide", "## It"), cell("code", "-", code(lines)), guess(), compare());
    expect(asked(3)).toEqual([["asks", "slide: ## It", "-: x;", `fragment: ${QUESTION}`, `fragment: ${answer()}`]]);
    expect(asked(14)).toEqual([
      ["", "slide: ## It", "-: x;"],
      ["question", "subslide: ## It", `-: ${QUESTION}`, `fragment: ${answer()}`],
    ]);
  });
  test("keeps a short introduction above it, and a figure that its checkpoint draws stays with the experiment", () => {
    const drawn = compare();
    drawn.outputs = [...figure().outputs, ...drawn.outputs!];
    expect(slides(cell("markdown", "slide", `## It\n\n${words(36)}`), guess(), ...run(3), drawn)).toEqual([
      ["question opening", "slide: ## It", `-: ${QUESTION}`, `fragment: ${answer()}`],
      ["", "subslide: ## Run it", "-: x;", "fragment: a figure"],
    ]);
    expect(slides(cell("markdown", "slide", `## It\n\n${words(37)}`), guess(), compare())[0]![0]).toBe("asks");
  });
  test("leaves no slide behind of which only the heading was left", () => {
    const cells = [
      cell("markdown", "slide", "## Predict"),
      guess(),
      cell("markdown", "subslide", "## Compare"),
      compare(),
    ];
    expect(slides(...cells).map(([kind, heading]) => [kind, heading])).toEqual([["question", "slide: ## Predict"]]);
  });
  test("is answered as one speaks: yes, no, and numbers as they are read", () => {
    const said = (truth: string) => slides(cell("markdown", "slide", "## P"), guess(), compare("Why.", truth))[0]![3];
    expect(said("It is true.")).toBe(`fragment: ${answer("Yes.", "Why.")}`);
    expect(said("It is false.")).toBe(`fragment: ${answer("No.", "Why.")}`);
    expect(said("It is 1111111.")).toBe(`fragment: ${answer("1,111,111.", "Why.")}`);
    expect(said("It is 1,111,111.")).toBe(`fragment: ${answer("1,111,111.", "Why.")}`);
    expect(said("It is 976.5625.")).toBe(`fragment: ${answer("976.6.", "Why.")}`);
    expect(said('It is "hi".')).toBe(`fragment: ${answer("It is &quot;hi&quot;.", "Why.")}`);
  });
  test("begins, where a function judges, with the first sentence if that is short", () => {
    const said = (why: string) => slides(cell("markdown", "slide", "## P"), guess(), compare(why, ""))[0]![3];
    expect(said("About 300,000. So many.")).toBe(`fragment: ${answer("About 300,000.", "So many.")}`);
    const long = "This is a sentence that is too long for it.";
    const alone = (why: string) => `fragment: <div class="answer"><p class="why">${why}</p></div>`;
    expect(said(`${long} So many.`)).toBe(alone(`${long} So many.`));
    expect(said("So many.")).toBe(alone("So many."));
  });
  test("needs no line to be filled in: a task of which that is all asks by its text", () => {
    const task = cell(
      "code",
      "-",
      'const few: number = undefined; // yours\n\nawait checkpoint("C2", few, 7, "Seven.");',
      plain("C2: 0 of 1 point\n  open: Your answer\n    No answer yet. It is 7.\nSeven."),
    );
    const asked = cell("markdown", "slide", "## Your turn\n\nHow few?");
    expect(slides(asked, task)).toEqual([["task", "slide: ## Your turn", `-: ${answer("7.", "Seven.")}`]]);
    const written = { ...task, source: `class Mine {}\n\n${source(task)}` };
    expect(slides(asked, written).map(([kind]) => kind)).toEqual(["exercise"]);
    // Lines to be written, and what judges them in a cell of its own.
    const lines = cell("code", "-", "class Mine {\n  // Write onGet here.\n}");
    const judge = { ...task, metadata: { ...task.metadata, jupyter: { source_hidden: true } } };
    expect(slides(asked, lines, judge).map(([kind]) => kind)).toEqual(["exercise"]);
  });
});

describe("what fills the screen", () => {
  test("is the break, and a section's first slide where it has nothing but prose; otherwise the heading is a band", () => {
    const kinds = (...cells: Cell[]) => slides(...cells).map(([kind]) => kind);
    const next = cell("markdown", "subslide", "## Next\n\ntext");
    expect(kinds(cell("markdown", "slide", "## PAUSE\n\nBack in ten minutes."))).toEqual(["pause"]);
    expect(kinds(cell("markdown", "slide", "## Part\n\nProse."), next)).toEqual(["divider", "text"]);
    expect(kinds(cell("markdown", "slide", "## Part\n\n- a\n- b"), next)).toEqual(["opening text", "text"]);
    expect(kinds(cell("markdown", "slide", "## Part\n\nProse."), cell("code", "-", "x"), next)).toEqual([
      "opening",
      "text",
    ]);
    // A question, too.
    expect(kinds(cell("markdown", "slide", "## Part\n\nProse."), guess(), next)).toEqual(["question opening", "text"]);
    expect(kinds(cell("markdown", "subslide", "## Part\n\nProse."), guess(), next)).toEqual(["question", "text"]);
    expect(kinds(cell("markdown", "slide", `## Part\n\n${words(37)}`), guess(), next)).toEqual([
      "asks opening",
      "text",
    ]);
    expect(kinds(cell("markdown", "slide", "## After this chapter you can\n\n- a"))).toEqual(["text aims"]);
    expect(kinds(cell("markdown", "slide", "## Recap\n\n- a"))).toEqual(["text recap"]);
    // A demo opens in colour, whatever follows it; what continues it does not.
    const demo = cell("markdown", "subslide", "## Demo 2: Skynet\n\n- a");
    expect(kinds(demo, cell("markdown", "slide", "## B\n\nProse."))).toEqual(["opening text", "text"]);
    expect(kinds(demo, demo)).toEqual(["opening text", "text"]);
    expect(kinds(cell("markdown", "slide", "## Demo 3: a lock\n\nProse."), next)).toEqual(["opening text", "text"]);
    expect(kinds(cell("markdown", "slide", "## Alone\n\nProse."), cell("markdown", "slide", "## B\n\nProse."))).toEqual(
      ["text", "text"],
    );
  });
});

describe("sixty words", () => {
  const shown = (...cells: Cell[]) =>
    arrange(notebook(title, ...cells))
      .slides.slice(1)
      .map((slide) => slide.map(source));

  test("are counted without headings, sources, diagrams and code", () => {
    expect(
      wordsIn("## A heading\n\nTwo words, [a link](https://example.org/x).\n\nSource: me (1999)\n\n```ts\nx y\n```"),
    ).toBe(4);
  });
  test("a slide shows the first sentence of each paragraph; the last ones go to the speaker while it is too long", () => {
    const text = `## A\n\n${words(30, "first")}\n${words(20, "second")}\n${words(12, "third")}\n\n- ${words(5, "item")}\n  ${words(9, "more")}`;
    const [slide] = shown(cell("markdown", "slide", text));
    expect(slide).toEqual([
      `## A\n\n${words(30, "first")}\n${words(20, "second")}\n\n- ${words(5, "item")}`,
      `${words(9, "more")} ${words(12, "third")}`,
    ]);
    const arranged = arrange(notebook(title, cell("markdown", "slide", text)), { language: "de" }).notebook.cells;
    expect(source(arranged[2]!)).toMatch(/^\*\*Nicht auf der Folie\.\*\* more /);
  });
  test("no sentence goes that introduces a list", () => {
    const text = `## A\n\n${words(40)}\nNamely:\n\n- ${words(30)}`;
    expect(shown(cell("markdown", "slide", text))).toEqual([[`## A\n\n${words(40)}\nNamely:\n\n- ${words(30)}`]]);
  });
  test("a long list, or table, is continued under the same heading, its header with it", () => {
    const list = Array.from({ length: 4 }, (_, index) => `- ${words(20, `w${index}`)}`);
    expect(shown(cell("markdown", "slide", `## A\n\n${list.join("\n")}`)).map((slide) => slide.join("|"))).toEqual([
      `## A\n\n${list.slice(0, 2).join("\n")}`,
      `## A|${list.slice(2).join("\n")}`,
    ]);
    const rows = Array.from({ length: 4 }, (_, index) => `| ${words(20, `w${index}`)} |`);
    const [, second] = shown(cell("markdown", "slide", `## A\n\n| Head |\n|:--|\n${rows.join("\n")}`));
    expect(second![1]).toMatch(/^\| Head \|\n\|:--\|\n\| w2/);
  });
  test("a question keeps all that leads to it; its answer is explained by the speaker", () => {
    const [slide] = slides(
      cell("markdown", "slide", `## P\n\n${words(20)}\n${words(16)}`),
      guess(),
      compare(`${words(15, "Why")} ${words(9, "Since")}`),
    );
    expect(slide!.at(-1)).toBe(`fragment: ${answer("42.", words(15, "Why"))}`);
    expect(slide![2]).toBe(`notes: ${words(9, "Since")}`);
  });
  test("what cannot be shortened is named, and credits, which are looked up, are in the speaker view", () => {
    const long = cell("markdown", "slide", `## Long\n\n${words(61)}`);
    const credits = cell("markdown", "slide", `## Sources and credits\n\n${words(90)}`);
    expect(longText(notebook(title, long, credits))).toEqual(['"Long" has 61 words; a slide holds 60']);
    expect(shown(cell("markdown", "slide", "## B\n\ntext"), credits)).toEqual([["## B\n\ntext", source(credits)]]);
  });
});

test("code stands to the left of its figure where it is narrow, below long titles it does not", () => {
  const beside = (line: string, heading = "") => {
    const all = arrange(
      notebook(title, cell("markdown", "slide", "## A"), cell("code", "-", line, figure(heading))),
    ).slides;
    return all[1]!.some((each) => each.metadata.verteilt.beside === true);
  };
  expect(beside("run(shop);".padEnd(40))).toBe(true);
  expect(beside("x".repeat(41))).toBe(false);
  expect(beside("run(shop)", "t".repeat(45))).toBe(false);
});

test("a diagram stands beside its code where its heading is short, with the line that says whose times it shows", () => {
  const diagram = (...heading: string[]) => [
    {
      output_type: "execute_result",
      data: { [PLOTLY]: { data: [], layout: { meta: { heading } } }, "text/plain": "A figure" },
    },
    { output_type: "display_data", data: { "text/markdown": '<small class="recorded">Recorded on X</small>' } },
  ];
  const beside = (...heading: string[]) =>
    arrange(
      notebook(title, cell("markdown", "slide", "## A"), cell("code", "-", "x", { outputs: diagram(...heading) })),
    ).slides[1]!.some((each) => each.metadata.verteilt.beside === true);
  expect(beside("7 nodes, 8 messages, quiet after 17.2 ms")).toBe(true);
  expect(beside("broken ".repeat(12))).toBe(false);
  expect(beside("broken", "Assumed: no crash.")).toBe(false);
});

test("imports are no part of a slide, nor is a cell that only imports", () => {
  const imports = 'import a from "a";\nimport {\n  b,\n} from "b";\n\n';
  const [slide] = slides(
    cell("markdown", "slide", "## A"),
    cell("code", "-", `${imports}a(b)`),
    cell("code", "-", imports),
  );
  expect(slide).toEqual(["", "slide: ## A", "-: a(b)", "-: a figure"]);
});

test("what a cell prints is one output, in however many pieces it has come", () => {
  const stream = (name: string, text: string) => ({ output_type: "stream", name, text });
  const printed = { outputs: [stream("stdout", "a\n"), stream("stdout", "b\n"), stream("stderr", "c\n")] };
  const [, slide] = arrange(notebook(title, cell("markdown", "slide", "## A"), cell("code", "-", "x", printed))).slides;
  expect(slide![1]!.outputs!.map(({ name, text }) => `${name} ${text}`)).toEqual(["stdout a\nb\n", "stderr c\n"]);
});

test("--long shows what is headed More, and has a file name of its own", () => {
  const more = { metadata: { tags: ["more"] } };
  const cells = [title, cell("markdown", "slide", "## More: one\n\ntext", more)];
  const headings = (long: boolean) =>
    arrange(notebook(...cells), { long }).slides.map(([first]) => source(first!).split("\n")[0]);
  expect(headings(false)).toEqual(["# A chapter"]);
  expect(headings(true)).toEqual(["# A chapter", "## More: one"]);
  expect(nameOfSlides("notebooks/04-a.ipynb", { long: true, ratio: "4x3" })).toBe("04-a.long.4x3");
  expect(nameOfSlides("notebooks/04-a.ipynb", {})).toBe("04-a");
});

test("a part of More stands in the lecture behind the cell that its metadata name, and has no section there", () => {
  const part = (id: string, text: string, after?: string) =>
    cell(id.startsWith("t") ? "markdown" : "code", "subslide", text, {
      id,
      metadata: { tags: ["more"], ...(after && { verteilt: { after } }) },
      ...(id === "chart" && figure()),
    });
  const cells = [
    { ...title, id: "top" },
    cell("markdown", "slide", "## A", { id: "a" }),
    cell("markdown", "slide", "## B", { id: "b" }),
    part("t1", "## More: the ladder", "a"),
    part("chart", "plot()", "a"),
    part("t2", "## More: else"),
  ];
  const ids = (long: boolean) =>
    arrange(notebook(...cells), { long }).slides.map((slide) => slide[0]!.metadata.verteilt.starts.ids[0]);
  expect(ids(false)).toEqual(["top", "a", "t1", "chart", "b"]);
  expect(ids(true)).toEqual(["top", "a", "b", "t1", "chart", "t2"]);
  expect(source(arrange(notebook(...cells)).slides[2]![0]!)).toBe("## The ladder");
  const isShown = isOnSlides(notebook(...cells));
  expect(cells.filter(isShown).map(({ id }) => id)).toEqual(["top", "a", "b", "t1", "chart"]);
  expect(() => checkSlideTypes(notebook(title, part("t1", "## More: x", "gone")), "98.ipynb")).toThrow(
    'is to follow the cell "gone", and there is none',
  );
});

describe("what notebooks/course.json says", () => {
  const settings = { name: "Netze", about: "von unten", institution: "A & B", number: 4, numbers: [4, 5, 6, 9] };
  const course = { ...settings, language: "de" as const };
  const first = (given: typeof course & { logo?: string }) =>
    source(
      arrange(notebook({ ...title, source: "# T\n\n**Sub**\n\nChapter 4 of *V*, a course.\nPlan about 70 minutes." }), {
        course: given,
      }).slides[0]![0]!,
    );
  test("is on the title slide, in place of what the chapter tells the notebook's readers", () => {
    expect(first({ ...course, logo: "our logo.svg" })).toBe(
      '# T\n\n**Sub**\n\n<div class="course"><img class="logo" src="our%20logo.svg" alt="">' +
        "<span>Kapitel 4 von Netze</span><span>von unten</span><span>A &amp; B</span></div>",
    );
    expect(first({ ...course, about: "", institution: "" })).toContain(
      '<div class="course"><span>Kapitel 4 von Netze</span></div>',
    );
  });
  test("leaves out chapters of the plan, and rows of which none is left", () => {
    const plan = "| Part | Chapters |\n|--:|:--|\n| a | 1, 2, 4 to 8 |\n| b | 3, 10 |\n| c | 9, and yours |\n\nSee 3.";
    expect(withoutLeftOut(plan, course.numbers)).toBe(
      "| Part | Chapters |\n|--:|:--|\n| a | 4 to 6 |\n| c | 9, and yours |\n\nSee 3.",
    );
    expect(withoutLeftOut("| Keys | Value |\n|:--|:--|\n| a | 3 |", [])).toContain("| a | 3 |");
    const shown = arrange(notebook(title, cell("markdown", "slide", `## The plan\n\n${plan}`)), { course });
    expect(source(shown.slides[1]![0]!)).not.toContain("| b |");
  });
});

test("Reveal's own words are in the language of the interface, and each is found where it was", () => {
  const script = (name: string) => readPackage("reveal.js", `dist/${name}.js`);
  expect(inLanguage(script("reveal"), "reveal", "en")).toBe(script("reveal"));
  expect(inLanguage(script("plugin/notes"), "notes", "en")).toBe(script("plugin/notes"));
  expect(inLanguage(script("reveal"), "reveal", "de")).toContain('<p class="title">Tasten</p>');
  const notes = inLanguage(script("plugin/notes"), "notes", "de");
  expect(notes).toContain('<span class="overlay-element label">Als Nächstes</span>');
  expect(notes).not.toMatch(/>(?:Upcoming|Notes|Click to Reset)</);
  expect(() => inLanguage("nothing", "reveal", "de")).toThrow("Reveal's reveal script has no >Keyboard Shortcuts</p>");
});

test("each slide names its cells, and an anchor that no other has", () => {
  const wide = cell("code", "-", `${code(14)}\n${"y".repeat(60)}`, { id: "run", ...figure() });
  const all = arrange(
    notebook(
      { ...title, id: "top" },
      cell("markdown", "slide", "## A", { id: "a" }),
      cell("markdown", "notes", "say"),
      wide,
    ),
  ).slides;
  expect(all.map((slide) => slide[0]!.metadata.verteilt.starts).map(({ ids, anchor }) => ({ ids, anchor }))).toEqual([
    { ids: ["top"], anchor: "top" },
    { ids: ["a", "run"], anchor: "a" },
    { ids: ["run"], anchor: "run" },
  ]);
});

describe("lines that a click lights up", () => {
  const lit = (lines: string) => cell("code", "-", "a;\nb;\nc;", { metadata: { verteilt: { lines } } });
  test("are named in the cell's metadata", () => {
    expect(lineSteps(lit("1-2 | 3 | all"))).toEqual(["1-2", "3", "all"]);
    expect(lineSteps(cell("code", "-", "a"))).toEqual([]);
    expect(wrongSteps(notebook(lit("1-2 | 1,3 | all")))).toEqual([]);
  });
  test("that do not exist are named", () => {
    expect(wrongSteps(notebook(lit("2-4 | b")))).toEqual([
      'cell 1 (code, "a;") has 3 lines and is to light up "2-4"; write "2-4 | 7 | all"',
      'cell 1 (code, "a;") has 3 lines and is to light up "b"; write "2-4 | 7 | all"',
    ]);
  });
});

describe("by when a slide should begin", () => {
  const note = (text: string) => cell("markdown", "notes", text);
  const timed = (language: "en" | "de", ...cells: Cell[]) =>
    arrange(notebook(title, ...cells), { timed: true, language }).slides.map((slide) =>
      slide.filter(({ metadata }) => metadata.slideshow.slide_type === "notes").map(source),
    );
  const by = (time: string) => `<small class="begins">Begin by ${time}</small>`;
  const asked = [cell("markdown", "slide", "## A guess"), guess(), cell("code", "-", "x;"), compare()];

  test("comes first in its notes, also where there are no others, and the chapter's minutes fill 90", () => {
    // The least for the title, 0.5 minutes; 3.01 for the heading and the guess; 1 for the code.
    expect(timed("en", note("Say it."), ...asked)).toEqual([[by("0:00"), "Say it."], [by("0:09")], [by("1:10")]]);
    expect(timed("de", ...asked)[1]).toEqual(['<small class="begins">Beginn spätestens 0:09</small>']);
  });
  test("is later after long code, line by line, and after a figure", () => {
    const long = cell("code", "-", Array.from({ length: 14 }, (_, line) => `f(${line});`).join("\n"));
    const outputs = [{ output_type: "display_data", data: { "application/vnd.plotly.v1+json": { data: [] } } }];
    const figure = { ...cell("code", "-", "b;"), outputs } as Cell;
    // 14 · 0.15 minutes for the title and the code below it, 1.5 + 0.15 for the figure and its line.
    expect(timed("en", long, cell("markdown", "slide", "## B"), figure)).toEqual([[by("0:00")], [by("0:50")]]);
  });
  test("leaves ten minutes for the break, which stands where the minutes or the notes have it", () => {
    const pause = cell("markdown", "slide", "## PAUSE\n\nBack in ten minutes.");
    const halves = [cell("code", "-", "a;"), pause, cell("markdown", "slide", "## B"), cell("code", "-", "b;")];
    const times = (...cells: Cell[]) => timed("en", ...cells).map(([first]) => first);
    expect(times(...halves)).toEqual(["0:00", "0:40", "0:50"].map(by));
    expect(times(note("A timetable:\n\n- 0:00 A\n- 0:30 break"), ...halves)).toEqual(["0:00", "0:30", "0:40"].map(by));
  });
  test("is not asked for where slides are only counted, or longer than the lecture", () => {
    expect(
      arrange(notebook(title, ...asked))
        .slides.flat()
        .map(source)
        .join(),
    ).not.toContain("begins");
  });
});
