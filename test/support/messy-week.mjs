// What thirty students hand in in a bad week, as Moodle exports it: node test/support/messy-week.mjs DIR [NN-name]
// Writes DIR/submissions, DIR/worksheet.csv (Moodle's grading worksheet), and says what each should earn.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, venvBin } from "../../kernel-lib/course/command/paths.mjs";
import { source } from "../../kernel-lib/course/notebook/notebook.mjs";
import { kindOf } from "../../kernel-lib/grading/pipeline/kind.mjs";

/** @typedef {import("../../kernel-lib/course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {string | Uint8Array | Notebook} Content */

/**
 * @typedef {object} Student
 * @property {string} name
 * @property {Record<string, Content>} files by path; of a zip, what is in it as JSON
 * @property {boolean} [flat] in Moodle's other shape
 * @property {string} status as grades.csv should have it
 * @property {"all" | "none" | "some"} earns
 * @property {string} [submitted] as Moodle's worksheet says it; in time by default
 */

/**
 * @param {object} material
 * @param {Notebook} material.exercise as it was released
 * @param {Notebook} material.solution
 * @param {Notebook} material.other another chapter's exercise
 * @returns {Student[]}
 */
export function messyWeek({ exercise, solution, other }) {
  const answers = answersOf(solution);
  const solved = filled(exercise, answers);
  const text = JSON.stringify(solved);
  const stub = JSON.stringify(exercise);
  /** @param {(notebook: Notebook) => void} change */
  const but = (change) => {
    const notebook = structuredClone(solved);
    change(notebook);
    return JSON.stringify(notebook);
  };
  const [first = ""] = Object.keys(answers);
  const half = filled(exercise, { [first]: answers[first] ?? "" });
  const x = "x.ipynb";
  return [
    { name: "Ada Ahrens", files: { [x]: text }, status: "marked", earns: "all" },
    { name: "Ben Öztürk", files: { [x]: text }, flat: true, status: "marked", earns: "all" },
    { name: "Cem_Celik", files: { "a b (2).ipynb": text }, status: "marked", earns: "all" },
    { name: "Dora Dahl", files: { "deep/er/x.ipynb": text }, status: "marked", earns: "all" },
    { name: "Egon Eck", files: { "hand-in.zip": zip({ "Übung/x.ipynb": text }) }, status: "marked", earns: "all" },
    {
      name: "Fay Fix",
      files: { "hand-in.zip": zip({ "../../x.ipynb": text }) },
      flat: true,
      status: "marked",
      earns: "all",
    },
    { name: "Gil Graf", files: { "x.ipynb": stub, "x-Copy1.ipynb": text }, status: "marked", earns: "all" },
    {
      name: "Hal Hess",
      files: { "new.ipynb": JSON.stringify(half), "old.ipynb": text },
      status: "marked",
      earns: "all",
    },
    { name: "Ida Imhof", files: { [x]: JSON.stringify(half) }, status: "marked", earns: "some" },
    { name: "Jo Jung", files: { [x]: stub }, status: "marked", earns: "none" },
    { name: "Kai Kern", files: { [x]: JSON.stringify(other) }, status: "other exercise", earns: "none" },
    { name: "Lea Lang", files: { [x]: pasted(answers) }, status: "marked", earns: "all" },
    { name: "Mia Maas", files: { [x]: text.slice(0, 900) }, status: "unreadable", earns: "none" },
    { name: "Nik Noll", files: { [x]: "" }, status: "unreadable", earns: "none" },
    { name: "Ole Ott", files: { "screenshot.png": "PNG" }, status: "not found", earns: "none" },
    { name: "Pia Pohl", files: { "x.rar": "Rar!" }, status: "not found", earns: "none" },
    { name: "Qi Quast", files: { "x.zip": "no zip" }, status: "not found", earns: "none" },
    {
      name: "Rolf Renz",
      files: { "x.zip": zip({ "x.ipynb": "\0".repeat(450_000_000) }) },
      status: "not found",
      earns: "none",
    },
    { name: "Sue Sand", files: { [x]: `\uFEFF${but(windows)}` }, status: "marked", earns: "all" },
    { name: "Tim Thoma", files: { [x]: but(withoutTests) }, status: "marked", earns: "all" },
    { name: "Uwe Uhl", files: { [x]: but(locked) }, status: "marked", earns: "all" },
    { name: "Vera Voss", files: { [x]: but(loud) }, status: "marked", earns: "all" },
    { name: "Wim Wolf", files: { [x]: but(loops) }, status: "marked", earns: "all" },
    { name: "Xu Xaver", files: { [x]: but(quits) }, status: "marked", earns: "all" },
    { name: "Yan Yild", files: { [x]: but(markup) }, status: "marked", earns: "all" },
    { name: "=cmd|'x'!A1", files: { [x]: text }, status: "marked", earns: "all" },
    {
      name: "Zoe Zorn",
      files: { [x]: text },
      status: "late",
      earns: "some",
      submitted: "Thursday, 3 December 2026, 8:15 AM",
    },
    {
      name: "Zack Zahn",
      files: { [x]: text },
      status: "too late",
      earns: "none",
      submitted: "Mittwoch, 23. Dezember 2026, 08:15",
    },
    { name: "O'Neil, Pat", files: { [x]: conflict(text) }, status: "marked", earns: "all" },
    { name: "No One", files: {}, status: "not found", earns: "none", submitted: "-" },
  ];
}

/**
 * Writes what was handed in, and Moodle's worksheet; who handed in nothing has no folder.
 * @param {string} dir
 * @param {readonly Student[]} students
 */
export function writeWeek(dir, students) {
  const time = "Tuesday, 1 December 2026, 9:30 PM";
  const rows = students.map(({ name, submitted = time }, i) =>
    [`Participant ${100 + i}`, name, `s${100 + i}@example.org`, "", "", "20.00", "Yes", submitted, "-", ""]
      .map(quoted)
      .join(),
  );
  mkdirSync(join(dir, "submissions"), { recursive: true });
  const headings =
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments";
  writeFileSync(join(dir, "worksheet.csv"), `\uFEFF${[headings, ...rows].join("\r\n")}\r\n`);
  for (const [i, { name, files, flat = false }] of students.entries())
    for (const [at, [path, content]] of Object.entries(files).entries()) {
      const folder = `${name}_${100 + i}_assignsubmission_file_`;
      const file = join(dir, "submissions", flat ? `${folder}${path}` : join(folder, path));
      mkdirSync(join(file, ".."), { recursive: true });
      writeFileSync(
        file,
        typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content),
      );
      // The first is the newest.
      utimesSync(file, 1_780_000_000 - 60 * at, 1_780_000_000 - 60 * at);
    }
}

/** @param {string} text */
const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

/**
 * @param {Notebook} solution
 * @returns {Record<string, string>} by grade_id
 */
function answersOf(solution) {
  const answers = solution.cells.filter((cell) => kindOf(cell) === "answer");
  return Object.fromEntries(answers.map((cell) => [cell.metadata.nbgrader.grade_id, source(cell)]));
}

/**
 * @param {Notebook} exercise
 * @param {Record<string, string>} answers
 */
function filled(exercise, answers) {
  const cells = exercise.cells.map((cell) => ({
    ...cell,
    source: answers[cell.metadata.nbgrader?.grade_id ?? ""] ?? cell.source,
  }));
  return { ...exercise, cells };
}

/** A new notebook with nothing but answers in it. @param {Record<string, string>} answers */
function pasted(answers) {
  const cells = Object.values(answers).map((text) => code(text));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 });
}

/** @param {string} text @returns {import("../../kernel-lib/course/notebook/notebook.mjs").Cell} */
const code = (text) => ({ cell_type: "code", metadata: {}, source: text, outputs: [], execution_count: 7 });

/** @param {Notebook} notebook */
function windows(notebook) {
  for (const cell of notebook.cells)
    Object.assign(cell, { metadata: {}, source: source(cell).replaceAll("\n", "\r\n") });
}

/** @param {Notebook} notebook */
function withoutTests(notebook) {
  notebook.cells = notebook.cells.filter((cell) => kindOf(cell) !== "test");
}

/** @param {Notebook} notebook */
function locked(notebook) {
  for (const cell of notebook.cells) if (cell.metadata.nbgrader?.locked) cell.source = "throw new Error('mine now');";
}

/** @param {Notebook} notebook */
const loud = (notebook) =>
  void notebook.cells.push(code('for (let i = 0; i < 1e6; i++) console.log("x".repeat(100));'));

/** @param {Notebook} notebook */
const loops = (notebook) => void notebook.cells.push(code("for (;;) {}"));

/** @param {Notebook} notebook */
const quits = (notebook) => void notebook.cells.push(code("process.exit(0);"));

/** @param {Notebook} notebook */
function markup(notebook) {
  const answer = notebook.cells.find((cell) => kindOf(cell) === "answer");
  if (answer) answer.source = `// </code></pre><script>alert(1)</script> VERTEILT \u001b[2K\n${source(answer)}`;
}

/** @param {string} text */
function conflict(text) {
  const lines = JSON.stringify(JSON.parse(text), null, 1).split("\n");
  const at = lines.findIndex((line) => line.includes('"cell_type"'));
  const mine = lines[at] ?? "";
  return lines.toSpliced(at, 1, "<<<<<<< HEAD", mine, "=======", `${mine} `, ">>>>>>> theirs").join("\n");
}

/**
 * @param {Record<string, string>} files
 * @returns {Uint8Array}
 */
function zip(files) {
  const program = `import io, json, sys, zipfile
held = io.BytesIO()
with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, [text, times] in json.load(sys.stdin).items():
        with archive.open(name, "w", force_zip64=True) as entry:
            for _ in range(times): entry.write(text.encode())
sys.stdout.buffer.write(held.getvalue())`;
  const parts = Object.entries(files).map(([name, text]) =>
    text.length > 1e8 ? [name, [text.slice(0, 1e6), text.length / 1e6]] : [name, [text, 1]],
  );
  const input = JSON.stringify(Object.fromEntries(parts));
  return execFileSync(venvBin("python"), ["-c", program], { input, maxBuffer: 1e9 });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dir = "week", name = "01-what-is-a-distributed-system"] = process.argv.slice(2);
  /** @param {string} path @returns {Notebook} */
  const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
  const students = messyWeek({
    exercise: read(`exercises/${name}/${name}.ipynb`),
    solution: read(`solutions/${name}/${name}.ipynb`),
    other: read("exercises/02-scaling-and-fallacies/02-scaling-and-fallacies.ipynb"),
  });
  writeWeek(dir, students);
  for (const { name, status, earns } of students) console.log(`${name}: ${status}, ${earns}`);
}
