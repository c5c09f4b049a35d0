// Takes the notebooks out of what students packed. No name in an archive ever becomes a path: what is unpacked lies under
// numbers of ours, so none leaves its folder, and links, devices and folders are not made at all. Everything is bounded.
import { createWriteStream, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";
import { isNoise } from "./inside.mjs";

/** @typedef {import("./inside.mjs").Candidate} Candidate */
/** @typedef {import("./remarks.mjs").Remark} Remark */

/** Of all archives of one submission: bytes unpacked, entries looked at, notebooks, and archives in archives. */
const BYTES = 400e6;
const ENTRIES = 10_000;
const NOTEBOOKS = 20;
const DEEPEST = 2;
/** Of what is said about them, as much as anyone reads: a name can have 65,535 signs. */
const NOTES = 20;
const LONGEST_NAME = 200;
/** The kind of a file in what Unix keeps of its rights: nothing, or an ordinary file. */
const ORDINARY = [0, 0o100000];

/**
 * The notebooks in some archives, written into a folder.
 * @param {readonly Candidate[]} archives
 * @param {string} folder made when it is needed
 * @returns {Promise<{ notebooks: Candidate[], notes: Remark[] }>}
 */
export async function unpack(archives, folder) {
  /** @type {Unpacked} */
  const unpacked = { notebooks: [], notes: [], folder, count: 0, bytes: BYTES, entries: ENTRIES };
  for (const archive of archives) await open(archive, 1, unpacked);
  const { notebooks, notes } = unpacked;
  const more = notes.splice(NOTES).length;
  return { notebooks, notes: more > 0 ? [...notes, ["moreOfThisKind", more]] : notes };
}

/**
 * @typedef {object} Unpacked
 * @property {Candidate[]} notebooks
 * @property {Remark[]} notes
 * @property {string} folder
 * @property {number} count of files written
 * @property {number} bytes that may still be written
 * @property {number} entries that may still be looked at
 */

/** What an archive asks for is more than anyone's homework needs. */
class TooMuch extends Error {
  /** @param {Remark} why */
  constructor(why) {
    super();
    this.why = why;
  }
}

/**
 * @param {Candidate} archive
 * @param {number} depth
 * @param {Unpacked} unpacked
 */
async function open(archive, depth, unpacked) {
  const { name } = archive;
  try {
    if (statSync(archive.file).size > BYTES) throw new TooMuch(["large", BYTES / 1e6]);
    // Names are bytes: what they are in which alphabet is of no consequence here.
    const zip = await openPromise(archive.file, { lazyEntries: true, autoClose: false, decodeStrings: false });
    try {
      for await (const entry of zip.eachEntry()) {
        if (unpacked.entries-- <= 0) throw new TooMuch(["manyEntries", ENTRIES]);
        await take(zip, entry, archive, depth, unpacked);
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    unpacked.notes.push(["file", name, error instanceof TooMuch ? error.why : ["noZip"]]);
  }
}

/**
 * @param {import("yauzl").ZipFile} zip
 * @param {import("yauzl").Entry} entry
 * @param {Candidate} archive
 * @param {number} depth
 * @param {Unpacked} unpacked
 */
async function take(zip, entry, archive, depth, unpacked) {
  // A way out of the folder says nothing: what it is called is only shown.
  const parts = textOf(/** @type {unknown} */ (entry.fileName)).split("/");
  const path = parts.filter((part) => !["", ".", ".."].includes(part)).join("/");
  const isNotebook = /\.ipynb$/i.test(path);
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (!(isNotebook || /\.zip$/i.test(path)) || path.split("/").some(isNoise) || !ORDINARY.includes(kind)) return;
  const name = shown(`${archive.name}/${path}`);
  if (entry.isEncrypted()) return void unpacked.notes.push(["file", name, ["encrypted"]]);
  if (!entry.canDecodeFileData()) return void unpacked.notes.push(["file", name, ["oddCompression"]]);
  if (isNotebook && unpacked.notebooks.length >= NOTEBOOKS) throw new TooMuch(["manyNotebooks", NOTEBOOKS]);
  if (!isNotebook && depth >= DEEPEST) return void unpacked.notes.push(["file", name, ["packedTooDeep"]]);
  mkdirSync(unpacked.folder, { recursive: true, mode: 0o700 });
  const file = join(unpacked.folder, `${++unpacked.count}`);
  await pipeline(await zip.openReadStreamPromise(entry), limited(unpacked), createWriteStream(file, { mode: 0o600 }));
  const inside = { file, name, modified: entry.getLastModDate().getTime() };
  if (isNotebook) return void unpacked.notebooks.push(inside);
  await open(inside, depth + 1, unpacked);
  rmSync(file);
}

/**
 * What an archive says about sizes may be wrong: bytes are counted as they come.
 * @param {Unpacked} unpacked
 */
function limited(unpacked) {
  return new Transform({
    transform(chunk, _encoding, done) {
      unpacked.bytes -= chunk.length;
      if (unpacked.bytes >= 0) return done(null, chunk);
      done(new TooMuch(["unpacksToMore", BYTES / 1e6]));
    },
  });
}

/** @param {string} name */
const shown = (name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}...` : name);

/**
 * UTF-8, or what older programs on Windows write.
 * @param {unknown} name
 */
function textOf(name) {
  const bytes = /** @type {Buffer} */ (name);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\\", "/");
  } catch {
    return bytes.toString("latin1").replaceAll("\\", "/");
  }
}
