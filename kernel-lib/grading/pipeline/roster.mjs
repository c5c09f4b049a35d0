// The lecturer's list of students: names, e-mail addresses and ids, from whatever system exported it, and Moodle's times of
// submission. The list is the lecturer's own; what students are called in DIR is compared with it and nothing else.
import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { Failure } from "../../course/command/failure.mjs";
import { participantIn } from "./moodle.mjs";

/** What columns are called, in small letters, by Moodle, ILIAS and people, in English and German. */
const HEADINGS = {
  id: ["id number", "student_id", "student id", "matriculation", "matrikelnummer", "matrikelnr", "id-nummer", "usr_id"],
  participant: ["identifier", "id", "kennung"],
  login: ["username", "login", "user", "anmeldename", "benutzername", "kennung"],
  first: ["first name", "first_name", "firstname", "given name", "vorname"],
  last: ["surname", "last name", "last_name", "lastname", "family name", "nachname"],
  full: ["full name", "name", "vollständiger name"],
  email: ["email address", "email", "e-mail", "e-mail address", "e-mail-adresse", "mail"],
  submitted: ["last modified (submission)", "zuletzt geändert (abgabe)"],
  grade: ["grade", "bewertung"],
  comments: ["feedback comments", "feedback als kommentar"],
};
const MONTHS = [
  ["january", "januar"],
  ["february", "februar"],
  ["march", "märz"],
  ["april"],
  ["may", "mai"],
  ["june", "juni"],
  ["july", "juli"],
  ["august"],
  ["september"],
  ["october", "oktober"],
  ["november"],
  ["december", "dezember"],
];

/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string} participant Moodle's number
 * @property {string} login
 * @property {string} first
 * @property {string} last
 * @property {string} full
 * @property {string} email
 * @property {Date} [submitted]
 * @property {string[]} row as it stands in the list
 *
 * @typedef {keyof typeof HEADINGS} Heading
 */

export class Roster {
  /** @type {Map<string, Set<Person>>} */
  #byName = new Map();

  /**
   * @param {readonly Person[]} people
   * @param {string[]} headings of the list
   * @param {Partial<Record<Heading, number>>} columns where they stand
   */
  constructor(people, headings, columns) {
    this.people = people;
    this.headings = headings;
    this.columns = columns;
    for (const person of people)
      for (const name of namesOf(person)) {
        const same = this.#byName.get(name) ?? new Set();
        this.#byName.set(name, same.add(person));
      }
  }

  /** Whether it is the worksheet in which Moodle takes grades back. */
  get isWorksheet() {
    const { participant, grade } = this.columns;
    return participant !== undefined && grade !== undefined;
  }

  /**
   * Who a student's folder belongs to; undefined if no one or several could be meant.
   * @param {string} student
   * @returns {Person | undefined}
   */
  find(student) {
    for (const key of keysOf(student)) {
      const found = this.#byName.get(key);
      if (found?.size === 1) return [...found][0];
    }
    return undefined;
  }

  /**
   * Whether the list has several whom a student's folder could belong to.
   * @param {string} student
   */
  hasSeveral(student) {
    return !this.find(student) && keysOf(student).some((key) => this.#byName.has(key));
  }
}

/**
 * @param {string} file CSV with commas, semicolons or tabs, in UTF-8 or what Excel writes on Windows
 * @returns {Roster}
 */
export function readRoster(file) {
  const { data } = Papa.parse(/** @type {string} */ (textIn(file)), { skipEmptyLines: "greedy" });
  const [headings = [], ...rows] = /** @type {string[][]} */ (data);
  const columns = columnsOf(headings);
  if (["id", "participant", "login", "full", "last", "email"].every((one) => !(one in columns)))
    throw new Failure(
      `${file} names no column of names, ids or e-mail addresses: ${headings.join(", ") || "it is empty"}.`,
      {
        fix: "give it a first line such as: student_id,first_name,last_name,email",
        code: 2,
      },
    );
  /** @param {string[]} row @param {Heading} heading */
  const cell = (row, heading) => (row[columns[heading] ?? -1] ?? "").trim();
  // Outside of Moodle's worksheets, a column "id" holds the ids themselves.
  const isMoodles = ["grade", "submitted"].some((one) => one in columns);
  const id = columns.id === undefined && !isMoodles && columns.participant !== columns.login ? "participant" : "id";
  // Who stands there twice, in the same words, is one.
  const different = [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
  const people = different.map((row) => ({
    ...{ id: cell(row, id), login: cell(row, "login"), email: cell(row, "email"), row },
    ...namesIn(cell(row, "first"), cell(row, "last"), cell(row, "full")),
    participant: /(\d+)\s*$/.exec(cell(row, "participant"))?.[1] ?? "",
    submitted: moodleTime(cell(row, "submitted")),
  }));
  return new Roster(people, headings, columns);
}

/**
 * Moodle's times, "Tuesday, 1 December 2026, 11:59 PM", in English or German, by this machine's clock.
 * @param {string} text
 */
export function moodleTime(text) {
  const [, day, month, year, hour, minute, half] =
    /(\d{1,2})\.? (\p{L}+) (\d{4}),? (\d{1,2}):(\d{2})(?:\s?([AP])M)?/iu.exec(text) ?? [];
  const index = MONTHS.findIndex((names) => names.includes(month?.toLowerCase() ?? ""));
  if (index === -1) return undefined;
  const hours = half ? (Number(hour) % 12) + (half.toUpperCase() === "P" ? 12 : 0) : Number(hour);
  return new Date(Number(year), index, Number(day), hours, Number(minute));
}

/**
 * @param {readonly string[]} headings
 * @returns {Partial<Record<Heading, number>>}
 */
function columnsOf(headings) {
  const plainHeadings = headings.map((heading) => heading.trim().toLowerCase());
  /** @type {Partial<Record<Heading, number>>} */
  const columns = {};
  for (const [heading, names] of Object.entries(HEADINGS)) {
    const index = plainHeadings.findIndex((one) => names.includes(one));
    if (index !== -1) columns[/** @type {Heading} */ (heading)] = index;
  }
  return columns;
}

/**
 * Where only the whole name is known, its last word is taken for the last name.
 * @param {string} first
 * @param {string} last
 * @param {string} full
 */
function namesIn(first, last, full) {
  const [, some = "", word = full] = /^(.*) (\S+)$/s.exec(full) ?? [];
  return { first: first || (last ? "" : some), last: last || word, full };
}

/**
 * What a student's folder may be found by, Moodle's number first.
 * @param {string} student
 */
function keysOf(student) {
  const number = participantIn(student);
  if (number === undefined) return [plain(student)];
  return [`#${number}`, plain(student), plain(student.slice(0, -number.length - 1))];
}

/** @param {Person} person */
function namesOf({ id, participant, login, first, last, full, email }) {
  const both = first && last ? [`${first} ${last}`, `${last} ${first}`, `${last}, ${first}`] : [];
  const names = [
    id,
    login,
    email,
    email.split("@")[0] ?? "",
    full,
    ...both,
    login && last && `${last} ${first} ${login}`,
  ];
  return [...(participant ? [`#${participant}`] : []), ...new Set(names.map(plain).filter(Boolean))];
}

/**
 * Names as systems write them differently: capitals, underscores, accents in one sign or in two.
 * @param {string} name
 */
const plain = (name) =>
  name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s_]+/g, " ")
    .trim();

/** @param {string} file */
function textIn(file) {
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Failure(`The list of students ${file} cannot be read (${code}).`, {
      fix: "give --roster a CSV file",
      code: 2,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
