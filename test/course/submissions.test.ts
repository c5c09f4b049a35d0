import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { findSubmissions } from "../../kernel-lib/grading/pipeline/submissions.mjs";

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
const files = () => find().submissions.map(({ file, problem }) => file?.slice(dir.length + 1) ?? problem);

describe("DIR/STUDENT/ASSIGNMENT/*.ipynb", () => {
  test("is found in the order of students and assignments", () => {
    handIn("b/02-second/02-second.ipynb", "b/01-first/01-first.ipynb", "Zoë, [1]/01-first/01-first.ipynb");
    expect(files()).toEqual([
      "Zoë, [1]/01-first/01-first.ipynb",
      "b/01-first/01-first.ipynb",
      "b/02-second/02-second.ipynb",
    ]);
  });

  test("autograde's own files, hidden folders and checkpoints are not submissions", () => {
    handIn("a/01-first/01-first.ipynb", "feedback/a/01-first.html", ".verteilt/graded.json", "grades.csv");
    handIn("a/.ipynb_checkpoints/x.ipynb", "a/01-first/.ipynb_checkpoints/01-first-checkpoint.ipynb");
    expect(find()).toMatchObject({ submissions: [{ student: "a", assignment: "01-first" }], ignored: [] });
  });

  test("a renamed notebook counts if it is the only one, or beside one with the right name", () => {
    handIn(
      "a/01-first/mine (2).ipynb",
      "b/01-first/01-first.ipynb",
      "b/01-first/old.ipynb",
      "c/01-first/x.ipynb",
      "c/01-first/y.ipynb",
    );
    expect(files()).toEqual([
      "a/01-first/mine (2).ipynb",
      "b/01-first/01-first.ipynb",
      "it is unclear which notebook counts: x.ipynb, y.ipynb",
    ]);
  });

  test("a folder without a notebook is a submission worth nothing", () => {
    handIn("a/01-first/answers.pdf");
    expect(files()).toEqual(["the folder holds no notebook (.ipynb)"]);
  });

  test("a notebook of more than 400 MB is reported, and not read", () => {
    handIn("a/01-first/01-first.ipynb", "b/01-first/01-first.ipynb");
    truncateSync(join(dir, "a/01-first/01-first.ipynb"), 400e6 + 1);
    truncateSync(join(dir, "b/01-first/01-first.ipynb"), 400e6);
    expect(files()).toEqual(["the notebook is larger than 400 MB", "b/01-first/01-first.ipynb"]);
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
    const nothing = "the folder holds no notebook (.ipynb)";
    expect(files()).toEqual(["a/01-first/x.ipynb", nothing, nothing]);
  });

  test.skipIf(process.platform === "win32")("a folder that cannot be opened is named, and stops no one", () => {
    handIn("a/01-first/x.ipynb", "b/01-first/x.ipynb", "c/01-first/x.ipynb");
    symlinkSync("loop", join(dir, "loop"));
    chmodSync(dir, 0o755);
    chmodSync(join(dir, "a"), 0);
    chmodSync(join(dir, "b/01-first"), 0o444);
    const { submissions, ignored } = findAsAnyone();
    expect(ignored).toEqual(["a: the folder cannot be read (EACCES)"]);
    expect(submissions.map(({ student, problem }) => [student, problem])).toEqual([
      ["b", "the folder cannot be read (EACCES)"],
      ["c", undefined],
    ]);
  });

  test.skipIf(process.platform !== "linux")("a name that is no UTF-8 is named", () => {
    handIn("b/01-first/x.ipynb");
    mkdirSync(Buffer.concat([Buffer.from(`${dir}/a`), Buffer.of(0xff)]));
    expect(find().ignored).toEqual(["a\uFFFD: its name is not UTF-8, so it cannot be opened; rename it"]);
    expect(files()).toEqual(["b/01-first/x.ipynb"]);
  });

  test("an unknown assignment does not stop the others", () => {
    handIn("a/1-first/1-first.ipynb", "b/01-first/01-first.ipynb", "c/notes.txt");
    handIn("a/\u001b[2K\n[1 of 1] a: 20 of 20/x.ipynb");
    expect(find().ignored.shift()).toBe("a/\uFFFD[2K\uFFFD[1 of 1] a: 20 of 20: there is no such assignment");
    expect(find().ignored.slice(1)).toEqual([
      "a/1-first: there is no such assignment",
      "c: holds no assignment's folder",
    ]);
    expect(files()).toEqual(["b/01-first/01-first.ipynb"]);
  });
});

describe("a folder in which nothing can be marked is refused with how to fix it", () => {
  test("it does not exist", () => {
    expect(() => findSubmissions(join(dir, "gone"), [])).toThrow(`There is no folder ${join(dir, "gone")}.`);
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
