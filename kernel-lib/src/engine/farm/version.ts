// The version of the code that computes: a hash of the compiled library and of what marks. Two machines of the same
// version come to the same results.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const dist = resolve(__dirname, "../../..");
/** What of it computes, and what marks with it, from the library's folder on. */
const ROOMS = ["dist/src", "dist/grading", "grading/pipeline", "course/words", "course/notebook"];

let known: string | undefined;

export function libraryVersion(): string {
  known ??= `${hashOf(resolve(dist, "..")).slice(0, 12)}-node${process.versions.node.split(".")[0]}`;
  return known;
}

function hashOf(folder: string): string {
  const hash = createHash("sha256");
  for (const room of ROOMS.filter((name) => existsSync(join(folder, name))))
    for (const path of readdirSync(join(folder, room), { recursive: true, encoding: "utf8" }).sort()) {
      if (!/\.(m?js|py)$/.test(path)) continue;
      const text = readFileSync(join(folder, room, path), "utf8").replaceAll("\r\n", "\n");
      hash.update(JSON.stringify([room, path.replaceAll("\\", "/"), text]));
    }
  return hash.digest("hex");
}
