// After the marking: what is late, what has changed by hand, and everything that a lecturer takes home.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hash } from "../../course/command/files.mjs";
import { entriesOf } from "./entries.mjs";
import { partsOf } from "./exercise-parts.mjs";
import { isFolder } from "./inside.mjs";
import { lateness, markedPage, short, unmarkedPage } from "./page.mjs";
import { writePrivate } from "./private.mjs";
import { put } from "./remarks.mjs";
import { writeReturned } from "./returned.mjs";
import { similarAnswers } from "./similar.mjs";
import { countTests, similarTable, statisticsPage, statisticsTable } from "./statistics.mjs";
import { feedbackFolder } from "./submissions.mjs";
import { csv, gradesTable, iliasTable, moodleTable } from "./tables.mjs";
import { readVerdicts } from "./verdicts.mjs";

/** @typedef {import("./entries.mjs").Entry} Entry */
/** @typedef {import("./plan.mjs").Job} Job */

/** What stands where no one has answered yet. */
const STUB = /^.*Your turn: .*$/gm;

/**
 * @typedef {object} Finished
 * @property {Entry[]} entries
 * @property {string[]} changed a line for each mark that is no longer what it was in the last table
 * @property {string[]} files what was written, besides feedback
 */

/**
 * @param {string} folder DIR
 * @param {object} work
 * @param {readonly Job[]} work.jobs
 * @param {readonly import("./submissions.mjs").Stray[]} work.strays
 * @param {readonly import("./sources.mjs").Source[]} work.sources those that are handed in
 * @param {import("./marking.mjs").Book} work.book
 * @param {import("./record.mjs").GradingRecord} work.record
 * @param {import("./roster.mjs").Roster} [work.roster]
 * @param {import("./lateness.mjs").LateRule} [work.late]
 * @param {Date} [work.until]
 * @param {readonly string[]} work.formats
 * @param {import("./page.mjs").Said} work.said
 * @returns {Promise<Finished & { entering: number }>}
 */
export async function finish(folder, { jobs, strays, sources, book, record, roster, late, until, formats, said }) {
  await book.demand({ do: "know", ...whoAndWhen(jobs, roster) });
  const { rows = [], assignments = [], entering = 0 } = await book.demand({ do: "rows" });
  const parts = new Map(sources.map(({ name, notebook }) => [name, partsOf(notebook)]));
  const exercises = [...parts].flatMap(([name, list]) => list.map((part) => [`${name}/${part.cell}`, part.id]));
  const entries = entriesOf({
    ...{ rows, assignments, used: sources.map(({ name }) => name), strays, roster, late, until },
    marks: new Map(jobs.map(({ key, mark }) => [key, mark])),
    lastMark: (key) => record.last(key),
    exercises: new Map(/** @type {[string, string][]} */ (exercises)),
  });
  const penalties = entries.flatMap(({ row, penalty }) =>
    row ? [{ student: row.student, assignment: row.assignment, points: penalty }] : [],
  );
  await book.demand({ do: "penalise", penalties });

  const handedIn = new Map(jobs.map((job) => [job.key, job]));
  const marked = [];
  for (const entry of entries) {
    const { assignment } = entry;
    const job = handedIn.get(entry.key);
    if (!job || !entry.row) continue;
    const verdicts = entry.isMarked ? readVerdicts(folder, entry.key) : undefined;
    // Reports of all at once would be too much.
    if (verdicts) marked.push({ assignment, student: entry.student, verdicts: { ...verdicts, reports: {} } });
    writeFeedback(folder, job, entry, parts.get(assignment) ?? [], verdicts, said);
  }
  writeStrayPages(folder, jobs, strays, said);
  const files = writeTables(folder, entries, marked, parts, roster, formats, said);
  return { entries, changed: noteChanges(folder, entries, record), files, entering };
}

/**
 * Where the feedback for a submission lies.
 * @param {string} folder DIR
 * @param {{ student: string, assignment: string, returned?: string }} submission
 */
export const feedbackFile = (folder, { student, assignment, returned }) =>
  join(folder, feedbackFolder, returned ?? student, `${assignment}.html`);

/**
 * What the gradebook should know of students and of times.
 * @param {readonly Job[]} jobs
 * @param {import("./roster.mjs").Roster} [roster]
 */
function whoAndWhen(jobs, roster) {
  const people = [];
  const times = [];
  for (const { student, assignment, timestamp } of jobs) {
    const person = roster?.find(student);
    // What Moodle says; the other lies among what was handed in.
    const time = person?.submitted?.toISOString() ?? timestamp;
    if (time) times.push({ student, assignment, timestamp: time });
    const known = { first_name: person?.first, last_name: person?.last, email: person?.email };
    const filled = Object.entries(known).filter(([, value]) => value);
    if (person) people.push({ student, ...Object.fromEntries(filled) });
  }
  return { people, times };
}

/**
 * Writes what became of a submission.
 * @param {string} folder
 * @param {Job} job
 * @param {Entry} entry
 * @param {readonly import("./exercise-parts.mjs").ExercisePart[]} parts
 * @param {import("./verdicts.mjs").Verdicts | undefined} verdicts
 * @param {import("./page.mjs").Said} said
 */
function writeFeedback(folder, job, entry, parts, verdicts, said) {
  const { row, score, of, assignment } = entry;
  const remarks = [
    ...remarksOnTime(entry, said),
    ...(job.mark?.unprotected ? [said.words.unprotected] : []),
    ...(job.mark?.notes ?? []).map((one) => put(one, said.words.remarks)),
  ];
  const student = [entry.first, entry.last].filter(Boolean).join(" ") || entry.person?.full || entry.student;
  const head = { assignment, student, points: score, of, remarks };
  /** @type {NonNullable<import("./record.mjs").Mark["problem"]>} */
  const unknown = { status: "not judged", why: ["noReports"] };
  const page = verdicts
    ? markedPage(head, parts, verdicts, row?.cells ?? {}, row?.comments ?? {}, said)
    : unmarkedPage(head, job.mark?.problem ?? unknown, said);
  writePage(feedbackFile(folder, job), page);
  writeReturned(folder, job, page);
}

/**
 * Students of whom nothing was recognised read why, and what to do.
 * @param {string} folder
 * @param {readonly Job[]} jobs
 * @param {readonly import("./submissions.mjs").Stray[]} strays
 * @param {import("./page.mjs").Said} said
 */
function writeStrayPages(folder, jobs, strays, said) {
  const known = new Set(jobs.map(({ student }) => student));
  for (const student of known) rmSync(strayPage(folder, student), { force: true });
  for (const { student, assignment, why } of strays) {
    if (known.has(student) || why[0] === "hiddenFolder" || !isFolder(join(folder, student))) continue;
    known.add(student);
    const head = { assignment: assignment || student, student, points: 0, of: 0, remarks: [] };
    writePage(strayPage(folder, student), unmarkedPage(head, { status: "not recognised", why }, said));
  }
}

/**
 * @param {string} folder
 * @param {string} student
 */
const strayPage = (folder, student) => join(folder, feedbackFolder, student, "not-recognised.html");

/**
 * @param {string} file
 * @param {string} page
 */
function writePage(file, page) {
  if (!existsSync(file) || hash(readFileSync(file)) !== hash(page)) writePrivate(file, page);
}

/**
 * @param {Entry} entry
 * @param {import("./page.mjs").Said} said
 */
function remarksOnTime({ status, late = 0, penalty }, { words, language }) {
  if (status === "too late") return [words.tooLate];
  if (late === 0) return [];
  const said = lateness(late, words);
  return [penalty > 0 ? `${said} ${words.takenOff(short(penalty, language))}` : said];
}

/**
 * @param {string} folder
 * @param {readonly Entry[]} entries
 * @param {readonly { assignment: string, student: string, verdicts: import("./verdicts.mjs").Verdicts }[]} marked
 * @param {ReadonlyMap<string, readonly import("./exercise-parts.mjs").ExercisePart[]>} parts
 * @param {import("./roster.mjs").Roster | undefined} roster
 * @param {readonly string[]} formats
 * @param {import("./page.mjs").Said} said
 */
function writeTables(folder, entries, marked, parts, roster, formats, said) {
  const pairs = [...parts].flatMap(([assignment, list]) =>
    list.flatMap(({ id, answer, given }) => {
      const own = marked.filter((one) => one.assignment === assignment);
      const answers = own.map(({ student, verdicts }) => ({
        student,
        text: (verdicts.answers[answer] ?? "").replace(STUB, ""),
      }));
      return similarAnswers(answers, given).map((pair) => ({ assignment, exercise: id, ...pair }));
    }),
  );
  const counts = countTests(marked, parts);
  const tables = [
    ["grades.csv", gradesTable(entries)],
    ["statistics.csv", statisticsTable(counts)],
    ["statistics.html", statisticsPage(entries, counts, pairs)],
    ["similar.csv", similarTable(pairs)],
  ];
  if (formats.includes("excel-de")) tables.push(["grades-excel-de.csv", gradesTable(entries, { german: true })]);
  for (const assignment of parts.keys()) {
    const own = entries.filter((entry) => entry.assignment === assignment);
    if (formats.includes("moodle")) tables.push([`grades-moodle-${assignment}.csv`, moodleTable(own, roster, said)]);
    if (formats.includes("ilias")) tables.push([`grades-ilias-${assignment}.csv`, iliasTable(own, said)]);
  }
  for (const [name = "", content = ""] of tables) writePrivate(join(folder, name), content);
  return tables.map(([name = ""]) => name);
}

/**
 * Whose mark is another one than in the last table. The list grows: one that was read once is not lost by the next run.
 * @param {string} folder
 * @param {readonly Entry[]} entries
 * @param {import("./record.mjs").GradingRecord} record
 */
function noteChanges(folder, entries, record) {
  const before = record.scores;
  const known = entries.filter(({ row }) => row);
  const changed = known.filter(({ key, score }) => before[key] !== undefined && before[key] !== score);
  record.scores = { ...before, ...Object.fromEntries(known.map(({ key, score }) => [key, score])) };
  if (changed.length > 0) {
    const file = join(folder, "changed.csv");
    const old = existsSync(file)
      ? readFileSync(file, "utf8")
      : csv([["when", "student_id", "assignment", "before", "after"]]);
    const now = new Date().toISOString().slice(0, 16).replace("T", " ");
    const rows = changed.map(({ key, student, assignment, score }) => [
      now,
      student,
      assignment,
      before[key] ?? "",
      score,
    ]);
    writePrivate(file, old + csv(rows));
  }
  return changed.map(({ key, score }) => `${key}: ${before[key]} -> ${score} points`);
}
