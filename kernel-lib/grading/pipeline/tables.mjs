// The tables a lecturer takes home: grades.csv with everything, and what Moodle, ILIAS and a German Excel take in. Whatever a
// student is called, no cell is a formula.
import Papa from "papaparse";
import { oneOfEach } from "./entries.mjs";
import { participantIn } from "./moodle.mjs";
import { lateness, short } from "./page.mjs";
import { inOneLine } from "./remarks.mjs";

/** @typedef {import("./entries.mjs").Entry} Entry */
/** @typedef {import("./roster.mjs").Roster} Roster */
/** @typedef {import("./page.mjs").Said} Said */

/** nbgrader's own columns, in its order; ours come after them. */
const COLUMNS = [
  ...["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"],
  ...["raw_score", "late_submission_penalty", "score", "max_score", "id_number", "late_minutes", "status", "note"],
];

/**
 * grades.csv, and for a German Excel: with a byte-order mark, semicolons and decimal commas.
 * @param {readonly Entry[]} entries
 * @param {{ german?: boolean }} [options]
 */
export function gradesTable(entries, { german = false } = {}) {
  const exercises = [...new Set(entries.flatMap(({ points }) => Object.keys(points)))];
  const rows = entries.map((entry) => [
    ...[entry.assignment, entry.due, entry.timestamp, entry.student, entry.last, entry.first, entry.email],
    ...[entry.raw, entry.penalty, entry.score, entry.of, entry.id, entry.late ?? "", entry.status, entry.note],
    ...exercises.map((exercise) => entry.points[exercise] ?? ""),
  ]);
  /** @param {string | number} cell */
  const written = (cell) => (german && typeof cell === "number" ? String(cell).replace(".", ",") : cell);
  const table = csv([[...COLUMNS, ...exercises], ...rows.map((row) => row.map(written))], german ? ";" : ",");
  return german ? `\uFEFF${table.replaceAll("\n", "\r\n")}` : table;
}

/**
 * Moodle's grading worksheet. Where that was the list of students, its own columns and rows come back, with the grades filled
 * in: Moodle looks for headings in its own language.
 * @param {readonly Entry[]} entries of one assignment
 * @param {Roster | undefined} roster
 * @param {Said} said in which language students read it
 */
export function moodleTable(entries, roster, said) {
  const counting = oneOfEach(entries);
  if (roster?.isWorksheet) {
    const { grade = 0, comments } = roster.columns;
    const rows = roster.people.map((person) => {
      const entry = counting.find((one) => one.person === person);
      const row = [...person.row];
      if (entry) row[grade] = String(entry.score);
      if (entry && comments !== undefined) row[comments] = summary(entry, said);
      return row;
    });
    return csv([roster.headings, ...rows]);
  }
  const headings = [
    ...["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Grade can be changed"],
    ...["Last modified (submission)", "Last modified (grade)", "Feedback comments"],
  ];
  const rows = counting.flatMap((entry) => {
    const participant = entry.person?.participant || participantIn(entry.student);
    if (!participant) return [];
    const name = entry.person?.full || [entry.first, entry.last].filter(Boolean).join(" ") || entry.student;
    const known = [`Participant ${participant}`, name, entry.email, "", entry.score, entry.of, "Yes"];
    return [[...known, entry.timestamp, "", summary(entry, said)]];
  });
  return csv([headings, ...rows]);
}

/**
 * ILIAS's status file of an exercise, as its multi-feedback archive has it.
 * @param {readonly Entry[]} entries of one assignment
 * @param {Said} said in which language students read it
 */
export function iliasTable(entries, said) {
  const headings = [
    ...["update", "usr_id", "login", "lastname", "firstname", "status", "mark", "notice", "comment"],
    ...["plagiarism", "plag_comment"],
  ];
  const rows = oneOfEach(entries).flatMap((entry) => {
    const { person, student, last, first, score, of } = entry;
    const user = person?.id || participantIn(student);
    if (!user) return [];
    const status = entry.isMarked ? (score * 2 >= of ? "passed" : "failed") : "notgraded";
    return [[1, user, person?.login ?? "", last, first, status, score, "", summary(entry, said), "", ""]];
  });
  return csv([headings, ...rows]);
}

/**
 * @param {readonly (readonly (string | number)[])[]} rows
 * @param {string} [delimiter]
 */
export function csv(rows, delimiter = ",") {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? inOnePiece(cell) : cell)));
  // What a spreadsheet would calculate begins with an apostrophe instead; numbers of ours stay numbers, and "-" is Moodle's
  // word for nothing.
  return `${Papa.unparse(cells, { delimiter, newline: "\n", escapeFormulae: /^(?:[=+@\t\r\n＝＋－＠]|-.)/ })}\n`;
}

/**
 * A German Excel parts what commas separate at semicolons, whatever the quotes say, and others part it elsewhere: no part
 * begins like a formula, either.
 * @param {string} cell
 */
const inOnePiece = (cell) => cell.replace(/([;,\t\r\n][\s"]*)(?=[=+@＝＋－＠]|-\S)/g, "$1'");

/**
 * @param {Entry} entry
 * @param {Said} said
 */
function summary({ points, late = 0, penalty, remarks, score, of }, { words, language }) {
  const number = (/** @type {number} */ n) => short(n, language);
  return [
    words.points(number(score), number(of)),
    ...Object.entries(points).map(([exercise, each]) => `${exercise}: ${number(each)}`),
    ...(late > 0 ? [lateness(late, words)] : []),
    ...(penalty > 0 ? [words.takenOff(number(penalty))] : []),
    ...(remarks.length > 0 ? [inOneLine(remarks, words.remarks)] : []),
  ].join("; ");
}
