// What the operating system itself adds around a process of a student's: on Linux no network, and everywhere but on Windows limits that hold
// even when nobody looks after the process any more.
import { spawnSync } from "node:child_process";

/** Seconds of processor time after which the system itself ends a process of answers. */
const MOST_SECONDS = 600;

/** Without a network: as root, and as a user where the system lets users have namespaces of their own. */
const attempts = [
  ["unshare", "--net", "--"],
  ["unshare", "--map-root-user", "--net", "--"],
];
let found: readonly string[] | undefined;

/** What stands before a command so that it has no network; nothing where the system offers no such thing. */
function withoutNetwork(): readonly string[] {
  if (process.platform !== "linux") return [];
  found ??=
    attempts.find(([command, ...args]) => spawnSync(command!, [...args, "true"], { stdio: "ignore" }).status === 0) ??
    [];
  return found;
}

/** Whether processes of students have no network here. */
export function isOffline(): boolean {
  return withoutNetwork().length > 0;
}

/** @returns a command, and its arguments, that becomes the given one: it has the same process id */
export function enclose(command: string, args: readonly string[]): [string, string[]] {
  const [first = command, ...rest] = [...withoutNetwork(), command, ...args];
  return [first, rest];
}

/** The same, with an end of its own, no files it could write, and no image of its memory left behind. */
export function encloseAndLimit(command: string, args: readonly string[]): [string, string[]] {
  if (process.platform === "win32") return [command, [...args]];
  const limits = `ulimit -t ${MOST_SECONDS}; ulimit -f 0; ulimit -c 0; exec "$0" "$@"`;
  const [first, rest] = enclose(command, args);
  return ["/bin/sh", ["-c", limits, first, ...rest]];
}
