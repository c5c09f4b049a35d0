// What a lecturer takes home: tables, feedback, statistics, what changed, and who may read it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { venvBin } from "../../kernel-lib/course/command/paths.mjs";
import { textOf, verdictOf } from "../support/feedback.js";
import { right, SmallCourse, visibleOnly } from "../support/pipeline.js";
import { handIn } from "../support/submission.js";

const name = "01-first";
const odd = "=cmd|'calc'!A1";
const due = new Date("2026-12-01T23:00:00Z");
let course: SmallCourse;
let roster: string;
let outcome: Awaited<ReturnType<SmallCourse["mark"]>>;

beforeAll(async () => {
  course = await SmallCourse.make(name);
  handIn(course.dir, "ann", name, course.notebook(name, right));
  handIn(course.dir, "bob", name, course.notebook(name, { ...right, twice: visibleOnly.twice }));
  handIn(course.dir, odd, name, course.notebook(name, visibleOnly));
  handIn(course.dir, "dan", name, "{");
  // What bob has put beside his notebook is not what Moodle says.
  const moodles = new Date("2026-12-03T00:30:00Z");
  const times = { ann: "2026-12-01 22:00:00", bob: "2026-11-03 00:30:00", dan: "2026-12-09 00:30:00" };
  for (const [student, time] of Object.entries(times))
    writeFileSync(join(course.dir, student, name, "timestamp.txt"), `${time} UTC`);
  mkdirSync(join(course.dir, "eve"));
  writeFileSync(join(course.dir, "eve", "answers.pdf"), "");
  roster = join(course.dir, "students.csv");
  const people = [
    "007;ann;Ann;Ämter;a@x.org",
    `008;bob;Bob;Boß;b@x.org;${asMoodle(moodles)}`,
    "009;fay;Fay;Fix;f@x.org",
  ];
  writeFileSync(roster, `Matrikelnr;Login;Vorname;Nachname;E-Mail;Zuletzt geändert (Abgabe)\n${people.join("\n")}\n`);
  outcome = await course.mark({ due, late: "10%/day", roster, formats: ["moodle", "ilias", "excel-de"] });
}, 400_000);
afterAll(() => course.remove());

const asMoodle = (time: Date) =>
  `${time.getDate()}. Dezember 2026, ${time.getHours()}:${`${time.getMinutes()}`.padStart(2, "0")}`;
const page = (student: string) => course.read(`feedback/${student}/${name}.html`);

describe("grades.csv", () => {
  test("has a row for all that was found, and for all on the list", () => {
    expect(course.rows.map(({ student_id, status, score, note }) => [student_id, status, score, note])).toEqual([
      ["009", "not found", "0", "handed in nothing"],
      [
        `'${odd}`,
        "marked",
        "8",
        "when it was handed in is not known, so nothing was taken off; is not on the list of students",
      ],
      ["ann", "marked", "20", ""],
      ["bob", "late", "11.2", ""],
      ["dan", "unreadable", "0", "the notebook is damaged: it is not JSON; is not on the list of students"],
      ["eve", "not recognised", "0", "lies outside of every assignment's folder"],
    ]);
  });

  test("has points of each exercise, what was taken off, and names from the list", () => {
    expect(course.row("bob", "twice", "thrice", "raw_score", "late_submission_penalty", "late_minutes")).toEqual({
      ...{ twice: "4", thrice: "10", raw_score: "14", late_submission_penalty: "2.8", late_minutes: "1530" },
    });
    expect(course.row("ann", "last_name", "first_name", "email", "id_number", "late_minutes")).toEqual({
      ...{ last_name: "Ämter", first_name: "Ann", email: "a@x.org", id_number: "007", late_minutes: "0" },
    });
    expect(course.row(`'${odd}`, "timestamp", "late_minutes")).toEqual({ timestamp: "", late_minutes: "" });
  });

  test("what was found and not marked is named at the end; who handed in nothing was not found", () => {
    expect(outcome.unmarked).toEqual([
      `dan/${name}: the notebook is damaged: it is not JSON; is not on the list of students`,
      "eve/answers.pdf: lies outside of every assignment's folder",
    ]);
    expect(outcome.late).toEqual([
      `bob/${name}: 1 d 1 h 30 min after 2026-12-01 23:00 UTC, 2.8 points off`,
      `dan/${name}: 7 d 1 h 30 min after 2026-12-01 23:00 UTC`,
    ]);
  });
});

describe("tables for other systems", () => {
  test("a German Excel: byte-order mark, semicolons, decimal commas, no formula", () => {
    const table = readFileSync(join(course.dir, "grades-excel-de.csv"), "utf8");
    expect(table.startsWith("\uFEFFassignment;duedate;")).toBe(true);
    expect(table).toContain(";bob;Boß;Bob;b@x.org;14;2,8;11,2;20;008;1530;late;;4;10\r\n");
    expect(table).not.toMatch(/(^|;)"?=cmd/m);
  });

  test("ILIAS's status file, for those whose id is known", () => {
    const [headings, ...rows] = readFileSync(join(course.dir, `grades-ilias-${name}.csv`), "utf8")
      .trim()
      .split("\n");
    expect(headings).toBe("update,usr_id,login,lastname,firstname,status,mark,notice,comment,plagiarism,plag_comment");
    expect(rows.map((row) => row.split(",").slice(0, 7).join())).toEqual([
      "1,009,fay,Fix,Fay,notgraded,0",
      "1,007,ann,Ämter,Ann,passed,20",
      "1,008,bob,Boß,Bob,passed,11.2",
    ]);
  });
});

describe("feedback", () => {
  test("has the student's name, what failed first, then answers and reports only", () => {
    const text = textOf(page("bob"));
    const order = [
      "Bob Boß",
      "11.2 of 20 points",
      "Tests that failed",
      "negative numbers stay negative",
      "Your answer to twice",
    ];
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b),
    );
    expect(order.every((part) => text.includes(part))).toBe(true);
    expect(text).toContain("It came 1 d 1 h 30 min late. 2.8 points were taken off.");
    expect(text).not.toContain("The number, twice.");
    expect(text).not.toContain("await grade(");
  });

  test("a failed hidden test says of what kind its input was, and nothing else", () => {
    expect(verdictOf(page("bob"), "twice")).toContain(
      "1 of 2 tests passed4 of 10 points✗ failednegative numbers stay negative0 of 6Kind of input: numbers below zero.✓ passed",
    );
    expect(textOf(page("bob"))).not.toContain("twice(-1)");
    expect(textOf(page("ann"))).not.toContain("Kind of input");
  });

  test("what cannot be read gets the same page, with what to do", () => {
    const text = textOf(page("dan"));
    expect(text).toContain("The reason: the notebook is damaged: it is not JSON.");
    expect(text).toContain("Open your notebook in JupyterLab.");
    expect(page("dan")).toContain("<header>");
    expect(page("dan")).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  });

  test("a student of whom nothing was recognised gets a page, too", () => {
    const text = textOf(course.read("feedback/eve/not-recognised.html"));
    expect(text).toContain("answers.pdf");
    expect(text).toContain("The reason: lies outside of every assignment's folder.");
    expect(text).toContain("the file that npm run hand-in makes has the right name.");
    expect(text).not.toContain("points of");
  });
});

test("statistics count each test over all that were marked", () => {
  const lines = course.read("statistics.csv").trim().split("\n");
  expect(lines).toEqual([
    "assignment,exercise,test,hidden,points,mean,passed,submissions,percent",
    `${name},twice,,,10,6,,3,60`,
    `${name},twice,two becomes 4,no,4,4,3,3,100`,
    `${name},twice,negative numbers stay negative,yes,6,2,1,3,33`,
    `${name},thrice,,,10,8,,3,80`,
    `${name},thrice,two becomes 6,no,4,4,3,3,100`,
    `${name},thrice,negative numbers stay negative,yes,6,4,2,3,67`,
  ]);
  const text = textOf(course.read("statistics.html"));
  expect(text).toContain("1 late, 2 marked, 1 not found, 1 unreadable.");
  expect(text).toContain("Mean 13.07, median 11.2 of 20 points.");
});

test.skipIf(process.platform === "win32")("no one else on this machine may read any of it", () => {
  const open: string[] = [];
  for (const part of [".verteilt", "feedback"])
    for (const entry of ["", ...readdirSync(join(course.dir, part), { recursive: true, encoding: "utf8" })])
      if (statSync(join(course.dir, part, entry)).mode & 0o077) open.push(join(part, entry));
  for (const file of ["gradebook.db", ...outcome.files])
    if ((statSync(join(course.dir, file)).mode & 0o777) !== 0o600) open.push(file);
  expect(open).toEqual([]);
});

describe("later runs", () => {
  test("points and comments given by hand reach table, feedback and the list of changes; nothing is judged again", async () => {
    const program = `import sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///" + sys.argv[1]) as book:
    grade = book.find_grade("thrice-tests", "${name}", "${name}", "bob")
    grade.manual_score = 7
    comment = book.find_comment("twice", "${name}", "${name}", "bob")
    comment.manual_comment = "Look at <b>zero</b>."
    book.db.commit()`;
    execFileSync(venvBin("python"), ["-W", "ignore", "-c", program, join(course.dir, "gradebook.db")]);
    const again = await course.mark({ roster });
    expect([again.graded, again.kept, again.changed]).toEqual([0, 4, [`bob/${name}: 11.2 -> 8.8 points`]]);
    expect(course.row("bob", "raw_score", "score", "thrice")).toEqual({ raw_score: "11", score: "8.8", thrice: "7" });
    const text = textOf(page("bob"));
    expect(text).toContain("Points were changed by hand: 7.");
    expect(text).toContain("Comment: Look at <b>zero</b>.");
    expect(page("bob")).not.toContain("<b>zero");
    expect(course.read("changed.csv")).toMatch(
      new RegExp(`^when,student_id,assignment,before,after\n[\\d: -]+,bob,${name},11.2,8.8\n$`),
    );
  }, 200_000);

  test("what was marked in an enclosure is not marked again where there is none now", async () => {
    vi.stubEnv("PATH", "/nowhere");
    try {
      const again = await course.mark({ roster });
      expect([again.graded, again.kept, again.changed]).toEqual([0, 4, []]);
    } finally {
      vi.unstubAllEnvs();
    }
  }, 200_000);

  test("only what was handed in anew is marked again", async () => {
    handIn(course.dir, "dan", name, course.notebook(name, right));
    const again = await course.mark({ roster, until: new Date("2026-12-05T00:00:00Z") });
    expect([again.graded, again.kept, again.changed]).toEqual([1, 3, []]);
    expect(course.row("dan", "status", "raw_score", "score")).toEqual({
      status: "too late",
      raw_score: "20",
      score: "0",
    });
    expect(textOf(page("dan"))).toContain("It came after the last moment at which it counts: it earns 0 points.");
    const forgiven = await course.mark({ roster, until: "none", late: "none" });
    expect(forgiven.changed).toEqual([`bob/${name}: 8.8 -> 11 points`, `dan/${name}: 0 -> 20 points`]);
  }, 200_000);

  test("in German, everything is marked once more, and said in German", async () => {
    rmSync(join(course.dir, "eve", "answers.pdf"));
    handIn(course.dir, "eve", name, "{", "new");
    handIn(course.dir, "eve", name, "", "old");
    utimesSync(join(course.dir, "eve", name, "old.ipynb"), 1_780_000_000, 1_780_000_000);
    const again = await course.mark({ roster, language: "de", formats: ["moodle"] });
    expect([again.graded, again.kept]).toEqual([4, 0]);
    const unreadable = textOf(page("eve"));
    expect(unreadable).toContain("Der Grund: das Notebook ist beschädigt: Es ist kein JSON.");
    expect(unreadable).toContain("old.ipynb ist eine leere Datei");
    expect(existsSync(join(course.dir, "feedback/eve/not-recognised.html"))).toBe(false);
    expect(course.row("eve", "note").note).toContain(
      "the notebook is damaged: it is not JSON; old.ipynb is an empty file",
    );
    // Points by hand stay, and whoever gave them is told.
    expect(course.row("bob", "note", "raw_score")).toEqual({
      note: "thrice had points by hand when it was marked again; look at them once more",
      raw_score: "11",
    });
    const text = textOf(page("bob"));
    for (const part of [
      "11 von 20 Punkten",
      "Nicht bestandene Tests",
      "Art der Eingabe: Zahlen unter null.",
      "1 von 2 Tests bestanden",
    ])
      expect(text).toContain(part);
    expect(page("bob")).toContain('<html lang="de">');
  }, 200_000);
});
