import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { put } from "../../kernel-lib/grading/pipeline/remarks.mjs";
import { findSubmissions, nameOf } from "../../kernel-lib/grading/pipeline/submissions.mjs";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "verteilt-submissions-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function handIn(...paths: string[]) {
  for (const path of paths) {
    mkdirSync(join(dir, path, ".."), { recursive: true });
    writeFileSync(join(dir, path), "{}");
  }
}
/** By a process that may not read everything, as root may. */
function findAsAnyone(): ReturnType<typeof findSubmissions> {
  const module = pathToFileURL(join(root, "kernel-lib/grading/pipeline/submissions.mjs")).href;
  const program = `const { findSubmissions } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(findSubmissions(${JSON.stringify(dir)}, ["01-first"])));`;
  const options = { encoding: "utf8", ...(process.getuid?.() === 0 && { uid: 65_534 }) } as const;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", program], options));
}
const find = () => findSubmissions(dir, ["01-first", "02-second"]);
const strays = () => find().strays.map(nameOf);
/** The notebooks of each submission, or why there is none. */
const files = () =>
  find().submissions.map(({ notebooks, problem }) =>
    problem ? put(problem.why) : notebooks.map(({ file }) => file.slice(dir.length + 1)).sort(),
  );

describe("DIR/STUDENT/ASSIGNMENT/*.ipynb", () => {
  test("is found in the order of students and assignments", () => {
    handIn("b/02-second/02-second.ipynb", "b/01-first/01-first.ipynb", "Zoë, [1]/01-first/01-first.ipynb");
    expect(files()).toEqual([
      ["Zoë, [1]/01-first/01-first.ipynb"],
      ["b/01-first/01-first.ipynb"],
      ["b/02-second/02-second.ipynb"],
    ]);
  });

  test("autograde's own files, hidden folders and checkpoints are not submissions", () => {
    handIn("a/01-first/01-first.ipynb", "feedback/a/01-first.html", ".verteilt/graded.json", "grades.csv");
    handIn("grades-moodle-01-first.csv", "statistics.html", "similar.csv", "changed.csv", "gradebook.db");
    handIn("a/.ipynb_checkpoints/x.ipynb", "a/01-first/.ipynb_checkpoints/01-first-checkpoint.ipynb");
    expect(find()).toMatchObject({ submissions: [{ student: "a", assignment: "01-first" }], strays: [] });
    expect(files()).toEqual([["a/01-first/01-first.ipynb"]]);
  });

  test("every notebook in an assignment's folder is found, however deep and renamed, and archives are", () => {
    handIn("a/01-first/mine (2).ipynb", "a/01-first/A/B/01-first.IPYNB", "a/01-first/all.ZIP", "a/01-first/x.7z");
    handIn("a/01-first/__MACOSX/._01-first.ipynb", `a/01-first/${"deep/".repeat(9)}x.ipynb`);
    expect(files()).toEqual([["a/01-first/A/B/01-first.IPYNB", "a/01-first/mine (2).ipynb"]]);
    const [{ archives, notes }] = find().submissions as [any];
    expect(archives.map(({ name }: { name: string }) => name)).toEqual(["all.ZIP"]);
    expect(notes.map((one: any) => put(one))).toEqual([
      `${"deep/".repeat(8)}deep lies too deep to be looked at`,
      "x.7z was not unpacked: only zip is",
    ]);
  });

  test("of very many files the rest is left out, and that is said", () => {
    handIn(...Array.from({ length: 25 }, (_, i) => `a/01-first/${i}.ipynb`));
    handIn(...Array.from({ length: 5001 }, (_, i) => `b/01-first/${i}.txt`));
    const [a, b] = find().submissions as [any, any];
    expect([a.notebooks.length, a.notes.map((one: any) => put(one))]).toEqual([
      20,
      ["5 more notebooks were not looked at"],
    ]);
    expect(b.notes.map((one: any) => put(one))).toEqual(["of more than 5000 files the rest was not looked at"]);
  });

  test("a folder without a notebook is a submission all the same", () => {
    handIn("a/01-first/answers.pdf");
    expect(files()).toEqual([[]]);
  });

  test("a timestamp counts if nbgrader can read it", () => {
    handIn("a/01-first/x.ipynb", "a/01-first/timestamp.txt", "b/01-first/x.ipynb");
    writeFileSync(join(dir, "b/01-first/timestamp.txt"), "2026-11-20 12:00:00.123456 UTC");
    expect(find().submissions.map(({ timestamp }) => timestamp)).toEqual([undefined, "2026-11-20 12:00:00.123456 UTC"]);
  });

  test.skipIf(process.platform === "win32")("a timestamp that is not a file is ignored, without waiting for it", () => {
    handIn("a/01-first/x.ipynb", "b/01-first/x.ipynb", "c/01-first/x.ipynb", "d/01-first/x.ipynb");
    execFileSync("mkfifo", [join(dir, "a/01-first/timestamp.txt")]);
    mkdirSync(join(dir, "b/01-first/timestamp.txt"));
    symlinkSync("/etc/hostname", join(dir, "c/01-first/timestamp.txt"));
    writeFileSync(join(dir, "d/01-first/timestamp.txt"), "last Tuesday");
    expect(find().submissions.map(({ timestamp }) => timestamp)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test.skipIf(process.platform === "win32")("links, folders and pipes are not handed in", () => {
    handIn("a/01-first/x.ipynb", "c/notes.txt", "d/notes.txt");
    mkdirSync(join(dir, "b"));
    symlinkSync(join(dir, "a/01-first"), join(dir, "b/01-first"));
    mkdirSync(join(dir, "c/01-first/x.ipynb"), { recursive: true });
    mkdirSync(join(dir, "d/01-first"));
    execFileSync("mkfifo", [join(dir, "d/01-first/x.ipynb")]);
    expect(files()).toEqual([["a/01-first/x.ipynb"], [], []]);
    expect(strays()).toEqual([
      "b: holds no assignment's folder",
      "c/notes.txt: lies outside of every assignment's folder",
      "d/notes.txt: lies outside of every assignment's folder",
    ]);
  });

  test.skipIf(process.platform === "win32")("a folder that cannot be opened is named, and stops no one", () => {
    handIn("a/01-first/x.ipynb", "b/01-first/x.ipynb", "c/01-first/x.ipynb");
    symlinkSync("loop", join(dir, "loop"));
    chmodSync(dir, 0o755);
    chmodSync(join(dir, "a"), 0);
    chmodSync(join(dir, "b/01-first"), 0o444);
    const { submissions, strays } = findAsAnyone();
    expect(strays.map(nameOf)).toEqual([
      "a: the folder cannot be read (EACCES)",
      "loop: lies outside of every student's folder",
    ]);
    expect(submissions.map(({ student, problem }) => [student, problem && put(problem.why)])).toEqual([
      ["b", "the folder cannot be read (EACCES)"],
      ["c", undefined],
    ]);
  });

  test.skipIf(process.platform !== "linux")("a name that is no UTF-8 is named", () => {
    handIn("b/01-first/x.ipynb");
    mkdirSync(Buffer.concat([Buffer.from(`${dir}/a`), Buffer.of(0xff)]));
    writeFileSync(Buffer.concat([Buffer.from(`${dir}/b/01-first/`), Buffer.of(0xff), Buffer.from(".ipynb")]), "{}");
    expect(strays()).toEqual(["a\uFFFD: its name is not UTF-8, so it cannot be opened; rename it"]);
    expect(files()).toEqual([["b/01-first/x.ipynb"]]);
    const notes = find().submissions.map((one) => one.notes.map((note) => put(note)));
    expect(notes).toEqual([["\uFFFD.ipynb has a name that is not UTF-8, so it cannot be opened"]]);
  });

  test("a student whose folder has a name of ours, or a hidden one, is named", () => {
    handIn("a/01-first/x.ipynb", "feedback/01-first/x.ipynb", ".b/01-first/x.ipynb", ".git/config");
    writeFileSync(join(dir, "feedback", "01-first.html"), "");
    expect(files()).toEqual([["a/01-first/x.ipynb"]]);
    expect(strays()).toEqual([
      ".b: a student's folder cannot be called like this; rename it",
      "feedback: a student's folder cannot be called like this; rename it",
    ]);
  });

  test("what is no submission is a stray, and stops nothing", () => {
    handIn("a/1-first/1-first.ipynb", "b/01-first/01-first.ipynb", "b/extra.ipynb", "c/notes.txt", "loose.ipynb");
    handIn("b/picture.png");
    handIn("a/\u001b[2K\n[1 of 1] a: 20 of 20/x.ipynb");
    expect(strays()).toEqual([
      "a/\uFFFD[2K\uFFFD[1 of 1] a: 20 of 20: there is no such assignment",
      "a/1-first: there is no such assignment",
      "b/extra.ipynb: lies outside of every assignment's folder",
      "b/picture.png: lies outside of every assignment's folder",
      "c/notes.txt: lies outside of every assignment's folder",
      "loose.ipynb: lies outside of every student's folder",
    ]);
    expect(files()).toEqual([["b/01-first/01-first.ipynb"]]);
  });
});

describe("what Moodle exported", () => {
  const exported = () => findSubmissions(dir, ["01-first"], { moodle: "01-first" });
  const found = () => exported().submissions.map((one) => [one.student, one.notebooks.map(({ name }) => name).sort()]);

  test("has a folder for each student, or all files in one", () => {
    handIn("Ann Ax_12_assignsubmission_file_/x.ipynb", "Ann Ax_12_assignsubmission_file_/sub/y.ipynb");
    handIn("Bo_Öz_7_assignsubmission_file_my_1_file.ipynb", "Bo_Öz_7_assignsubmission_file_all.zip");
    handIn("Cy_3_assignsubmission_file/z.ipynb");
    expect(found()).toEqual([
      ["Ann Ax_12", ["sub/y.ipynb", "x.ipynb"]],
      ["Bo_Öz_7", ["my_1_file.ipynb"]],
      ["Cy_3", ["z.ipynb"]],
    ]);
    expect(exported().submissions.map(({ assignment, returned }) => [assignment, returned])).toEqual([
      ["01-first", "Ann Ax_12_assignsubmission_file_"],
      ["01-first", "Bo_Öz_7_assignsubmission_file_"],
      ["01-first", "Cy_3_assignsubmission_file_"],
    ]);
    expect(exported().submissions[1]!.archives.map(({ name }) => name)).toEqual(["all.zip"]);
  });

  test("may have both for one student, online texts, and folders with other names", () => {
    handIn("A_1_assignsubmission_file_/x.ipynb", "A_1_assignsubmission_file_y.ipynb", "Ohm_Ada_ada_88/x.ipynb");
    handIn("A_1_assignsubmission_onlinetext_/onlinetext.html");
    expect(found()).toEqual([
      ["A_1", ["x.ipynb", "y.ipynb"]],
      ["Ohm_Ada_ada_88", ["x.ipynb"]],
    ]);
    expect(exported().submissions[0]!.notes.map((one) => put(one))).toEqual([
      "there is an online text, which is not marked",
    ]);
  });

  test("a file that is called like another student's folder is its owner's", () => {
    handIn("A_1_assignsubmission_file_Bo_7_assignsubmission_file_x.ipynb", "Bo_7_assignsubmission_file_x.ipynb");
    expect(found()).toEqual([
      ["A_1", ["Bo_7_assignsubmission_file_x.ipynb"]],
      ["Bo_7", ["x.ipynb"]],
    ]);
  });

  test("what is none of it is a stray", () => {
    handIn("A_1_assignsubmission_file_/x.ipynb", "mine.ipynb", "A_2_assignsubmission_file_.DS_Store");
    expect(exported().strays.map(nameOf)).toEqual(["mine.ipynb: lies outside of every student's folder"]);
    expect(found()).toEqual([
      ["A_1", ["x.ipynb"]],
      ["A_2", []],
    ]);
  });

  test("a name such as a path or a line of the terminal is one name", () => {
    handIn("=cmd|' _5_assignsubmission_file_x\\..\\\u001b[2K.ipynb");
    expect(found()).toEqual([["=cmd|' _5", ["x\\..\\\u001b[2K.ipynb"]]]);
  });
});

describe("a folder in which nothing can be marked is refused with how to fix it", () => {
  test("it does not exist", () => {
    expect(() => findSubmissions(join(dir, "gone"), [])).toThrow(`There is no folder ${join(dir, "gone")}.`);
  });
  test("a folder lies where the marks go", () => {
    handIn("a/01-first/x.ipynb", "grades.csv/01-first/x.ipynb");
    expect(find).toThrow(`${join(dir, "grades.csv")} is a folder`);
  });
  test("it is a file", () => {
    handIn("file");
    expect(() => findSubmissions(join(dir, "file"), [])).toThrow("is no folder");
  });
  test("it is empty", () => expect(find).toThrow("holds no student's folder"));
  test("it holds only unknown assignments", () => {
    handIn("a/chapter1/x.ipynb");
    expect(find).toThrow("holds nothing to grade:\n  - a/chapter1: there is no such assignment");
    expect(find).toThrow(expect.objectContaining({ fix: expect.stringContaining("01-first, 02-second") }));
  });
});
