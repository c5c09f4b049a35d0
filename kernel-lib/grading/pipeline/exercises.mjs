// Makes exercises/ of solutions/ with nbgrader's generate_assignment.
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../../course/command/failure.mjs";
import { writeWhole } from "../../course/command/files.mjs";
import { jupyterEnv } from "../../course/command/jupyter-env.mjs";
import { venvBin } from "../../course/command/paths.mjs";
import { run } from "../../course/command/run.mjs";
import { source } from "../../course/notebook/notebook.mjs";
import { canonical, textOfNotebook } from "./canonical.mjs";
import { removeScratch, scratchFolder } from "./scratch.mjs";
import { filesUnder, readSources } from "./sources.mjs";

/** @typedef {import("./sources.mjs").Source} Source */

/** @param {string} name */
export const python = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * The sources in solutions/; a Failure that lists every mistake when there is one.
 * @param {string} solutions
 * @returns {Source[]}
 */
export function soundSources(solutions) {
  const { sources, problems } = readSources(solutions);
  if (problems.length > 0)
    throw new Failure(`The exercises cannot be released:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`, {
      fix: "change the notebooks named above, then run: npm run release",
    });
  return sources;
}

/**
 * Lays the sources out as nbgrader expects them.
 * @param {readonly Source[]} sources
 * @param {string} course an nbgrader course's folder
 */
export function writeSources(sources, course) {
  for (const { name, notebook, beside } of sources) {
    const folder = join(course, "solutions", name);
    writeWhole(join(folder, `${name}.ipynb`), textOfNotebook(canonical(notebook)));
    for (const [path, content] of beside) writeWhole(join(folder, path), content);
  }
}

/**
 * What belongs into exercises/, by path there.
 * @param {readonly Source[]} sources
 * @returns {Promise<Map<string, Buffer>>}
 */
export async function makeExercises(sources) {
  const course = scratchFolder();
  try {
    writeSources(sources, course);
    const names = sources.map(({ name }) => name);
    await run(venvBin("python"), [python("generate.py"), course, ...names], {
      env: jupyterEnv(),
      log: "release",
      again: "npm run release",
    });
    const problems = Object.entries(JSON.parse(readFileSync(join(course, "problems.json"), "utf8")));
    if (problems.length > 0)
      throw new Failure(
        problems.map(([name, problem]) => `nbgrader refuses solutions/${name}:\n${problem}`).join("\n"),
      );
    const made = join(course, "exercises");
    return new Map(filesUnder(made).map((path) => [path, settled(path, readFileSync(join(made, path)))]));
  } finally {
    removeScratch(course);
  }
}

/**
 * Brings a folder to exactly this content and returns the paths that changed.
 * @param {Map<string, Buffer>} wanted
 * @param {string} folder
 */
export function writeExercises(wanted, folder) {
  const different = differences(wanted, folder);
  for (const path of different) {
    const content = wanted.get(path);
    if (content) writeWhole(join(folder, path), content);
    else remove(folder, path);
  }
  return different;
}

/**
 * The paths at which a folder differs from what it should hold.
 * @param {Map<string, Buffer>} wanted
 * @param {string} folder
 */
export function differences(wanted, folder) {
  const there = filesUnder(folder);
  const changed = [...wanted].filter(
    ([path, content]) => !there.includes(path) || !readFileSync(join(folder, path)).equals(content),
  );
  return [...changed.map(([path]) => path), ...there.filter((path) => !wanted.has(path))].sort();
}

/**
 * @param {string} path
 * @param {Buffer} content
 */
function settled(path, content) {
  if (!path.endsWith(".ipynb")) return content;
  const notebook = JSON.parse(content.toString("utf8"));
  for (const cell of notebook.cells) if (cell.cell_type === "code") cell.source = withoutLooseStubs(source(cell));
  const text = textOfNotebook(canonical(notebook));
  const leak = ["BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS"].find((marker) => text.includes(marker));
  if (leak) throw new Failure(`exercises/${path} would hold "${leak}": it was not released.`);
  return Buffer.from(text);
}

const LOOSE = /^( +)throw new Error\("Your turn: .*"\);$/;

/**
 * nbgrader puts the same stub everywhere. Between the methods of a class it would be a syntax error, even where a student
 * has nothing to add.
 * @param {string} code
 */
function withoutLooseStubs(code) {
  const lines = code.split("\n");
  return lines
    .map((line, i) => {
      const indent = LOOSE.exec(line)?.[1];
      if (indent === undefined) return line;
      const around = lines.slice(0, i).findLast((one) => one.trim() && !one.startsWith(indent));
      const inClass = /^\s*(?:abstract +)?class\b/.test(around ?? "");
      return inClass ? `${indent}// Your turn: what else it needs.` : line;
    })
    .join("\n");
}

/**
 * Removes a file, and the folders it leaves empty.
 * @param {string} folder
 * @param {string} path
 */
function remove(folder, path) {
  rmSync(join(folder, path), { force: true });
  for (let up = dirname(join(folder, path)); up.startsWith(`${folder}${sep}`); up = dirname(up)) {
    rmSync(join(up, ".ipynb_checkpoints"), { recursive: true, force: true });
    if (existsSync(up) && readdirSync(up).length > 0) return;
    rmdirSync(up);
  }
}
