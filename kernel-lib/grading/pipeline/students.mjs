// Packs what students get: the course without solutions and tests, as one archive that is the same on every run.
// A list of what goes in, not of what stays out: nothing else in the folder is packed. Speaker notes stay out, as they do of
// the copies that `npm start` makes.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readCourse } from "../../course/command/course.mjs";
import { Failure } from "../../course/command/failure.mjs";
import { pythonEnv } from "../../course/command/jupyter-env.mjs";
import { course, root, venvBin } from "../../course/command/paths.mjs";
import { withoutNotes } from "../../course/serve/speaker-notes.mjs";
import { python } from "./exercises.mjs";
import { filesUnder } from "./sources.mjs";

const single = [
  ".gitattributes",
  ".gitignore",
  ".npmrc",
  "LICENSE",
  "README.md",
  "biome.json",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const folders = ["docs", "exercises", "kernel-lib", "notebooks"];
/** What set-up makes, and recorded runs, which show the answers of checkpoints. */
const leftOut = /^(?:kernel-lib\/(?:dist|node_modules)|notebooks\/recorded)\//;
const chapterOf = /^(?:notebooks|exercises)\/(\d\d-[^/]*?)(?:\.ipynb$|\/)/;

/**
 * Every file students get, by its path in the project.
 * @returns {string[]}
 */
export function studentFiles() {
  const chapters = readCourse().chapters.map(({ name }) => name);
  const inside = folders.flatMap((folder) => filesUnder(join(root, folder)).map((path) => `${folder}/${path}`));
  return [
    ...single.filter((path) => existsSync(join(root, path))),
    ...inside.filter((path) => !leftOut.test(path) && !isOutside(path, chapters)),
  ].sort();
}

/**
 * Whether a file belongs to a chapter that the course leaves out.
 * @param {string} path
 * @param {readonly string[]} chapters
 */
function isOutside(path, chapters) {
  const chapter = chapterOf.exec(path)?.[1];
  return chapter !== undefined && !chapters.includes(chapter);
}

/**
 * Writes the archive; everything in it lies in one folder, `verteilt/`.
 * @param {string} archive
 */
export async function packStudents(archive) {
  mkdirSync(dirname(archive), { recursive: true });
  const beside = `${archive}.${process.pid}.tmp`;
  try {
    await zip(
      beside,
      studentFiles().map((path) => [`verteilt/${path}`, packed(path)]),
    );
    renameSync(beside, archive);
  } finally {
    rmSync(beside, { force: true });
  }
  return statSync(archive).size;
}

/**
 * What a file holds in the archive: chapters have no speaker notes, and the README is one for students, under the course's
 * own name.
 * @param {string} path
 */
function packed(path) {
  if (path !== "README.md") return withoutNotes(path, readFileSync(join(root, path)));
  const { name, about, language } = readCourse();
  const text = readFileSync(
    join(course, language === "en" ? "for-students.md" : `for-students.${language}.md`),
    "utf8",
  );
  return Buffer.from(text.replace(/^# .*$/m, () => `# ${[name, about].filter(Boolean).join(": ")}`));
}

/**
 * @param {string} archive
 * @param {[name: string, content: Buffer][]} entries
 * @returns {Promise<void>}
 */
function zip(archive, entries) {
  return new Promise((resolve, reject) => {
    const child = spawn(venvBin("python"), [python("pack.py"), archive], {
      env: pythonEnv(),
      stdio: ["pipe", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text) => (said += text));
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Failure(`Packing ${archive} failed:\n${said}`))));
    child.stdin.end(JSON.stringify(entries.map(([name, content]) => [name, content.toString("base64")])));
  });
}
