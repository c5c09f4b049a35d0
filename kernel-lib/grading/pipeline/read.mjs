// Reads what was handed in, whatever it turns out to be: of a notebook's file only the cells' text and what nbgrader
// wrote beside it. A large file is read by a process of its own, so that none takes the memory of those who mark.
import { execFile } from "node:child_process";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unreadableBecause } from "./inside.mjs";
import { Unreadable } from "./intake.mjs";

/** Bytes. A larger notebook could not be held in memory; one with 200 MB of outputs can. */
const LIMIT = 400e6;
/** Bytes of a file that is read here; a larger one mostly holds outputs. */
const LARGE = 4_000_000;
/** Megabytes of a process that reads a larger one, and bytes of what it may find. */
const HEAP_MB = 3000;
const MOST = 32_000_000;
/** A notebook with more cells is none that anyone wrote. */
const MOST_CELLS = 250_000;

/** @typedef {{ cell_type: string, id?: string, metadata: { nbgrader?: any }, source: string }} SubmittedCell */

/**
 * @param {string} file
 * @param {number} [limit] bytes; a larger one is refused
 * @returns {Promise<{ cells: SubmittedCell[], size: number }>} size: of the file
 */
export async function readSubmitted(file, limit = LIMIT) {
  const { size } = statSync(file);
  if (size > LIMIT) throw new Unreadable(["large", LIMIT / 1e6]);
  if (size > limit) throw new Unreadable(["largeBesides"]);
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new Unreadable(unreadableBecause(error));
  }
  return { cells: size <= LARGE ? cellsIn(readFileSync(file)) : await readApart(file), size };
}

/**
 * @param {string} file
 * @returns {Promise<SubmittedCell[]>}
 */
function readApart(file) {
  return new Promise((resolve, reject) => {
    const args = [`--max-old-space-size=${HEAP_MB}`, fileURLToPath(import.meta.url), file];
    execFile(process.execPath, args, { maxBuffer: MOST, encoding: "utf8" }, (error, said) => {
      if (error) return reject(new Unreadable(["tooLarge"]));
      const { cells, problem } = JSON.parse(said);
      if (problem) reject(new Unreadable(problem));
      else resolve(cells);
    });
  });
}

/**
 * @param {Buffer} bytes
 * @returns {SubmittedCell[]}
 */
export function cellsIn(bytes) {
  if (bytes.length === 0) throw new Unreadable(["empty"]);
  const notebook = parsed(textIn(bytes));
  if (!Array.isArray(notebook?.cells)) throw new Unreadable(["noCells"]);
  const { length } = notebook.cells;
  if (length > MOST_CELLS) throw new Unreadable(["manyCells", length, MOST_CELLS]);
  return notebook.cells.filter((/** @type {unknown} */ cell) => typeof cell === "object" && cell !== null).map(clean);
}

/**
 * UTF-8 or UTF-16, with a byte-order mark or without.
 * @param {Buffer} bytes
 */
function textIn(bytes) {
  const [first, second] = bytes;
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const encoding = little ? "utf-16le" : big ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/**
 * A file with conflict markers holds two versions: the first that is a notebook counts.
 * @param {string} text
 * @returns {any}
 */
function parsed(text) {
  for (const version of [text, ...versionsOf(text)])
    try {
      return JSON.parse(version);
    } catch {}
  throw new Unreadable(["damaged"]);
}

/**
 * Line by line: a pattern that spans lines would look at each pair of markers again.
 * @param {string} text
 */
function versionsOf(text) {
  if (!/^<{7}/m.test(text)) return [];
  const versions = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
  /** @type {0 | 1 | undefined} which version a line belongs to; undefined: to both */
  let side;
  for (const line of text.split(/(?<=\n)/)) {
    if (side === undefined && line.startsWith("<<<<<<<")) side = 0;
    else if (side === 0 && /^={7}\r?\n$/.test(line)) side = 1;
    else if (side === 1 && line.startsWith(">>>>>>>")) side = undefined;
    else for (const [i, lines] of versions.entries()) if (side === undefined || side === i) lines.push(line);
  }
  return versions.map((lines) => lines.join(""));
}

/**
 * A cell of which nothing but what was written is left.
 * @param {any} cell
 * @returns {SubmittedCell}
 */
function clean(cell) {
  // Anything but strings may have no text at all: an object may even refuse to be turned into one.
  const text = [cell.source]
    .flat()
    .filter((/** @type {unknown} */ part) => typeof part === "string")
    .join("");
  const metadata = typeof cell.metadata === "object" && cell.metadata !== null ? cell.metadata : {};
  const { grade_id } = typeof metadata.nbgrader === "object" && metadata.nbgrader !== null ? metadata.nbgrader : {};
  return {
    cell_type: ["code", "markdown"].includes(cell.cell_type) ? cell.cell_type : "raw",
    ...(typeof cell.id === "string" && { id: cell.id }),
    // Points and rights stand in our record, not in what was handed in.
    metadata: { ...(typeof grade_id === "string" && { nbgrader: { grade_id } }) },
    source: text.replace(/\r\n?/g, "\n"),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let said;
  try {
    said = { cells: cellsIn(readFileSync(process.argv[2] ?? "")) };
  } catch (error) {
    said = { problem: error instanceof Unreadable ? error.why : ["tooLarge"] };
  }
  process.stdout.write(JSON.stringify(said));
}
