// The parts of a lecturer's tables, each by itself: lateness, lists of students, formulas, similar answers, kinds of input.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { entriesOf, oneOfEach } from "../../kernel-lib/grading/pipeline/entries.mjs";
import { inputKinds } from "../../kernel-lib/grading/pipeline/input-kinds.mjs";
import { lateRule, minutesLate, penaltyOf } from "../../kernel-lib/grading/pipeline/lateness.mjs";
import { optionsOf } from "../../kernel-lib/grading/pipeline/options.mjs";
import { moodleTime, readRoster } from "../../kernel-lib/grading/pipeline/roster.mjs";
import { similarAnswers, tokensOf } from "../../kernel-lib/grading/pipeline/similar.mjs";
import { csv } from "../../kernel-lib/grading/pipeline/tables.mjs";

const folder = mkdtempSync(join(tmpdir(), "verteilt-parts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("what coming late costs", () => {
  test.each([
    ["10%/day", 20, 0, 0],
    ["10%/day", 20, 1, 2],
    ["10%/day", 20, 1440, 2],
    ["10%/day", 20, 1441, 4],
    ["10%/day", 20, 99_999, 20],
    ["5 % / hour", 13, 61, 1.3],
    ["12.5%/day", 7, 5, 0.88],
    ["0%/day", 7, 5, 0],
  ])("%s of %d points, %d minutes late: %d", (rule, points, minutes, off) => {
    expect(penaltyOf(points, minutes, lateRule(rule))).toBe(off);
  });

  test.each(["10", "10%", "-1%/day", "101%/day", "10%/week", "1e1%/day", ""])("%j is no rule", (rule) => {
    expect(lateRule(rule)).toBeUndefined();
  });

  test("where the time is not known nothing is taken off, and the row says so", () => {
    const row = { student: "a", assignment: "01-x", timestamp: "", raw: 5, cells: {}, last: "", first: "", email: "" };
    const known = {
      ...{ rows: [row], assignments: [{ name: "01-x", due: "2026-12-01T00:00", of: 20 }], used: [], strays: [] },
      ...{ marks: new Map([["a/01-x", {}]]), lastMark: () => undefined, exercises: new Map() },
    } as any;
    const noted = (late?: string) =>
      entriesOf({ ...known, late: late && lateRule(late) }).map(({ score, note }) => [score, note]);
    expect(noted("10%/day")).toEqual([[5, "when it was handed in is not known, so nothing was taken off"]]);
    expect(noted()).toEqual([[5, ""]]);
  });

  test("of two that one student has handed in the better counts, and both rows say so", () => {
    const person = { id: "7" };
    const row = { assignment: "01-x", timestamp: "", cells: {}, last: "", first: "", email: "" };
    const entries = entriesOf({
      rows: [
        { ...row, student: "ann", raw: 5 },
        { ...row, student: "ann@home", raw: 9 },
        { ...row, student: "bob", raw: 1 },
      ],
      ...{
        assignments: [],
        used: [],
        strays: [],
        marks: new Map(["ann", "ann@home", "bob"].map((s) => [`${s}/01-x`, {}])),
      },
      ...{ lastMark: () => undefined, exercises: new Map() },
      roster: { people: [], hasSeveral: () => false, find: (s: string) => (s === "bob" ? { id: "8" } : person) },
    } as any);
    expect(entries.map(({ student, note }) => [student, note])).toEqual([
      ["ann", "the same student has also handed in as ann@home; the better one counts"],
      ["ann@home", "the same student has also handed in as ann; the better one counts"],
      ["bob", ""],
    ]);
    expect(oneOfEach(entries).map(({ student }) => student)).toEqual(["ann@home", "bob"]);
  });

  test("a minute that has begun counts; what is not known is not late", () => {
    const due = "2026-12-01 23:00:00";
    expect(
      ["2026-12-01 23:00:00", "2026-12-01 23:00:01", "2026-11-01 00:00:00", "", "soon"].map((at) =>
        minutesLate(at, due),
      ),
    ).toEqual([0, 1, 0, undefined, undefined]);
    expect(minutesLate(due, "")).toBeUndefined();
  });
});

describe("a list of students", () => {
  const roster = (content: string | Buffer) => {
    const file = join(folder, "list.csv");
    writeFileSync(file, content);
    return readRoster(file);
  };

  test("is read with commas, semicolons or tabs, in UTF-8 or as Excel writes it", () => {
    for (const sign of [",", ";", "\t"]) {
      const text = [
        ["Matrikelnr", "Vorname", "Nachname"],
        ["007", "Zoë", "Öz"],
      ]
        .map((row) => row.join(sign))
        .join("\r\n");
      for (const bytes of [Buffer.from(`\uFEFF${text}`), Buffer.from(text, "latin1")])
        expect(roster(bytes).people).toMatchObject([{ id: "007", first: "Zoë", last: "Öz" }]);
    }
  });

  test("finds a student by id, login, e-mail or name, however a system has written them", () => {
    const list = roster("username,First name,Surname,Email address,ID number\nzoe1,Zoë,Öz,z.oez@x.org,007\n");
    const names = [
      "007",
      "ZOE1",
      "z.oez@x.org",
      "z.oez",
      "Zoë Öz",
      "Öz, Zoë",
      "Zoe\u0308 O\u0308z",
      "zoë_öz",
      "Öz_Zoë_zoe1_88",
      "Zoë Öz_4711",
    ];
    expect(names.filter((name) => list.find(name)?.id !== "007")).toEqual([]);
    expect(["008", "Zoë", "", "constructor"].map((name) => list.find(name))).toEqual(Array(4).fill(undefined));
  });

  test("two of one name are told apart by Moodle's number only", () => {
    const list = roster("Identifier,Full name,Grade\nParticipant 12,Jo Ek,\nParticipant 13,Jo Ek,\n");
    expect(["Jo Ek_13", "Jo Ek_14", "Jo Ek"].map((name) => list.find(name)?.participant)).toEqual([
      "13",
      undefined,
      undefined,
    ]);
    expect(list.isWorksheet).toBe(true);
    expect(roster("ID,Vollständiger Name,Bewertung\nTeilnehmer/in12,Jo Ek,\n").find("Jo Ek_12")?.last).toBe("Ek");
  });

  test("a column id holds ids, unless it is Moodle's", () => {
    const list = roster("id,name\ns0123,Jo Ek\n4711,Al Ort\n");
    expect(["s0123", "4711", "Jo Ek"].map((name) => list.find(name)?.id)).toEqual(["s0123", "4711", "s0123"]);
    expect(roster("ID,Name,Grade\nParticipant 12,Jo Ek,\n").people).toMatchObject([{ id: "", participant: "12" }]);
  });

  test("who stands there twice is one, and two with one id are said to be several", () => {
    const list = roster("id,name\n1,Jo Ek\n1,Jo Ek\n2,Al Ort\n2,Bo Ort\n");
    expect([list.people.length, list.find("1")?.full, list.hasSeveral("1")]).toEqual([3, "Jo Ek", false]);
    expect([list.find("2"), list.hasSeveral("2"), list.hasSeveral("3")]).toEqual([undefined, true, false]);
  });

  test("without a column that names anyone, or a file, it is refused", () => {
    expect(() => roster("a,b\n1,2\n")).toThrow("names no column of names, ids or e-mail addresses: a, b.");
    expect(() => roster("")).toThrow("it is empty");
    expect(() => readRoster(join(folder, "gone.csv"))).toThrow("cannot be read (ENOENT).");
  });

  test("Moodle's times are read in English and German", () => {
    const evening = new Date(2026, 11, 1, 23, 5);
    const texts = [
      "Tuesday, 1 December 2026, 11:05 PM",
      "Dienstag, 1. Dezember 2026, 23:05",
      "Tuesday, 1 December 2026, 23:05",
    ];
    expect(texts.map(moodleTime)).toEqual([evening, evening, evening]);
    expect(moodleTime("Sunday, 6 March 2022, 12:00 AM")).toEqual(new Date(2022, 2, 6, 0, 0));
    expect(["-", "", "1 Brumaire 2026, 10:00"].map(moodleTime)).toEqual([undefined, undefined, undefined]);
  });
});

test("no cell of a table is a formula, and none leaves its cell", () => {
  const odd = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-", "a=1", 'x","=1', "a;b\nc", -1, 2.5];
  expect(csv([odd])).toBe(
    `"'=1+1","'+1","'-1+1","'@SUM(A1)","'\t'=1","'\r'=1","'＝1",-,a=1,"x"",""'=1","a;b\nc",-1,2.5\n`,
  );
});

test("nor does a part of one become a formula where a spreadsheet parts it elsewhere, as a German Excel does", () => {
  expect(csv([["x;=1+1", 'x;"=1"', "x\n@y", "x; - y; -2", "a;b=c"]])).toBe(
    `x;'=1+1,"x;""'=1""","x\n'@y",x; - y; '-2,a;b=c\n`,
  );
});

describe("what was typed", () => {
  const due = (text: string) => optionsOf({ due: text }, ["dir"], (path) => path).options.due;

  test("a moment is read as year, month and day only", () => {
    expect(due("2026-12-01 23:59")).toEqual(new Date(2026, 11, 1, 23, 59));
    expect(due("2026-12-01T23:59:00Z")).toEqual(new Date(Date.UTC(2026, 11, 1, 23, 59)));
    expect(due("2026-12-31")).toEqual(new Date(2027, 0, 1));
    for (const odd of ["1.12.2026 23:59", "12/1/2026", "5", "2026", "", "2026-13-01 10:00", "2026-02-31"])
      expect(() => due(odd), odd).toThrow("--due takes a date and a time");
  });
});

describe("answers that are much alike", () => {
  const answer = (name: string, extra = "") => `function ${name}(jobs: number[], size: number): number[] {
  const ${name}s: number[] = [];
  for (let i = 0; i < jobs.length; i += size) {
    const part = jobs.slice(i, i + size).map((one) => one * 2); // ${name}
    if (part.length > 0 && part[0] !== undefined) ${name}s.push(...part);
    else throw new Error("${name}");
  }
  ${extra}
  return ${name}s.filter((each) => each % 2 === 0).sort((a, b) => a - b);
}`;
  const own = `class Pool {
  waiting = new Map<string, (value: number) => void>();
  async take(name: string) { while (this.waiting.has(name)) await new Promise((go) => this.waiting.set(name, go as any)); }
  give(name: string) { const next = this.waiting.get(name); this.waiting.delete(name); if (next) next(1); return this; }
  get size() { return [...this.waiting.keys()].reduce((sum, key) => sum + key.length, 0) || -1; }
}`;

  test("renaming, comments and other texts do not hide what was copied", () => {
    expect(
      similarAnswers(
        [
          { student: "bob", text: answer("beta") },
          { student: "ann", text: answer("alpha") },
          { student: "cem", text: own },
        ],
        "",
      ),
    ).toEqual([{ students: ["ann", "bob"], similarity: 1 }]);
  });

  test("what was given does not count, nor what is short, nor what a third have in common", () => {
    const two = [
      { student: "ann", text: answer("a") },
      { student: "bob", text: answer("b") },
    ];
    expect(similarAnswers(two, answer("given"))).toEqual([]);
    const short = { text: "return n * 2;" };
    expect(
      similarAnswers(
        [
          { student: "a", ...short },
          { student: "b", ...short },
        ],
        "",
      ),
    ).toEqual([]);
    const all = Array.from({ length: 9 }, (_, i) => ({ student: `${i}`, text: answer(`n${i}`) }));
    expect(similarAnswers(all, "")).toEqual([]);
  });

  test("odd texts end, and soon", () => {
    const odd = [
      "/*".repeat(10_000),
      "`\\".repeat(10_000),
      '"'.repeat(20_000),
      "((((".repeat(5000),
      "\u{1F600}".repeat(9000),
    ];
    const since = performance.now();
    for (const text of ["(", "a;"]) {
      const repeated = ["A", "B"].map((student) => ({ student, text: text.repeat(20_000) }));
      similarAnswers([...repeated, ...odd.map((text, i) => ({ student: `${i}`, text }))], "");
    }
    expect(performance.now() - since).toBeLessThan(10_000);
    expect(
      similarAnswers(
        odd.map((text, i) => ({ student: `${i}`, text })),
        "",
      ).length,
    ).toBeLessThan(10);
    expect(tokensOf("const a = `x` + 'y'; // z\nif (b1) {}")).toEqual([
      "const",
      "name",
      "=",
      "text",
      "+",
      "text",
      ";",
      "if",
      "(",
      "name",
      ")",
      "{",
      "}",
    ]);
  }, 60_000);
});

describe("the kind of a hidden test's input", () => {
  const cell = (...lines: string[]) =>
    `await grade("E1.1", { f }, async ({ f, test, run }) => {
  const unreliable = (seed: number) => run({ nodes: {}, faults: [loss(0.1), crash("a", { at: 1, restart: 2 })] }, { seed });
  test("seen", 1, async () => (await f(-5)) === 0);
  // BEGIN HIDDEN TESTS
${lines.join("\n")}
  // END HIDDEN TESTS
});`;
  const kinds = (...lines: string[]) => Object.fromEntries(inputKinds(cell(...lines)));

  test("is read off the test, and of its helpers only what happens", () => {
    expect(
      kinds(
        '  test("below", 1, async () => (await f(-1)) === 0);',
        '  test("faults", 1, async () => {\n    await unreliable(1);\n  });',
        '  test("empty", 1, async () => (await f("", [])) === text.slice(0, -1));',
        '  test("plain", 1, async () => (await f(1)) === 2);',
        '  test("letters", 1, async () => (await f("Zoë")) === "x");',
      ),
    ).toEqual({
      below: { kinds: ["negative"] },
      faults: { kinds: ["lost", "restarts"] },
      empty: { kinds: ["empty"] },
      plain: { kinds: [] },
      letters: { kinds: ["foreign"] },
    });
  }, 60_000);

  test("is what its author has written above it, for that test only", () => {
    expect(
      kinds(
        "  // Kind: a tree that is a list",
        '  test("one", 1, async () => (await f(-1)) === 0);',
        '  test("two", 1, async () => (await f(-1)) === 0);',
      ),
    ).toEqual({ one: { written: "a tree that is a list" }, two: { kinds: ["negative"] } });
  });
});
