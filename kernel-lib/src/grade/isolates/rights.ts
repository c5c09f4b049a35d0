// The flags of Node that take rights away from a process: its permission model, as far as the running version has it.
import { realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const library = realpathSync(resolve(__dirname, "../../.."));
let folders: readonly string[] | undefined;

/** Our own code and the packages it uses: where they lie, and where links lead. */
export function ownFolders(): readonly string[] {
  folders ??= [
    ...new Set([
      library,
      join(library, "../../node_modules"),
      join(library, "../node_modules"),
      dirname(dirname(require.resolve("acorn/package.json"))),
    ]),
  ];
  return folders;
}

/**
 * A process with these flags starts no other, loads no native code, writes no file, and reads none but these.
 * @param files folders end in a separator and `*`
 */
export function fewRights(files: readonly string[]): string[] {
  const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
  const named = major > 22 || (major === 22 && minor >= 13);
  return [named ? "--permission" : "--experimental-permission", ...files.map((file) => `--allow-fs-read=${file}`)];
}

/** Everything in a folder. */
export function inside(folder: string): string {
  return join(folder, "*");
}
