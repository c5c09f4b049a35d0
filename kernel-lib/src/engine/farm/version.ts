// The version of the code that computes: a hash of the compiled library and of what marks. Two machines of the same
// version come to the same results.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const library = resolve(__dirname, "../../../..");
/** What of it computes, and what marks with it, from the library's folder on. */
const ROOMS = ["dist/src", "dist/grading", "grading/pipeline", "course/words", "course/notebook"];

let known: { readonly version: string; stamp: string } | undefined;

/** Of the code that this process began with. */
export function libraryVersion(): string {
  known ??= { stamp: stampOf(library), version: versionOf(library) };
  return known.version;
}

/** Whether the code on the disk is another by now: what this process starts would not be of its version. */
export function hasChanged(): boolean {
  const version = libraryVersion();
  const stamp = stampOf(library);
  if (stamp === known!.stamp) return false;
  // Written anew it may be the same.
  if (versionOf(library) !== version) return true;
  known!.stamp = stamp;
  return false;
}

function versionOf(folder: string): string {
  const hash = createHash("sha256");
  for (const [room, path] of filesOf(folder)) {
    const text = readFileSync(join(folder, room, path), "utf8").replaceAll("\r\n", "\n");
    hash.update(JSON.stringify([room, path.replaceAll("\\", "/"), text]));
  }
  return `${hash.digest("hex").slice(0, 12)}-node${process.versions.node.split(".")[0]}`;
}

/** When which file was written: much quicker to read than what is in them. */
function stampOf(folder: string): string {
  const hash = createHash("sha256");
  for (const [room, path] of filesOf(folder)) {
    const { size, mtimeMs } = statSync(join(folder, room, path), { throwIfNoEntry: false }) ?? {};
    hash.update(JSON.stringify([room, path, size, mtimeMs]));
  }
  return hash.digest("hex");
}

function filesOf(folder: string): (readonly [room: string, path: string])[] {
  return ROOMS.filter((room) => existsSync(join(folder, room))).flatMap((room) =>
    readdirSync(join(folder, room), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(m?js|py)$/.test(path))
      .sort()
      .map((path) => [room, path] as const),
  );
}
