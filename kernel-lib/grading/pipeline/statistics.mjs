// What a lecturer learns from the marks of all: how each exercise and each test went, as a table and as a page.
import { escapeHtml, wholePage } from "./page.mjs";
import { csv } from "./tables.mjs";

/** As many as anyone reads; similar.csv has all of them. */
const MOST_PAIRS = 50;

/**
 * @typedef {object} TestCount
 * @property {string} assignment
 * @property {string} exercise
 * @property {string} title
 * @property {string} sentence
 * @property {boolean} hidden
 * @property {number} points
 * @property {number} passed
 * @property {number} of how many submissions were marked
 *
 * @typedef {{ assignment: string, exercise: string, students: [string, string], similarity: number }} Similar
 */

/**
 * Counts each test over all submissions, in the order of exercises and tests.
 * @param {readonly { assignment: string, verdicts: import("./verdicts.mjs").Verdicts }[]} marked
 * @param {ReadonlyMap<string, readonly import("./exercise-parts.mjs").ExercisePart[]>} exercises by assignment
 * @returns {TestCount[]}
 */
export function countTests(marked, exercises) {
  return [...exercises].flatMap(([assignment, parts]) => {
    const own = marked.filter((one) => one.assignment === assignment);
    return parts.flatMap(({ id, title, cell }) => {
      /** @type {Map<string, TestCount>} */
      const counts = new Map();
      for (const { verdicts } of own)
        for (const { sentence, hidden, points, ok } of verdicts.tests[cell] ?? []) {
          const none = { assignment, exercise: id, title, sentence, hidden, points, passed: 0, of: 0 };
          const count = counts.get(sentence) ?? none;
          counts.set(sentence, { ...count, passed: count.passed + Number(ok), of: count.of + 1 });
        }
      return [...counts.values()];
    });
  });
}

/**
 * A line for each test, and before the tests of an exercise one for all of it, with the points earned on average.
 * @param {readonly TestCount[]} counts
 */
export function statisticsTable(counts) {
  const headings = ["assignment", "exercise", "test", "hidden", "points", "mean", "passed", "submissions", "percent"];
  const rows = byExercise(counts).flatMap((tests) => {
    const [{ assignment, exercise, of }] = tests;
    const { points, earned } = sumOf(tests);
    return [
      [assignment, exercise, "", "", points, earned, "", of, percent(earned, points)],
      ...tests.map(({ sentence, hidden, points, passed, of }) => [
        ...[assignment, exercise, sentence, hidden ? "yes" : "no", points, round((points * passed) / of)],
        ...[passed, of, percent(passed, of)],
      ]),
    ];
  });
  return csv([headings, ...rows]);
}

/**
 * @param {readonly TestCount[]} counts
 * @returns {[TestCount, ...TestCount[]][]}
 */
function byExercise(counts) {
  /** @type {Map<string, [TestCount, ...TestCount[]]>} */
  const exercises = new Map();
  for (const count of counts) {
    const key = `${count.assignment}/${count.exercise}`;
    const known = exercises.get(key);
    if (known) known.push(count);
    else exercises.set(key, [count]);
  }
  return [...exercises.values()];
}

/**
 * What an exercise is worth, and what it earned on average.
 * @param {readonly TestCount[]} tests
 */
const sumOf = (tests) => ({
  points: round(tests.reduce((sum, { points }) => sum + points, 0)),
  earned: round(tests.reduce((sum, { points, passed, of }) => sum + (points * passed) / of, 0)),
});

/** @param {readonly Similar[]} pairs */
export function similarTable(pairs) {
  const rows = pairs.map(({ assignment, exercise, students, similarity }) => [
    ...[assignment, exercise, ...students, Math.round(similarity * 100)],
  ]);
  return csv([["assignment", "exercise", "student_id", "other_student_id", "percent"], ...rows]);
}

/**
 * @param {readonly import("./entries.mjs").Entry[]} entries
 * @param {readonly TestCount[]} counts
 * @param {readonly Similar[]} pairs
 */
export function statisticsPage(entries, counts, pairs) {
  const assignments = [...new Set(entries.map(({ assignment }) => assignment).filter(Boolean))];
  const parts = assignments.map((assignment) => {
    const own = entries.filter((entry) => entry.assignment === assignment);
    const marked = own.filter(({ isMarked }) => isMarked);
    const scores = marked.map(({ score }) => score).sort((a, b) => a - b);
    const [of = 0] = own.map((entry) => entry.of);
    const statuses = [...new Set(own.map(({ status }) => status))].sort();
    const said = statuses.map((status) => `${own.filter((entry) => entry.status === status).length} ${status}`);
    const middle =
      scores.length > 0 ? ` Mean ${round(mean(scores))}, median ${round(median(scores))} of ${of} points.` : "";
    return `<h2>${escapeHtml(assignment)}</h2>
<p>${escapeHtml(said.join(", "))}.${middle}</p>
${distribution(scores, of)}
${exerciseTables(counts.filter((count) => count.assignment === assignment))}`;
  });
  const header = "<header><h1>Statistics</h1><p>For those who teach: it names students.</p></header>";
  return wholePage("Statistics", "en", [header, "<main>", ...parts, similarSection(pairs), "</main>"]);
}

/**
 * How many have how many points, in tenths.
 * @param {readonly number[]} scores
 * @param {number} of
 */
function distribution(scores, of) {
  if (scores.length === 0 || of === 0) return "";
  const bins = Array.from({ length: 10 }, (_, i) => {
    const inside = scores.filter((score) => Math.min(9, Math.floor((score / of) * 10)) === i).length;
    return { from: round((of * i) / 10), to: round((of * (i + 1)) / 10), inside };
  });
  const rows = bins.map(
    ({ from, to, inside }) =>
      `<tr><td>${from} to ${to}</td><td>${inside}</td><td>${bar(inside, scores.length)}</td></tr>`,
  );
  return table(["Points", "Students", ""], rows);
}

/** @param {readonly TestCount[]} counts */
function exerciseTables(counts) {
  return byExercise(counts)
    .map((tests) => {
      const { points, earned } = sumOf(tests);
      const rows = tests.map(
        ({ sentence, hidden, points, passed, of }) =>
          `<tr><td>${escapeHtml(sentence)}${hidden ? " (hidden)" : ""}</td><td>${points}</td>` +
          `<td>${passed} of ${of}</td><td>${bar(passed, of)}</td></tr>`,
      );
      const heading = `<h3>${escapeHtml(tests[0].title)}</h3>\n<p>${earned} of ${points} points on average.</p>`;
      return `${heading}\n${table(["Test", "Points", "Passed by", ""], rows)}`;
    })
    .join("\n");
}

/** @param {readonly Similar[]} pairs */
function similarSection(pairs) {
  if (pairs.length === 0) return "";
  const rows = pairs
    .slice(0, MOST_PAIRS)
    .map(
      ({ assignment, exercise, students: [one, other], similarity }) =>
        `<tr><td>${escapeHtml(assignment)} ${escapeHtml(exercise)}</td><td>${escapeHtml(one)}</td><td>${escapeHtml(other)}</td>` +
        `<td>${percent(similarity, 1)} %</td></tr>`,
    );
  return `<h2>Answers that are much alike</h2>
<p>A hint, and no proof: read both. What was given, names, numbers and comments do not count, nor does what a third of all have in common.</p>
${table(["Exercise", "Student", "Student", "Alike"], rows)}`;
}

/**
 * @param {readonly string[]} headings
 * @param {readonly string[]} rows
 */
const table = (headings, rows) =>
  `<table><thead><tr>${headings.map((one) => `<th>${one}</th>`).join("")}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table>`;

/**
 * @param {number} part
 * @param {number} of
 */
const bar = (part, of) =>
  `<span class="bar" style="width:${Math.round((of === 0 ? 0 : part / of) * 120)}px" aria-hidden="true"></span>`;

/**
 * @param {number} part
 * @param {number} of
 */
const percent = (part, of) => (of === 0 ? 0 : Math.round((part / of) * 100));

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param {readonly number[]} sorted */
const median = (sorted) =>
  ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2;

/** @param {number} value */
const round = (value) => Math.round(value * 100) / 100;
