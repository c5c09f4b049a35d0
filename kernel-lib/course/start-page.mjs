// The page JupyterLab opens on: the chapters with what they are about and how far the student is, and how to get help. Written
// from the notebooks themselves whenever the course starts.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { work } from "./place.mjs";

/**
 * @param {Map<string, Buffer>} files what the student gets, by path
 * @param {(path: string) => Buffer | undefined} [copyOf] the student's copy of a file, for the progress (the one in `work/` by
 *   default)
 * @returns {string} Markdown
 */
export function startPage(files, copyOf = inWork) {
  const paths = [...files.keys()];
  const chapters = paths.filter((path) => /^\d\d-[^/]*\.ipynb$/.test(path));
  const others = paths.filter(
    (path) => /^[^/]*\.(ipynb|md)$/.test(path) && path !== "Start.md" && !chapters.includes(path),
  );
  const items = chapters.flatMap((path) => [
    ...chapter(path, files.get(path)),
    ...exercisesOf(path, paths).flatMap((exercise) => [
      `${link(`Exercises to ${number(path)}`, exercise)}: ${progress(copyOf(exercise) ?? files.get(exercise))}`,
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
    ...(items.length > 0 ? items : ["There are no chapters yet.", ""]),
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
    "- **Stuck?** Ask your neighbour, then your lecturer. Say what you expected, and what happened instead.",
    "",
    "## Good to know",
    "",
    "- These files are your own copies, in the folder `work/`. An update of the course never overwrites what you changed;",
    "  the new version then lies beside yours, with `updated` in its name.",
    "- To begin a chapter afresh, delete or rename your copy and start the course again.",
    "- Your points on this page are those of the last time you saved the exercises and then started the course.",
    "- To leave, press **Ctrl+C** in the terminal where you typed `npm start`. Save first.",
  ].join("\n")}\n`;
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
 * How many of the points of an exercise notebook's visible tests its saved results show.
 * @param {Buffer | undefined} content
 */
function progress(content) {
  const tests = (notebook(content).cells ?? []).filter(
    ({ metadata }) => metadata?.nbgrader?.grade && !metadata.nbgrader.solution,
  );
  let earned = 0;
  let worth = 0;
  const open = [];
  for (const { source, outputs = [] } of tests) {
    const code = [source].flat().join("");
    const id = /\bgrade\(\s*["'`]([^"'`]+)/.exec(code)?.[1] ?? "a test";
    const visible = [...code.matchAll(/^\s*test\(\s*(["'`]).*?\1,\s*(\d+(?:\.\d+)?)/gm)].reduce(
      (sum, [, , points]) => sum + Number(points),
      0,
    );
    const said = outputs.map(({ data }) => [data?.["text/plain"] ?? ""].flat().join("")).join("\n");
    const result = /^\S+: (\d+(?:\.\d+)?) of (\d+(?:\.\d+)?) points?$/m.exec(said);
    earned += Number(result?.[1] ?? 0);
    worth += Number(result?.[2] ?? visible);
    if (!result) open.push(id);
  }
  if (tests.length === 0) return "no points to earn.";
  if (open.length === tests.length) return `not begun, ${worth} points you can see.`;
  const rest = open.length > 0 ? `; not run yet: ${open.join(", ")}` : earned === worth ? ", all there are" : "";
  return `${earned} of ${worth} points you can see${rest}.`;
}

/** @param {string} path */
function inWork(path) {
  const file = join(work, path);
  return existsSync(file) ? readFileSync(file) : undefined;
}

/**
 * @param {string} chapter
 * @param {string[]} paths
 */
function exercisesOf(chapter, paths) {
  const folder = `exercises/${chapter.replace(/\.ipynb$/, "")}/`;
  return paths.filter((path) => path.startsWith(folder) && path.endsWith(".ipynb"));
}

/** @param {string} path */
function number(path) {
  return Number(path.slice(0, 2));
}

/**
 * The first heading, without a number of its own; the file's name when there is none.
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
  const cells = (notebook(content).cells ?? []).filter(({ cell_type }) => cell_type === "markdown");
  return cells.map(({ source }) => [source].flat().join(""));
}

/**
 * @typedef {{ cell_type: string, source: string | string[], metadata?: Record<string, any>,
 *   outputs?: { data?: Record<string, string | string[]> }[] }} Cell
 */

/**
 * A damaged notebook still gets its line, under its file's name.
 * @param {Buffer | undefined} content
 * @returns {{ cells?: Cell[], metadata?: { verteilt?: { summary?: unknown, minutes?: unknown } } }}
 */
function notebook(content) {
  try {
    return JSON.parse(String(content));
  } catch {
    return {};
  }
}
