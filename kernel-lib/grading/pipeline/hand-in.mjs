// Makes the one file that a student hands in: the answers as marking will read them, by the same code, without outputs. Says
// what is still empty. Judges nothing.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../course/command/failure.mjs";
import { writeWhole } from "../../course/command/files.mjs";
import { readNotebook } from "../../course/notebook/notebook.mjs";
import { textOfNotebook } from "./canonical.mjs";
import { takeIn, Unreadable } from "./intake.mjs";
import { answersOf, openAnswers } from "./open-answers.mjs";
import { cellsIn } from "./read.mjs";

/** @typedef {import("../../course/notebook/notebook.mjs").Notebook} Notebook */
/** @typedef {import("./open-answers.mjs").Open} Open */

/**
 * @typedef {object} HandedIn
 * @property {string} name the exercise's, "04-processes-and-threads"
 * @property {string} from the notebook that was taken
 * @property {Date} saved when it was saved last
 * @property {string[]} others notebooks beside it, which were not taken
 * @property {string[]} unreadable notebooks beside it, which cannot be read
 * @property {string} file what to hand in
 * @property {number} answers how many are asked for
 * @property {Open[]} open the answers that are not given
 *
 * @typedef {object} Places
 * @property {string} exercises as they were released: exercises/
 * @property {string} mine the student's copies: work/exercises/
 * @property {string} out where the file goes: work/hand-in/
 */

/**
 * @param {Places} places
 * @param {{ exercise?: string, student?: string }} options `exercise`: its number or name (by default the one saved last
 *   that has an answer); `student`: a name to put into the file's name (none by default)
 * @returns {HandedIn} Throws a Failure if there is nothing that can be handed in.
 */
export function handIn(places, { exercise, student }) {
  const names = foldersIn(places.exercises);
  const owner = student === undefined ? "" : `_${nameForFile(student)}`;
  const begun = exercise === undefined ? latest(places, names) : best(places, named(exercise, names));
  const { name, from, notebook, open, answers, others, unreadable } = begun;
  const file = join(places.out, `${name}${owner}.ipynb`);
  writeWhole(file, textOfNotebook(notebook));
  // What was written is what counts, so it is read once more.
  const again = takeIn(cellsIn(readFileSync(file)), released(places, name));
  if (textOfNotebook(again) !== textOfNotebook(notebook))
    throw new Failure(`${file} is not read as it was written.`, { fix: `hand in ${from} itself` });
  return { name, from, saved: statSync(from).mtime, others, unreadable, file, answers, open };
}

/**
 * The exercise that is meant.
 * @param {string} asked "4", "04", "E4.2", "04-processes-and-threads"
 * @param {readonly string[]} names
 */
function named(asked, names) {
  const wanted = asked
    .trim()
    .replace(/^.*[\\/]/, "")
    .replace(/\.ipynb$/, "");
  const number = /^(?:e|chapter\s*)?(\d{1,2})(?:\.\d+)?$/i.exec(wanted)?.[1];
  const found = names.filter((name) =>
    number === undefined ? wanted.length >= 2 && name.startsWith(wanted) : Number(name.slice(0, 2)) === Number(number),
  );
  if (found.length === 1) return /** @type {string} */ (found[0]);
  throw new Failure(`There is no exercise ${JSON.stringify(asked)}. There are:\n  ${names.join("\n  ")}`, {
    fix: `npm run hand-in -- ${names[0]?.slice(0, 2) ?? "04"}`,
    code: 2,
  });
}

/**
 * @typedef {{ name: string, from: string, notebook: Notebook, open: Open[], answers: number, others: string[], unreadable: string[] }} Begun
 *
 * @param {Places} places
 * @param {readonly string[]} names
 * @returns {Begun} the exercise that was saved last, of those with an answer
 */
function latest(places, names) {
  const begun = names
    .filter((name) => copiesOf(places, name).length > 0)
    .flatMap((name) => {
      try {
        return [best(places, name)];
      } catch (error) {
        // Another one may be whole; if this is the one that is meant, its number brings the message.
        if (error instanceof Failure) return [];
        throw error;
      }
    })
    .filter(({ open, answers }) => open.filter(({ state }) => state !== "partly").length < answers);
  const [last] = begun.sort((a, b) => statSync(b.from).mtimeMs - statSync(a.from).mtimeMs);
  if (last) return last;
  throw new Failure("No exercise has an answer yet.", { fix: "say which one to hand in: npm run hand-in -- 04" });
}

/**
 * Of a student's copies the one with the most answers: a copy made in JupyterLab, or a new version laid beside, may be
 * what the student worked in.
 * @param {Places} places
 * @param {string} name
 * @returns {Begun}
 */
function best(places, name) {
  const copies = copiesOf(places, name);
  if (copies.length === 0)
    throw new Failure(`There is no notebook in ${join(places.mine, name)}.`, {
      fix: "npm start puts a fresh one there",
    });
  const original = released(places, name);
  /** @type {string[]} */
  const problems = [];
  const read = copies.flatMap((from) => {
    try {
      const cells = cellsIn(readFileSync(from));
      const notebook = takeIn(cells, original);
      return [{ from, notebook, open: openAnswers(notebook, original) }];
    } catch (error) {
      problems.push(`${from} ${error instanceof Unreadable ? error.message : "cannot be read"}`);
      return [];
    }
  });
  const [first] = read.sort((a, b) => a.open.length - b.open.length);
  if (!first)
    throw new Failure(`The notebook cannot be read:\n${problems.map((one) => `  - ${one}`).join("\n")}`, {
      fix: "an earlier version may be in .ipynb_checkpoints beside it; else rename the notebook, run npm start, and copy your answers into the fresh one",
    });
  const answers = answersOf(original).length;
  if (first.open.length === answers && first.open.every(({ state }) => state === "missing"))
    throw new Failure(`${first.from} holds no answer of ${name}: is it another exercise's notebook?`, {
      fix: `put the notebook of ${name} there, or name another exercise`,
    });
  const readable = read.map(({ from }) => from);
  return {
    ...{ name, ...first, answers },
    others: copies.filter((copy) => copy !== first.from && readable.includes(copy)),
    unreadable: copies.filter((copy) => !readable.includes(copy)),
  };
}

/**
 * @param {Places} places
 * @param {string} name
 */
const released = ({ exercises }, name) => readNotebook(join(exercises, name, `${name}.ipynb`));

/**
 * The plain name first, so that it is taken where several have as many answers.
 * @param {Places} places
 * @param {string} name
 */
function copiesOf({ mine }, name) {
  const folder = join(mine, name);
  if (!existsSync(folder)) return [];
  const plain = `${name}.ipynb`;
  const copies = readdirSync(folder).filter((file) => file.endsWith(".ipynb") && !file.startsWith("."));
  return copies
    .sort((a, b) => Number(b === plain) - Number(a === plain) || (a < b ? -1 : 1))
    .map((file) => join(folder, file));
}

/** @param {string} folder */
function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/**
 * "Anna Schmidt" becomes "Anna-Schmidt": letters of any language, digits, and nothing that a file's name may not have.
 * @param {string} student
 */
function nameForFile(student) {
  const name = student
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  if (name) return name;
  throw new Failure(`--name takes a person's name, got ${JSON.stringify(student)}.`, {
    fix: 'npm run hand-in -- 04 --name "Anna Schmidt"',
    code: 2,
  });
}
