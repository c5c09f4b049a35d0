// What was typed behind npm run autograde, checked before anything is done.
import { LANGUAGES } from "../../course/command/course.mjs";
import { Failure } from "../../course/command/failure.mjs";
import { lateRule } from "./lateness.mjs";

/** The further tables: tables.mjs makes them, of packages that are not installed yet when --help is typed. */
const FORMATS = /** @type {const} */ (["moodle", "ilias", "excel-de"]);

/**
 * @param {Record<string, string | boolean | undefined>} values
 * @param {readonly string[]} rest
 * @param {(path: string) => string} resolve
 * @returns {{ dir: string, options: import("./autograde.mjs").Options }}
 */
export function optionsOf(values, rest, resolve) {
  const [dir] = rest;
  if (dir === undefined || rest.length > 1) throw refused(`Expected one folder, got ${rest.length}.`, "");
  /** @param {string} name */
  const text = (name) => (values[name] === undefined ? undefined : String(values[name]));
  const jobs = text("jobs");
  if (jobs !== undefined && !(Number.isInteger(Number(jobs)) && Number(jobs) >= 1 && Number(jobs) <= 64))
    throw refused(`--jobs takes a whole number from 1 to 64, got ${JSON.stringify(jobs)}.`, " --jobs 2");
  const late = text("late");
  if (late !== undefined && late !== "none" && !lateRule(late))
    throw refused(
      `--late takes a share of the points for each day or hour, got ${JSON.stringify(late)}.`,
      " --late 10%/day",
    );
  const formats = (text("format") ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  const unknown = formats.find((one) => !(/** @type {readonly string[]} */ (FORMATS).includes(one)));
  if (unknown !== undefined)
    throw refused(`--format takes ${FORMATS.join(", ")}, got ${JSON.stringify(unknown)}.`, " --format moodle,excel-de");
  const language = LANGUAGES.find((one) => one === text("language"));
  if (text("language") !== undefined && !language)
    throw refused(
      `--language takes ${LANGUAGES.join(" or ")}, got ${JSON.stringify(text("language"))}.`,
      " --language de",
    );
  const roster = text("roster");
  const farm = text("farm");
  if (farm !== undefined && values.container === true)
    throw refused("--farm and --container exclude each other: a farm's workers enclose by bubblewrap.", "");
  return {
    dir,
    options: {
      ...{ formats, language, late, farm, jobs: jobs === undefined ? undefined : Number(jobs) },
      ...{ moodle: values.moodle === true, container: values.container === true, assignment: text("assignment") },
      roster: roster === undefined ? undefined : resolve(roster),
      due: momentOf("due", text("due")),
      until: text("until") === "none" ? "none" : momentOf("until", text("until")),
    },
  };
}

/**
 * A day alone lasts until its end here.
 * @param {string} name
 * @param {string | undefined} text
 */
function momentOf(name, text) {
  if (text === undefined) return undefined;
  // Nothing but year, month, day: "1.12.2026" would be the 12th of January.
  const [, day = "", time] = /^(\d{4}-\d\d-\d\d)($|[ T]\d\d:\d\d)/.exec(text.trim()) ?? [];
  const moment = new Date(!isDay(day) ? Number.NaN : time === "" ? `${day}T00:00` : text.trim());
  if (time === "") moment.setDate(moment.getDate() + 1);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw refused(`--${name} takes a date and a time, got ${JSON.stringify(text)}.`, ` --${name} "2026-12-01 23:59"`);
}

/**
 * Whether a calendar has it: a date makes the 3rd of March of a 31st of February.
 * @param {string} text
 */
function isDay(text) {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * @param {string} message
 * @param {string} options
 */
const refused = (message, options) => new Failure(message, { fix: `npm run autograde -- DIR${options}`, code: 2 });
