// Adds an exercise to a chapter: its cells to the notebook in solutions/, and the two answers that try its tests to
// test/.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { canonical, textOfNotebook } from "../../grading/pipeline/canonical.mjs";
import { settingsWithPoints } from "../command/course.mjs";
import { Failure } from "../command/failure.mjs";
import { writeWhole } from "../command/files.mjs";
import { readNotebook, source } from "../notebook/notebook.mjs";
import { exerciseCells, introCells, rightAnswer, wrongAnswer } from "./exercise-cells.mjs";

/**
 * @param {string} project the top folder
 * @param {string} chapter "06", "6", or the name of the chapter's folder
 * @param {string} title
 * @param {{ points: number, name: string }} options what its tests are worth, and the function that students write
 * @returns {{ id: string, files: string[] }} the exercise's id and what was written, as paths in the project
 */
export function addExercise(project, chapter, title, { points, name: typed }) {
  // macOS hands an umlaut over as two characters, which TypeScript would take for another name.
  const name = typed.normalize("NFC");
  if (!title.trim() || /[\n()]/.test(title))
    throw new Failure(`The title ${JSON.stringify(title)} must be one line without brackets.`, {
      fix: 'npm run exercise -- 06 "At most once"',
      code: 2,
    });
  if (!(points >= 1 && points <= 20 && Number.isInteger(points * 2)))
    throw new Failure(`An exercise is worth 1 to 20 points, whole or half ones, got ${points}.`, {
      fix: 'npm run exercise -- 06 "At most once" --points 5',
      code: 2,
    });
  if (!/^\p{Ll}[\p{ID_Continue}$]*$/u.test(name) || ["test", "run", "explore", "assert", "grade"].includes(name))
    throw new Failure(
      `${JSON.stringify(name)} cannot be the name of the students' function: expected a small letter, then letters and digits.`,
      {
        fix: 'npm run exercise -- 06 "At most once" --name handleOnce',
        code: 2,
      },
    );
  const folder = folderOf(project, chapter);
  const file = `solutions/${folder}/${folder}.ipynb`;
  const notebook = existsSync(join(project, file))
    ? readNotebook(join(project, file))
    : canonical({ cells: introCells(folder, titleOf(project, folder)), metadata: {}, nbformat: 4, nbformat_minor: 5 });
  const id = nextId(folder, notebook.cells.map(source));
  if (
    notebook.cells.some((cell) =>
      new RegExp(`\\bfunction ${name.replaceAll("$", "\\$")}(?![\\p{ID_Continue}$])`, "u").test(source(cell)),
    )
  )
    throw new Failure(`${file} has a function ${name} already, and a notebook has each name once.`, {
      fix: `npm run exercise -- ${chapter} ${JSON.stringify(title)} --name another`,
      code: 2,
    });
  const whole = { ...notebook, cells: [...notebook.cells, ...exerciseCells({ id, title, points, name })] };
  /** @type {Record<string, string>} */
  const written = {
    [file]: textOfNotebook(canonical(whole)),
    [`test/wrong/${folder}/${id}-what-is-wrong.ts`]: wrongAnswer(name),
    [`test/right/${folder}/${id}-another-way.ts`]: rightAnswer(name),
  };
  const settings = settingsWithPoints(project, folder, worth(whole.cells));
  if (settings) written["notebooks/course.json"] = settings;
  for (const [path, content] of Object.entries(written)) writeWhole(join(project, path), content);
  return { id, files: Object.keys(written) };
}

/**
 * What all test cells are worth together.
 * @param {readonly import("../notebook/notebook.mjs").Cell[]} cells
 */
const worth = (cells) => cells.reduce((sum, { metadata }) => sum + (metadata.nbgrader?.points ?? 0), 0);

/**
 * The chapter's folder: that of its exercises, or else named like its notebook.
 * @param {string} project
 * @param {string} chapter
 */
function folderOf(project, chapter) {
  if (/^\d\d-[a-z0-9-]+$/.test(chapter)) return chapter;
  const number = chapter.padStart(2, "0");
  const known = [
    ...namesIn(join(project, "solutions")),
    ...namesIn(join(project, "notebooks")).map((name) => name.replace(/\.ipynb$/, "")),
  ].filter((name) => /^\d\d-[a-z0-9-]+$/.test(name));
  const found = known.find((name) => name.startsWith(`${number}-`));
  if (found && /^\d\d$/.test(number)) return found;
  throw new Failure(
    `There is no chapter ${JSON.stringify(chapter)}: there is ${[...new Set(known)].join(", ") || "none yet"}.`,
    {
      fix: 'name one of these, or a new folder: npm run exercise -- 06-remote-calls "At most once"',
      code: 2,
    },
  );
}

/**
 * What the chapter is called, without its number.
 * @param {string} project
 * @param {string} folder
 */
function titleOf(project, folder) {
  const file = join(project, "notebooks", `${folder}.ipynb`);
  const text = existsSync(file)
    ? readNotebook(file)
        .cells.filter((cell) => cell.cell_type === "markdown")
        .map(source)
        .join("\n")
    : "";
  const words = folder.slice(3).replaceAll("-", " ");
  return /^# +(?:chapter +)?(?:\d+[.:)]? +)?(.+)$/im.exec(text)?.[1] ?? words[0]?.toUpperCase() + words.slice(1);
}

/**
 * E6.3 after E6.2.
 * @param {string} folder
 * @param {readonly string[]} texts
 */
function nextId(folder, texts) {
  const chapter = Number(folder.slice(0, 2));
  const taken = texts.flatMap((text) => [...text.matchAll(/^## E(\d+)\.(\d+)\b/gm)]);
  return `E${chapter}.${Math.max(0, ...taken.filter((match) => Number(match[1]) === chapter).map((match) => Number(match[2]))) + 1}`;
}

/** @param {string} folder */
function namesIn(folder) {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
