// The page JupyterLab opens on: the chapters with what they are about and the student's progress, and how to get help.
// Written from the notebooks themselves whenever the course starts.
import { words } from "../words/words.mjs";
import { chapterMap } from "./chapter-map.mjs";
import { checkpointsIn, exercisesIn, together } from "./progress.mjs";

/** @typedef {import("../words/words.mjs").Words["startPage"]} Said */

/** Where this server's paths begin: on a hub each student's have a prefix. */
const top = process.env.JUPYTERHUB_SERVICE_PREFIX ?? "/";

/** What the page is called where no course.json says otherwise. */
const DEFAULTS = /** @type {const} */ ({
  name: "Verteilt",
  about: "distributed systems you can run",
  institution: "",
  language: "en",
});

/**
 * @param {Map<string, Buffer>} files what the student gets, by path; chapters in the order of the course
 * @param {(path: string) => Buffer | undefined} [copyOf] the student's copy of a file, for the progress (none by
 *   default)
 * @param {Pick<import("../command/course.mjs").Course, "name" | "about" | "institution" | "language">} [course]
 * @returns {string} Markdown
 */
export function startPage(files, copyOf = () => undefined, { name, about, institution, language } = DEFAULTS) {
  const said = words(language).startPage;
  const paths = [...files.keys()];
  const chapters = paths.filter((path) => /^\d\d-[^/]*\.ipynb$/.test(path));
  const others = paths.filter(
    (path) => /^[^/]*\.(ipynb|md)$/.test(path) && path !== "Start.md" && !chapters.includes(path),
  );
  const items = chapters.flatMap((path) => [
    ...chapter(path, files.get(path), said),
    ...exercisesOf(path, paths).flatMap((exercise) => [
      `${link(said.exercises(number(path)), exercise)}: ${inWords(cellsOf(copyOf(exercise) ?? files.get(exercise)), said)} ${handIn(exercise, said)}`,
      "",
    ]),
  ]);
  return `${[
    `# ${[name, about].filter(Boolean).join(": ")}`,
    "",
    ...(institution ? [institution, ""] : []),
    said.open,
    "",
    `## ${said.chapters}`,
    "",
    ...chapterMap(
      chapters.map((path) => place(path, files.get(path))),
      said,
    ),
    ...(items.length > 0 ? items : [said.none, ""]),
    ...progressIn(files, chapters, copyOf, said),
    ...(others.length > 0
      ? [`## ${said.alsoHere}`, "", ...others.map((path) => `- ${link(title(path, files.get(path)), path)}`), ""]
      : []),
    ...said.help,
  ].join("\n")}\n`;
}

/**
 * @param {string} path
 * @param {Buffer | undefined} content
 */
function place(path, content) {
  const { minutes = 0, needs = [] } = notebook(content).metadata?.verteilt ?? {};
  return { number: number(path), title: title(path, content), minutes, needs };
}

/**
 * A chapter's heading, what it is about, how long it takes, and what one learns in it, folded.
 * @param {string} path
 * @param {Buffer | undefined} content
 * @param {Said} said
 */
function chapter(path, content, said) {
  const { summary, minutes } = notebook(content).metadata?.verteilt ?? {};
  const about = [summary && String(summary).trim(), minutes && `*${said.minutes(minutes)}*`].filter(Boolean).join(" ");
  const goals = goalsOf(content);
  return [
    `### ${link(`${number(path)}. ${title(path, content)}`, path)}`,
    "",
    ...(about ? [about, ""] : []),
    ...(goals.length > 0
      ? [`<details><summary>${said.goals(number(path))}</summary>`, "", ...goals, "", "</details>", ""]
      : []),
  ];
}

/**
 * The list below a chapter's heading "After this chapter you can".
 * @param {Buffer | undefined} content
 */
function goalsOf(content) {
  const found = texts(content).find((text) => /^#+ after this chapter/i.test(text.trim()));
  return found?.match(/^- .+$/gm) ?? [];
}

/**
 * A table of all chapters: what was earned in checkpoints and in tests, and what is next.
 * @param {Map<string, Buffer>} files
 * @param {readonly string[]} chapters
 * @param {(path: string) => Buffer | undefined} copyOf
 * @param {Said} said
 * @returns {string[]} lines, none if there is nothing to earn
 */
function progressIn(files, chapters, copyOf, said) {
  const cells = (/** @type {string} */ path) => {
    const mine = cellsOf(copyOf(path));
    return mine.length > 0 ? mine : cellsOf(files.get(path));
  };
  const parts = chapters.map((path) => ({
    name: link(`${number(path)}. ${title(path, files.get(path))}`, path),
    checkpoints: checkpointsIn(cells(path)),
    exercises: together(exercisesOf(path, [...files.keys()]).map((exercise) => exercisesIn(cells(exercise)))),
  }));
  const all = {
    name: said.allChapters,
    checkpoints: together(parts.map(({ checkpoints }) => checkpoints)),
    exercises: together(parts.map(({ exercises }) => exercises)),
  };
  if (all.checkpoints.count + all.exercises.count === 0) return [];
  return [
    `## ${said.progress}`,
    "",
    `| ${said.columns.join(" | ")} |`,
    "| :--- | ---: | ---: | :--- |",
    ...[...parts, all].map(
      ({ name, checkpoints, exercises }) =>
        `| ${name.replaceAll("|", "\\|")} | ${points(checkpoints, said)} | ${points(exercises, said)} | ${next(checkpoints, exercises, said)} |`,
    ),
    "",
    ...said.aboutProgress,
    "",
  ];
}

/**
 * @param {import("./progress.mjs").Progress} progress
 * @param {Said} said
 */
const points = ({ earned, worth, count }, said) => (count === 0 ? said.noneThere : said.earned(earned, worth));

/**
 * The first thing not run yet.
 * @param {import("./progress.mjs").Progress} checkpoints
 * @param {import("./progress.mjs").Progress} exercises
 * @param {Said} said
 */
function next(checkpoints, exercises, said) {
  if (checkpoints.open[0]) return said.nextCheckpoint(checkpoints.open[0]);
  if (exercises.open[0]) return said.nextExercise(exercises.open[0]);
  return checkpoints.earned + exercises.earned === checkpoints.worth + exercises.worth ? said.allDone : said.someLeft;
}

/**
 * How many of the points of an exercise notebook's visible tests its saved results show.
 * @param {readonly import("./progress.mjs").Cell[]} cells
 * @param {Said} said
 */
function inWords(cells, said) {
  const { earned, worth, count, open } = exercisesIn(cells);
  if (count === 0) return said.noPoints;
  if (open.length === count) return said.notBegun(worth);
  const rest = open.length > 0 ? said.notRun(open) : earned === worth ? said.allThereAre : "";
  return said.ofVisible(earned, worth, rest);
}

/**
 * @param {string} chapter
 * @param {string[]} paths
 */
function exercisesOf(chapter, paths) {
  const folder = `exercises/${chapter.replace(/\.ipynb$/, "")}/`;
  return paths.filter((path) => path.startsWith(folder) && path.endsWith(".ipynb"));
}

/**
 * A link that our server extension answers, and not Jupyter: a path from the top is none of a file.
 * @param {string} exercise
 * @param {Said} said
 */
function handIn(exercise, said) {
  return `[${said.handIn}](${top}verteilt/hand-in?exercise=${encodeURIComponent(exercise.split("/")[1] ?? "")})`;
}

/** @param {string} path */
function number(path) {
  return Number(path.slice(0, 2));
}

/**
 * The first heading, without a number of its own; the file's name if there is none.
 * @param {string} path
 * @param {Buffer | undefined} content
 */
function title(path, content) {
  const text = path.endsWith(".md") ? String(content ?? "") : texts(content).join("\n");
  const heading = /^#{1,6}\s+(.+?)\s*#*$/m.exec(text)?.[1];
  return (heading ?? path.replace(/\.\w+$/, "")).replace(/^(chapter\s+)?\d+[.:)]?\s+/i, "").replace(/[[\]]/g, "\\$&");
}

/**
 * @param {string} text
 * @param {string} path
 */
function link(text, path) {
  return `[${text}](${path.split("/").map(encodeURIComponent).join("/")})`;
}

/**
 * A notebook's cells of text.
 * @param {Buffer | undefined} content
 */
function texts(content) {
  const cells = cellsOf(content).filter(({ cell_type }) => cell_type === "markdown");
  return cells.map(({ source }) => [source].flat().join(""));
}

/**
 * A damaged notebook still gets its line, under its file's name.
 * @param {Buffer | undefined} content
 * @returns {{ cells?: import("./progress.mjs").Cell[],
 *   metadata?: { verteilt?: { summary?: unknown, minutes?: number, needs?: number[] } } }}
 */
function notebook(content) {
  try {
    return JSON.parse(String(content));
  } catch {
    return {};
  }
}

/** @param {Buffer | undefined} content */
function cellsOf(content) {
  const { cells } = notebook(content);
  return Array.isArray(cells) ? cells : [];
}
