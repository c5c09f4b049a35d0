// The enclosure in which a whole submission is marked at a worker: test cells, which came from elsewhere, are evaluated in
// it, and the enclosures of students' code are made in it. It sees programs and this course's code, and nothing else: no
// network, no home, no notebooks.
import { randomInt } from "node:crypto";
import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Command, course } from "../sandbox/enclosure.js";

const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives"];
const OURS = ["kernel-lib", "node_modules", "package.json"];
/** Of a judge beside its own memory: the flags of its Node. */
const NODE = ["--no-warnings"];

/** @param script from the course's folder on */
export function workshop(script: string): Command {
  const own = OURS.map((name) => join(course, name));
  const seen = [...new Set([...own, process.execPath])].filter((path) => !path.startsWith("/usr/"));
  const isRoot = process.getuid?.() === 0;
  const folders = seen.flatMap(foldersOf);
  return {
    command: "bwrap",
    args: [
      ...["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"],
      ...(isRoot ? ["--cap-add", "ALL"] : ["--unshare-user", "--cap-drop", "ALL"]),
      ...["--die-with-parent", "--new-session", "--clearenv"],
      ...SYSTEM.filter((path) => existsSync(path)).flatMap(shown),
      ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
      ...[...new Set(folders)].sort().flatMap((folder) => ["--dir", folder]),
      ...seen.flatMap((path) => ["--ro-bind", path, path]),
      ...["--remount-ro", "/", "--chdir", "/tmp"],
      ...["--setenv", "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      // Where the commands keep what is their user's.
      ...["--setenv", "VERTEILT_HOME", "/tmp"],
      // Process numbers are small in here, and users of students' code are numbered by them.
      ...["--setenv", "VERTEILT_USER_OFFSET", String(randomInt(4096))],
      ...["--", process.execPath, ...NODE, join(course, script)],
    ],
    env: { PATH: process.env.PATH ?? "" },
    isHeard: true,
  };
}

/** A part of the system, or the link that stands for it. */
function shown(path: string): string[] {
  return lstatSync(path).isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
}

function foldersOf(path: string): string[] {
  const above = dirname(path);
  return above === "/" ? [] : [...foldersOf(above), above];
}
