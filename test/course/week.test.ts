// A bad week at Moodle, as the lecturer's guide has it: everything that was handed in has a row, and the right mark.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sound, writeSource } from "../support/exercise.js";
import { messyWeek, writeWeek } from "../support/messy-week.mjs";
import { right, SmallCourse } from "../support/pipeline.js";

const name = "01-first";
let course: SmallCourse;
let week: ReturnType<typeof messyWeek>;
let outcome: Awaited<ReturnType<SmallCourse["mark"]>>;

/** One of each kind, so that it takes a minute: the guide's own script makes all thirty. */
const chosen = [
  ...["Ben Öztürk", "Fay Fix", "Gil Graf", "Hal Hess", "Ida Imhof", "Kai Kern", "Lea Lang", "Mia Maas", "Ole Ott"],
  ...["Pia Pohl", "Qi Quast", "Wim Wolf", "Yan Yild", "=cmd|'x'!A1", "Zoe Zorn", "Zack Zahn", "O'Neil, Pat", "No One"],
];

beforeAll(async () => {
  course = await SmallCourse.make(name);
  const exercise = course.notebook(name);
  const other = JSON.parse(JSON.stringify(sound()).replaceAll("twice", "double").replaceAll("thrice", "triple"));
  writeSource(course.solutions, "02-other", other);
  const solution = { ...sound(), cells: course.notebook(name, right).cells };
  week = messyWeek({ exercise, solution, other }).filter((one) => chosen.includes(one.name));
  writeWeek(course.home, week);
  outcome = await course.mark({
    ...{
      moodle: true,
      assignment: "1",
      roster: join(course.home, "worksheet.csv"),
      late: "10%/day",
      formats: ["moodle"],
    },
    ...{ due: new Date(2026, 11, 1, 23, 59), until: new Date(2026, 11, 15) },
  });
}, 900_000);
afterAll(() => course.remove());

const marked = (earns: string, score: number) =>
  ({ all: score === 20, none: score === 0, some: score > 0 && score < 20 })[earns];

test("each of them has one row, with the status and the points that are due", () => {
  expect(week.length).toBe(18);
  for (const { name: student, status, earns } of week) {
    const rows = course.rows.filter(({ email }) => email === emailOf(student));
    expect(rows.map((row) => [student, row.status, marked(earns, Number(row.score))])).toEqual([
      [student, status, true],
    ]);
  }
  expect(course.rows.length).toBe(week.length);
});

test("what counted, and what did not, is in the note and on the page", () => {
  const note = (student: string) => course.rows.find(({ email }) => email === emailOf(student))!.note;
  expect(note("Gil Graf")).toBe("x-Copy1.ipynb counts (the newest with every answer); x.ipynb does not count");
  expect(note("Pia Pohl")).toBe("the folder holds no notebook (.ipynb); x.rar was not unpacked: only zip is");
  expect(note("Kai Kern")).toBe("the notebook is one of 02-other");
  expect(page("Gil Graf")).toContain("x-Copy1.ipynb counts");
  expect(page("Yan Yild")).toContain("&#60;script&#62;alert(1)");
  expect(page("Yan Yild")).not.toContain("<script");
});

test("what was found and not marked is named; who handed in nothing is not", () => {
  const without = ["Kai Kern", "Mia Maas", "Ole Ott", "Pia Pohl", "Qi Quast"];
  expect(outcome.unmarked.map((line) => line.split("_")[0])).toEqual(without);
});

test("Moodle's worksheet comes back with grades, for everyone who is in it", () => {
  const [headings, ...lines] = course.table(`grades-moodle-${name}.csv`);
  expect(headings!.slice(0, 5)).toEqual(["Identifier", "Full name", "Email address", "Status", "Grade"]);
  expect(lines.map((line) => line[1])).toEqual(week.map((one) => one.name.replace(/^=/, "'=")));
  const grade = (student: string) => lines.find((line) => line[1] === student)![4];
  expect([grade("Gil Graf"), grade("Zoe Zorn"), grade("Zack Zahn"), grade("No One")]).toEqual(["20", "16", "0", "0"]);
});

/** Who it is in the worksheet, whatever the folder is called. */
const emailOf = (student: string) => `s${100 + week.findIndex((one) => one.name === student)}@example.org`;

function page(student: string): string {
  const folder = `${student}_${100 + week.findIndex((one) => one.name === student)}_assignsubmission_file_`;
  expect(existsSync(join(course.dir, "feedback", folder))).toBe(true);
  return course.read(join("feedback", folder, `${name}.html`));
}
