// The page JupyterLab opens on: the chapters with what they are about and the student's progress, and how to get help.
// Written from the notebooks themselves whenever the course starts.
import { chapterMap } from "./chapter-map.mjs";
import { checkpointsIn, exercisesIn, together } from "./progress.mjs";

/**
 * @param {Map<string, Buffer>} files what the student gets, by path
 * @param {(path: string) => Buffer | undefined} [copyOf] the student's copy of a file, for the progress (none by
 *   default)
 * @returns {string} Markdown
 */
export function startPage(files, copyOf = () => undefined) {
  const paths = [...files.keys()];
  const chapters = paths.filter((path) => /^\d\d-[^/]*\.ipynb$/.test(path));
  const others = paths.filter(
    (path) => /^[^/]*\.(ipynb|md)$/.test(path) && path !== "Start.md" && !chapters.includes(path),
  );
  const progress = progressIn(files, chapters, copyOf);
  const items = chapters.flatMap((path) => [
    ...chapter(path, files.get(path)),
    ...exercisesOf(path, paths).flatMap((exercise) => [
      `${link(`Exercises to ${number(path)}`, exercise)}: ${inWords(cellsOf(copyOf(exercise) ?? files.get(exercise)))} ${handIn(exercise)}`,
      "",
    ]),
  ]);
  return `${[
    "# Verteilt: distributed systems you can run",
    "",
    "Open a chapter. In it, run one cell after the other with **Shift+Enter**; predict first, where you are asked to.",
    "",
    "## Chapters",
    "",
    ...chapterMap(chapters.map((path) => place(path, files.get(path)))),
    ...(items.length > 0 ? items : ["There are no chapters yet.", ""]),
    ...progress,
    ...(others.length > 0
      ? ["## Also here", "", ...others.map((path) => `- ${link(title(path, files.get(path)), path)}`), ""]
      : []),
    "## Getting help",
    "",
    "- **A cell does not end:** press the square **Stop** button above the notebook, or **I** twice after **Esc**. If nothing helps:",
    "  *Kernel*, *Restart*.",
    "- **A name is unknown after a restart:** choose *Run*, *Run All Above Selected Cell*.",
    "- **What does this do?** Put the cursor on a name and press **Shift+Tab**. **Tab** completes what you type.",
    "- **Without a mouse:** **Esc**, then the arrow keys, go from cell to cell; **Enter** goes into one; **Esc**, then **H**, lists all keys.",
    "- **A test fails:** its report says what was expected, and draws the run that went wrong. Read that drawing first.",
    "- **Stuck?** Exercises have hints: they open when you click them. Then ask your neighbour, then your lecturer. Say what you",
    "  expected, and what happened instead.",
    "",
    "## Good to know",
    "",
    "- **Handing in:** save your exercises, then click *Hand in* beside them above. That makes one file with the right name, says which",
    "  answers are still empty, and offers the file to download. In a terminal, `npm run hand-in -- 04` does the same.",
    "- These files are your own copies, in the folder `work/`. An update of the course never overwrites what you changed;",
    "  the new version then lies beside yours, with `updated` in its name.",
    "- To begin a chapter afresh, delete or rename your copy and start the course again.",
    "- To leave, press **Ctrl+C** in the terminal where you typed `npm start`. Save first.",
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
 */
function chapter(path, content) {
  const { summary, minutes } = notebook(content).metadata?.verteilt ?? {};
  const about = [summary && String(summary).trim(), minutes && `*About ${minutes} minutes.*`].filter(Boolean).join(" ");
  const goals = goalsOf(content);
  return [
    `### ${link(`${number(path)}. ${title(path, content)}`, path)}`,
    "",
    ...(about ? [about, ""] : []),
    ...(goals.length > 0
      ? [
          `<details><summary>What you will learn in chapter ${number(path)}</summary>`,
          "",
          ...goals,
          "",
          "</details>",
          "",
        ]
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
 * @returns {string[]} lines, none if there is nothing to earn
 */
function progressIn(files, chapters, copyOf) {
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
    name: "All chapters",
    checkpoints: together(parts.map(({ checkpoints }) => checkpoints)),
    exercises: together(parts.map(({ exercises }) => exercises)),
  };
  if (all.checkpoints.count + all.exercises.count === 0) return [];
  return [
    "## Your progress",
    "",
    "| Chapter | Points in checkpoints | Points in exercises | Next |",
    "| :--- | ---: | ---: | :--- |",
    ...[...parts, all].map(
      ({ name, checkpoints, exercises }) =>
        `| ${name.replaceAll("|", "\\|")} | ${points(checkpoints)} | ${points(exercises)} | ${next(checkpoints, exercises)} |`,
    ),
    "",
    "These are the points that your saved notebooks show; of an exercise, those of the tests you can see. The table is renewed",
    "whenever you save a notebook: close this page and open `Start.md` again, or reload it in the browser, to see that.",
    "",
  ];
}

/** @param {import("./progress.mjs").Progress} progress */
const points = ({ earned, worth, count }) => (count === 0 ? "none there" : `${earned} of ${worth}`);

/**
 * The first thing not run yet.
 * @param {import("./progress.mjs").Progress} checkpoints
 * @param {import("./progress.mjs").Progress} exercises
 */
function next(checkpoints, exercises) {
  if (checkpoints.open[0]) return `checkpoint ${checkpoints.open[0]}`;
  if (exercises.open[0]) return `exercise ${exercises.open[0]}`;
  return checkpoints.earned + exercises.earned === checkpoints.worth + exercises.worth
    ? "all done"
    : "some points are left";
}

/**
 * How many of the points of an exercise notebook's visible tests its saved results show.
 * @param {readonly import("./progress.mjs").Cell[]} cells
 */
function inWords(cells) {
  const { earned, worth, count, open } = exercisesIn(cells);
  if (count === 0) return "no points to earn.";
  if (open.length === count) return `not begun, ${worth} points you can see.`;
  const rest = open.length > 0 ? `; not run yet: ${open.join(", ")}` : earned === worth ? ", all there are" : "";
  return `${earned} of ${worth} points you can see${rest}.`;
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
 */
const handIn = (exercise) =>
  `[Hand in](/verteilt/hand-in?exercise=${encodeURIComponent(exercise.split("/")[1] ?? "")})`;

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
