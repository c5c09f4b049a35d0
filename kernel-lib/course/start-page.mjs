// The page JupyterLab opens on: the chapters and exercises there are, as links. Written from the notebooks themselves.

/**
 * @param {Map<string, Buffer>} files what the student gets, by path
 * @returns {string} Markdown
 */
export function startPage(files) {
  const paths = [...files.keys()];
  const chapters = paths.filter((path) => /^\d\d-[^/]*\.ipynb$/.test(path));
  const others = paths.filter((path) => /^[^/]*\.(ipynb|md)$/.test(path) && !chapters.includes(path));
  const items = chapters.flatMap((path) => [
    chapterLine(path, files.get(path)),
    ...exercisesOf(path, paths).map((exercise) => `  - ${link(`Exercises to ${number(path)}`, exercise)}`),
  ]);
  return `${[
    "# Verteilt: distributed systems you can run",
    "",
    "Click a chapter. In it, run one cell after the other with **Shift+Enter**; predict first, where you are asked to.",
    "",
    "## Chapters",
    "",
    ...(items.length > 0 ? items : ["There are no chapters yet."]),
    ...(others.length > 0
      ? ["", "## Also here", "", ...others.map((path) => `- ${link(title(path, files.get(path)), path)}`)]
      : []),
    "",
    "## Good to know",
    "",
    "- These files are your own copies, in the folder `work/`. An update of the course never overwrites what you changed;",
    "  the new version then lies beside yours, with `updated` in its name.",
    "- To begin a chapter afresh, delete or rename your copy and start the course again.",
    "- If a cell does not end, press the square **Stop** button above the notebook. If nothing helps: *Kernel*, *Restart*.",
    "- To leave, press **Ctrl+C** in the terminal where you typed `npm start`. Save first.",
  ].join("\n")}\n`;
}

/**
 * @param {string} path
 * @param {Buffer | undefined} content
 */
function chapterLine(path, content) {
  const summary = notebook(content).metadata?.verteilt?.summary;
  return `- ${link(`${number(path)}. ${title(path, content)}`, path)}${summary ? `: ${String(summary).trim()}` : ""}`;
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
  const text = path.endsWith(".md")
    ? String(content ?? "")
    : (notebook(content).cells ?? [])
        .filter(({ cell_type }) => cell_type === "markdown")
        .map(({ source }) => [source].flat().join(""))
        .join("\n");
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
 * A damaged notebook still gets its line, under its file's name.
 * @param {Buffer | undefined} content
 * @returns {{ cells?: { cell_type: string, source: string | string[] }[], metadata?: { verteilt?: { summary?: unknown } } }}
 */
function notebook(content) {
  try {
    return JSON.parse(String(content));
  } catch {
    return {};
  }
}
