// Marks a folder of submissions: finds them, marks several at a time, and leaves gradebook, tables and feedback.
// Whatever one of them does, the next is marked; what is unchanged since the last run keeps its mark.
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { readCourse } from "../../course/command/course.mjs";
import { Failure } from "../../course/command/failure.mjs";
import { root } from "../../course/command/paths.mjs";
import { logFile } from "../../course/command/run.mjs";
import { say, step } from "../../course/command/steps.mjs";
import { words } from "../../course/words/words.mjs";
import { checkSolutions, eachWith } from "./check-solutions.mjs";
import { soundSources, writeSources } from "./exercises.mjs";
import { AT_A_TIME, FarmJudging } from "./farm-judging.mjs";
import { findProtection, Judging } from "./judging.mjs";
import { lateRule } from "./lateness.mjs";
import { Assignment, Book, markSubmission, newBookkeeper } from "./marking.mjs";
import { plan } from "./plan.mjs";
import { lock, writePrivate } from "./private.mjs";
import { traitsOf } from "./recognise.mjs";
import { GradingRecord } from "./record.mjs";
import { put } from "./remarks.mjs";
import { finish } from "./results.mjs";
import { readRoster } from "./roster.mjs";
import { removeScratch, scratchFolder } from "./scratch.mjs";
import { findSubmissions, nameOf, printable } from "./submissions.mjs";
import { named, recognisedIn } from "./which-assignment.mjs";

/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("./plan.mjs").Job} Job */
/** @typedef {import("./submissions.mjs").Found} Found */

/**
 * @typedef {object} Options
 * @property {string} [solutions] the project's solutions/ by default
 * @property {number} [jobs] how many submissions run at a time, as many as there are processors by default
 * @property {Date} [due] what comes later is late (what the gradebook says by default)
 * @property {string} [late] what each day costs, "10%/day"; "none" for nothing (what was said last by default)
 * @property {Date | "none"} [until] what comes later is worth nothing (what was said last by default)
 * @property {boolean} [container] students' code runs in containers
 * @property {string} [farm] the owner's link of a farm, whose workers mark
 * @property {boolean} [moodle] DIR is what Moodle exported
 * @property {string} [assignment] what was handed in there
 * @property {string} [roster] the lecturer's list of students
 * @property {string[]} [formats] further tables: moodle, ilias, excel-de
 * @property {import("../../course/command/course.mjs").Course["language"]} [language] of feedback (the course's by default)
 *
 * @typedef {object} Outcome
 * @property {number} graded now
 * @property {number} kept what is unchanged since the last time, marked or not
 * @property {string[]} unmarked a line for each thing that was found and not marked
 * @property {string[]} late
 * @property {string[]} changed
 * @property {string[]} files
 * @property {number} seconds of processor time for answers and tests, all together
 * @property {number} entering seconds of processor time for entering points
 * @property {number} took how many seconds it took to mark them
 */

/**
 * @param {string} dir
 * @param {Options} [options]
 * @returns {Promise<Outcome>}
 */
export async function autograde(dir, options = {}) {
  const folder = resolve(dir);
  const sources = soundSources(options.solutions ?? join(root, "solutions"));
  const roster = options.roster === undefined ? undefined : readRoster(options.roster);
  const { submissions, strays } = await findAll(folder, sources, options);
  for (const stray of strays) say(`  Not marked: ${nameOf(stray)}`);
  if (strays.length > 0) say(`  Assignments are: ${sources.map(({ name }) => name).join(", ")}`);

  const used = sources.filter(({ name }) => submissions.some(({ assignment }) => assignment === name));
  const record = new GradingRecord(folder);
  const { late, until } = rulesOf(record, options);
  const language = options.language ?? readCourse().language;
  const said = { words: words(language).feedback, language };
  // Reports are made by the library, here and in the judge's process.
  process.env.VERTEILT_LANGUAGE = language;
  /** @type {import("./judging.mjs").Found} a worker without an enclosure takes no work */
  const found = options.farm ? { protection: "bubblewrap" } : await findProtection(options.container);
  const jobs = plan(submissions, used, record, folder, found.protection, language);
  const due = jobs.filter(({ mark }) => !mark);

  const course = scratchFolder();
  // It names students.
  writePrivate(logFile("autograde"), "");
  lock(folder);
  const keeper = newBookkeeper(course);
  const book = new Book(course, join(folder, "gradebook.db"), keeper);
  try {
    const spent = await markAll(due, { used, sources, book, record, folder, said, ...found }, options);
    await noteDue(book, used, options.due);
    const work = {
      jobs,
      strays,
      sources: used,
      book,
      record,
      roster,
      late,
      until,
      formats: options.formats ?? [],
      said,
    };
    const { entries, changed, files, entering } = await step("Writing tables and feedback", () => finish(folder, work));
    const unmarked = entries.filter(({ isMarked, isFound }) => isFound && !isMarked);
    const overdue = entries.filter(({ late = 0 }) => late > 0);
    return {
      ...{
        graded: due.filter(({ mark }) => !mark?.problem).length,
        kept: jobs.length - due.length,
        files,
        entering,
        ...spent,
      },
      unmarked: unmarked.map((entry) => printable(`${entry.key.replace(/\/$/, "")}: ${entry.note}`)),
      late: overdue.map(({ key, late = 0, due, penalty }) =>
        printable(
          `${key}: ${duration(late)} after ${due.slice(0, 16)} UTC${penalty > 0 ? `, ${penalty} points off` : ""}`,
        ),
      ),
      changed: changed.map(printable),
    };
  } finally {
    keeper.close();
    removeScratch(course);
  }
}

/**
 * @param {string} folder
 * @param {readonly Source[]} sources
 * @param {Options} options
 * @returns {Promise<Found>}
 */
async function findAll(folder, sources, { moodle, assignment, roster }) {
  const names = sources.map(({ name }) => name);
  const besides = roster === undefined ? [] : [roster];
  if (!moodle) return findSubmissions(folder, names, { besides });
  if (assignment !== undefined) return findSubmissions(folder, names, { moodle: named(sources, assignment), besides });
  const found = findSubmissions(folder, names, { moodle: "?", besides });
  const { name, count, of } = await recognisedIn(found.submissions, sources);
  say(`  Marked as ${name}, which ${count} of ${of} notebooks are. For another one: --assignment NN`);
  return { ...found, submissions: found.submissions.map((one) => ({ ...one, assignment: name })) };
}

/**
 * What coming late costs: what is said now, or was said last.
 * @param {GradingRecord} record
 * @param {Options} options
 */
function rulesOf(record, { late, until }) {
  const said = {
    ...record.rules,
    ...(late !== undefined && { late }),
    ...(until !== undefined && { until: until === "none" ? until : until.toISOString() }),
  };
  if (JSON.stringify(said) !== JSON.stringify(record.rules)) record.rules = said;
  return {
    late: said.late === undefined ? undefined : lateRule(said.late),
    until: said.until === undefined || said.until === "none" ? undefined : new Date(said.until),
  };
}

/**
 * @param {readonly Job[]} jobs each gets its mark
 * @param {object} work
 * @param {readonly Source[]} work.used
 * @param {readonly Source[]} work.sources
 * @param {Book} work.book
 * @param {GradingRecord} work.record
 * @param {string} work.folder
 * @param {{ words: import("./page.mjs").Words, language: string }} work.said
 * @param {import("../sandbox/enclosure.js").Protection} work.protection
 * @param {string} [work.remedy]
 * @param {Options} options
 * @returns {Promise<{ seconds: number, took: number }>}
 */
async function markAll(
  jobs,
  { used, sources, book, record, folder, said, protection, remedy },
  { jobs: atATime, due, farm },
) {
  if (jobs.length === 0) return { seconds: 0, took: 0 };
  const shared =
    farm === undefined ? undefined : await FarmJudging.begin(farm, said.language, (line) => say(`  ${line}`));
  if (shared) say("  Marked on the farm: students' code is enclosed by bubblewrap at its workers.");
  else sayProtection(protection, remedy);
  const isProtected = protection !== "none";
  const traits = sources.map(traitsOf);
  const assignments = new Map(used.map((source) => [source.name, new Assignment(source, book, isProtected, traits)]));
  const most = atATime ?? (shared ? AT_A_TIME : availableParallelism());
  /** @type {import("./judging.mjs").AnyJudging[]} */
  const judges = Array.from(
    { length: Math.max(1, Math.min(most, jobs.length)) },
    () => shared ?? new Judging(protection, said.words),
  );
  try {
    writeSources(used, book.course);
    await checkSolutions([...assignments.values()], judges, record);
    await step("Preparing the gradebook", async () => {
      for (const { name } of used) await prepare(book, name, folder);
      // Now, so that it is not forgotten when the marking is interrupted.
      await noteDue(book, used, due);
    });
    shared?.expect(jobs.length);
    const started = performance.now();
    const ran = await eachWith(judges, jobs, async (job, judging, done) => {
      const begun = performance.now();
      const assignment = assignments.get(job.assignment);
      if (!assignment) throw new Error(`${job.assignment} has no source`);
      record.set(job.key, undefined);
      const { mark, again, seconds = 0 } = await markSubmission(job, assignment, judging, book, folder);
      job.mark = mark;
      if (!again) record.set(job.key, mark);
      const shown = mark.problem ? `0 points: ${put(mark.problem.why)}` : `${mark.points} of ${mark.of} points`;
      const count = done();
      const minutes = ((performance.now() - started) / count / 60_000) * (jobs.length - count);
      const left = minutes > 1 ? `; about ${Math.ceil(minutes)} min left` : "";
      const lasted = ((performance.now() - begun) / 1000).toFixed(1);
      say(`  [${count}/${jobs.length}] ${printable(`${job.key}: ${shown}`)} (${lasted} s${left})`);
      return seconds;
    });
    const took = (performance.now() - started) / 1000;
    return { seconds: ran.reduce((sum, one) => sum + one, 0), took };
  } finally {
    await Promise.all([...new Set(judges)].map((judge) => judge.close()));
  }
}

/**
 * @param {Book} book
 * @param {readonly Source[]} used
 * @param {Date} [due]
 */
async function noteDue(book, used, due) {
  if (due) await book.demand({ do: "due", names: used.map(({ name }) => name), due: due.toISOString() });
}

/**
 * @param {string} protection
 * @param {string} [remedy]
 */
function sayProtection(protection, remedy) {
  if (protection !== "none") say(`  Students' code is enclosed by ${protection}.`);
  else say(`  ${words("en").feedback.unprotected}\n  To protect it: ${remedy}.`);
}

/**
 * @param {Book} book
 * @param {string} name
 * @param {string} folder
 */
async function prepare(book, name, folder) {
  const { problem } = await book.ask({ do: "assignment", name });
  if (!problem) return;
  if (problem.includes("there are submissions associated with it"))
    throw new Failure(
      `${join(folder, "gradebook.db")} holds marks for other cells of ${name}: cells were added or removed since, and nbgrader cannot mix both.`,
      { fix: "move gradebook.db away to mark everything afresh, or bring the cells in solutions/ back" },
    );
  throw new Failure(`nbgrader refuses solutions/${name}:\n${problem}`);
}

/** @param {number} minutes */
const duration = (minutes) =>
  words("en").feedback.span(Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60);
