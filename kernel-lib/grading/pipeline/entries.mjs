// What became of everything that was found: one entry for each submission, each stray file, and each student on the list
// who handed in nothing. Tables, summary and feedback are made of these.
import { minutesLate, moment, penaltyOf } from "./lateness.mjs";
import { inOneLine } from "./remarks.mjs";
import { printable } from "./submissions.mjs";

/** @typedef {import("./roster.mjs").Person} Person */
/** @typedef {import("./remarks.mjs").Remark} Remark */

/**
 * @typedef {object} Entry
 * @property {string} key of the submission, as STUDENT/ASSIGNMENT
 * @property {string} assignment
 * @property {string} due
 * @property {string} timestamp
 * @property {string} student
 * @property {string} last
 * @property {string} first
 * @property {string} email
 * @property {string} id
 * @property {number} raw what was earned
 * @property {number} penalty what is taken off
 * @property {number} score what is left
 * @property {number} of
 * @property {number} [late] minutes, where they are known
 * @property {string} status
 * @property {Remark[]} remarks
 * @property {string} note the remarks in English
 * @property {Record<string, number>} points by exercise
 * @property {boolean} isMarked
 * @property {boolean} isFound whether anything of it lies in DIR
 * @property {Person} [person] on the list
 * @property {import("./service.mjs").Row} [row] in the gradebook
 */

/**
 * @param {object} known
 * @param {readonly import("./service.mjs").Row[]} known.rows
 * @param {readonly { name: string, due: string, of: number }[]} known.assignments
 * @param {readonly string[]} known.used assignments that are handed in now
 * @param {ReadonlyMap<string, import("./record.mjs").Mark | undefined>} known.marks of what is in DIR now, by key
 * @param {(key: string) => import("./record.mjs").Mark | undefined} known.lastMark
 * @param {readonly import("./submissions.mjs").Stray[]} known.strays
 * @param {import("./roster.mjs").Roster} [known.roster]
 * @param {import("./lateness.mjs").LateRule} [known.late]
 * @param {Date} [known.until]
 * @param {ReadonlyMap<string, string>} known.exercises names of exercises, by ASSIGNMENT/CELL
 * @returns {Entry[]}
 */
export function entriesOf({ rows, assignments, used, marks, lastMark, strays, roster, late: rule, until, exercises }) {
  const about = new Map(assignments.map((one) => [one.name, one]));
  const entries = rows.map((row) => {
    const { due = "", of = 0 } = about.get(row.assignment) ?? {};
    const key = `${row.student}/${row.assignment}`;
    const mark = marks.get(key) ?? lastMark(key);
    const late = minutesLate(row.timestamp, due);
    const isTooLate = until !== undefined && row.timestamp !== "" && moment(row.timestamp) > until.getTime();
    const penalty = isTooLate ? row.raw : penaltyOf(row.raw, late ?? 0, rule);
    const person = roster?.find(row.student);
    const nameOf = (/** @type {string} */ cell) => exercises.get(`${row.assignment}/${cell}`);
    const byHand = (mark?.byHand ?? []).flatMap((cell) => nameOf(cell) ?? []);
    /** @type {Remark[]} */
    const remarks = [
      ...(mark?.problem ? [mark.problem.why] : []),
      ...(mark?.notes ?? []),
      ...when(byHand.length > 0, ["byHandBefore", byHand.join(", ")]),
      ...when(!marks.has(key), ["gone"]),
      ...when((rule || until) && late === undefined && due !== "" && !mark?.problem, ["timeUnknown"]),
      ...when(roster && !person, [roster?.hasSeveral(row.student) ? "severalOnList" : "notOnList"]),
    ];
    return {
      ...{
        key,
        assignment: row.assignment,
        due,
        timestamp: row.timestamp,
        student: row.student,
        row,
        of,
        late,
        penalty,
      },
      ...namesOf(row, person),
      raw: row.raw,
      score: Math.max(0, round(row.raw - penalty)),
      status: statusOf(mark, isTooLate, late ?? 0),
      ...{ remarks, note: "" },
      points: Object.fromEntries(
        Object.entries(row.cells).flatMap(([cell, [points]]) => {
          const exercise = nameOf(cell);
          return exercise === undefined ? [] : [[exercise, points]];
        }),
      ),
      ...{ isMarked: !mark?.problem, isFound: marks.has(key) },
      ...(person && { person }),
    };
  });
  const missing = used.flatMap((assignment) => {
    const present = new Set(entries.filter((entry) => entry.assignment === assignment).map(({ person }) => person));
    const absent = (roster?.people ?? []).filter((person) => !present.has(person));
    return absent.map((person) => nothing(assignment, about, person));
  });
  const left = strays.map(({ student, assignment, why }) => ({
    ...nothing(assignment, about),
    ...{ key: `${student}/${assignment}`, student: printable(student), status: "not recognised", remarks: [why] },
    isFound: true,
  }));
  for (const entry of entries) {
    const others = entries.filter((one) => one !== entry && isOfSamePerson(one, entry));
    if (others.length > 0) entry.remarks.push(["alsoFrom", others.map(({ student }) => student).join(", ")]);
  }
  return [...entries, ...missing, ...left]
    .map((entry) => ({ ...entry, note: printable(inOneLine(entry.remarks)) }))
    .sort(byAssignment);
}

/**
 * One student can have handed in under two names.
 * @param {Entry} a
 * @param {Entry} b
 */
const isOfSamePerson = (a, b) => a.person !== undefined && a.person === b.person && a.assignment === b.assignment;

/**
 * @param {unknown} is
 * @param {Remark} remark
 * @returns {Remark[]}
 */
const when = (is, remark) => (is ? [remark] : []);

/**
 * Of each student the entry that counts: the better one, where there are two.
 * @param {readonly Entry[]} entries of one assignment
 */
export const oneOfEach = (entries) =>
  entries.filter(
    (entry, i) =>
      !entries.some(
        (one, j) => isOfSamePerson(one, entry) && (one.score > entry.score || (one.score === entry.score && j < i)),
      ),
  );

/**
 * A student who handed in nothing.
 * @param {string} assignment
 * @param {ReadonlyMap<string, { due: string, of: number }>} about
 * @param {Person} [person]
 * @returns {Entry}
 */
function nothing(assignment, about, person) {
  const { due = "", of = 0 } = about.get(assignment) ?? {};
  const student = person ? person.id || person.login || person.email || person.full : "";
  return {
    ...{ key: `${student}/${assignment}`, assignment, due, timestamp: "", student, raw: 0, penalty: 0, score: 0, of },
    ...namesOf({ last: "", first: "", email: "" }, person),
    ...{ status: "not found", remarks: [/** @type {Remark} */ (["handedInNothing"])], note: "" },
    ...{ points: {}, isMarked: false, isFound: false },
    ...(person && { person }),
  };
}

/**
 * The list's names, else the gradebook's.
 * @param {{ last: string, first: string, email: string }} row
 * @param {Person} [person]
 */
function namesOf(row, person) {
  return {
    last: person?.last || row.last,
    first: person?.first || row.first,
    email: person?.email || row.email,
    id: person?.id || person?.participant || "",
  };
}

/**
 * @param {import("./record.mjs").Mark | undefined} mark
 * @param {boolean} isTooLate
 * @param {number} late
 */
function statusOf(mark, isTooLate, late) {
  if (mark?.problem) return mark.problem.status;
  if (isTooLate) return "too late";
  if (mark?.unprotected) return "unprotected";
  return late > 0 ? "late" : "marked";
}

/** @param {number} points */
const round = (points) => Math.round(points * 100) / 100;

/**
 * @param {Entry} a
 * @param {Entry} b
 */
function byAssignment(a, b) {
  // What belongs to no assignment comes last.
  const rank = (/** @type {Entry} */ { assignment, student }) => `${assignment || "\uFFFF"}\0${student}`;
  return rank(a) < rank(b) ? -1 : 1;
}
