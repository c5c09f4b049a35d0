import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readCourse, settingsWithPoints } from "../../../kernel-lib/course/command/course.mjs";
import { root } from "../../../kernel-lib/course/command/paths.mjs";
import { originals } from "../../../kernel-lib/course/serve/work.mjs";
import { words } from "../../../kernel-lib/course/words/words.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "course-"));
  for (const name of ["01-a", "02-b", "03-c"]) {
    put(`notebooks/${name}.ipynb`, notebook(`# ${name.slice(0, 2)}. ${name}`));
    put(`exercises/${name}/${name}.ipynb`, notebook("# Exercises"));
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const notebook = (text: string) =>
  JSON.stringify({ cells: [{ cell_type: "markdown", source: text, metadata: {} }], metadata: {} });
const settings = (value: unknown) => put("notebooks/course.json", JSON.stringify(value));
const names = () => readCourse(folder).chapters.map(({ name }) => name);

test("without settings a course has every chapter, in order of numbers, and speaks English", () => {
  const { chapters: _, ...rest } = readCourse(folder);
  expect(names()).toEqual(["01-a", "02-b", "03-c"]);
  expect(rest).toEqual({
    name: "Verteilt",
    about: "distributed systems you can run",
    institution: "",
    logo: undefined,
    language: "en",
    parts: [],
    leftOut: [],
  });
});

test("settings say name, institution, logo, language, and the chapters with their order, parts and points", () => {
  put("notebooks/pictures/ours.svg", "<svg/>");
  settings({
    name: "VS",
    about: "im Winter",
    institution: "Hochschule",
    logo: "pictures/ours.svg",
    language: "de",
    chapters: [{ chapter: "03-c", part: "One", points: 25 }, "01-a"],
  });
  const { chapters, ...rest } = readCourse(folder);
  expect(rest).toEqual({
    name: "VS",
    about: "im Winter",
    institution: "Hochschule",
    logo: join(folder, "notebooks", "pictures/ours.svg"),
    language: "de",
    parts: ["One"],
    leftOut: ["02-b"],
  });
  expect(chapters.map(({ name, number, part, points }) => ({ name, number, part, points }))).toEqual([
    { name: "03-c", number: 3, part: "One", points: 25 },
    { name: "01-a", number: 1, part: undefined, points: undefined },
  ]);
});

describe("a mistake in the settings is quoted, with what was expected", () => {
  test.each([
    [[], 'holds [], expected { "name": ..., "chapters": [...] }.'],
    [{ nme: "x" }, 'has "nme", expected name, about, institution, logo, language, chapters.'],
    [{ name: 7 }, "has 7 as its name, expected text."],
    [{ language: "fr" }, 'has the language "fr", expected "en" or "de".'],
    [{ logo: "none.svg" }, 'has the logo "none.svg", expected the path of a picture in notebooks/'],
    [{ chapters: "01-a" }, 'has "chapters": "01-a", expected a list.'],
    [{ chapters: ["04-d"] }, 'lists the chapter "04-d", but notebooks/ has 01-a, 02-b, 03-c.'],
    [{ chapters: ["01-a", { chapter: "01-a" }] }, 'lists "01-a" twice.'],
    [{ chapters: [{ chapter: "01-a", point: 5 }] }, 'has "point" in a chapter, expected chapter, part, points.'],
    [{ chapters: [{ chapter: "01-a", points: 0 }] }, "has 0 points for 01-a, expected a number above 0."],
  ])("%j", (value, said) => {
    settings(value);
    expect(() => readCourse(folder)).toThrow(`notebooks/course.json ${said}`);
  });

  test("what is not JSON", () => {
    put("notebooks/course.json", '{ "name": ');
    expect(() => readCourse(folder)).toThrow("notebooks/course.json is not JSON: ");
  });
});

test("students get the chapters of the course in its order, their exercises, and a start page in its language", () => {
  settings({ name: "VS", institution: "Hochschule", language: "de", chapters: ["03-c", "01-a"] });
  const files = originals(folder);
  expect([...files.keys()]).toEqual([
    "03-c.ipynb",
    "01-a.ipynb",
    "exercises/01-a/01-a.ipynb",
    "exercises/03-c/03-c.ipynb",
    "Start.md",
  ]);
  const page = String(files.get("Start.md"));
  expect(page.startsWith("# VS: distributed systems you can run\n\nHochschule\n\nÖffnen Sie ein Kapitel.")).toBe(true);
  expect(page.match(/^###? .+$/gm)).toEqual([
    "## Kapitel",
    "### [3. 03-c](03-c.ipynb)",
    "### [1. 01-a](01-a.ipynb)",
    "## Hilfe",
    "## Gut zu wissen",
  ]);
});

test("new points change that number alone, and nothing where none are said", () => {
  put(
    "notebooks/course.json",
    '{"chapters": [\n  { "chapter": "01-a",   "points": 20 },\n  {"points":20,"chapter":"02-b"}, "03-c" ]}\n',
  );
  expect(settingsWithPoints(folder, "02-b", 25)).toBe(
    '{"chapters": [\n  { "chapter": "01-a",   "points": 20 },\n  {"points":25,"chapter":"02-b"}, "03-c" ]}\n',
  );
  expect(settingsWithPoints(folder, "03-c", 25)).toBeUndefined();
});

test("each page's words exist in both languages, and differ", () => {
  const leaves = (value: unknown, path = ""): [string, string][] => {
    if (typeof value === "function") return [[path, String(value(sample, sample, sample))]];
    if (typeof value === "string") return [[path, value]];
    return Object.entries(value as object).flatMap(([key, part]) => leaves(part, `${path}.${key}`));
  };
  const [english, german] = [leaves(words("en")), leaves(words("de"))];
  expect(german.map(([path]) => path.replace(/\.\d+$/, ""))).toEqual(
    expect.arrayContaining(english.map(([path]) => path.replace(/\.\d+$/, ""))),
  );
  const same = english.filter(([path, text]) => text && german.some((other) => other[0] === path && other[1] === text));
  // Words that both languages have.
  expect(
    same.filter(([, text]) => !/^(Start| *\*Kernel\*, \*Restart\*\.|1,2( 1,2)?)$/.test(text)).map(([, text]) => text),
  ).toEqual([]);
});

/** An argument that any of the words' functions can take: a list, in a sentence a text, and where it is asked a date. */
const sample: any = Object.assign(["1", "2"], {
  toLocaleDateString: (language: string) => language,
  toLocaleTimeString: (language: string) => language,
  toLocaleString: (language: string) => language,
});

test("the course itself lists every notebook, twenty points each", () => {
  const { chapters, leftOut } = readCourse(root);
  expect(leftOut).toEqual([]);
  expect(chapters.map(({ points }) => points)).toEqual(chapters.map(() => 20));
  expect(JSON.parse(readFileSync(join(root, "notebooks", "course.json"), "utf8")).language).toBe("en");
});
