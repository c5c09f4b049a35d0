// Other versions of Node for tests, from npm's packages of its binaries, kept in `.verteilt/node/`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { state } from "../../kernel-lib/course/command/paths.mjs";

/** The versions the course supports, with one release of each. */
export const nodeVersions = ["20.20.2", "22.23.3", "24.21.0"];

/** The path of Node in that version; downloads it the first time. */
export function nodeProgram(version: string): string {
  if (process.versions.node === version) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(state, "node", version);
  const program = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(program)) return program;
  const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `${name}@${version}`];
  const { status, stderr } = spawnSync("npm", args, { encoding: "utf8", shell: process.platform === "win32" });
  if (status !== 0)
    throw new Error(`Node ${version} could not be fetched from the npm registry, as ${name}:\n${stderr}`);
  return program;
}
