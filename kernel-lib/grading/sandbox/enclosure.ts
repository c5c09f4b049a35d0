// How a process for a student's code is enclosed. On Linux bubblewrap gives it a world of its own: Node and its
// libraries, our compiled library, the packages an exercise may import, an empty /tmp; no network, no other processes,
// and a user of its own. Whether that works here is found out by trying it.
import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { container } from "./container.js";
import { limits } from "./limits.js";
import { hasFilter, withFilter } from "./system-calls.js";
import { freeUser } from "./users.js";

export type Protection = "bubblewrap" | "container" | "none";

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  /** It reads a filter of system calls from its descriptor 3. */
  readonly isFiltered?: boolean;
  /** What it says on its standard error is our own code's, and heard. */
  readonly isHeard?: boolean;
}

/** What a script needs besides itself. */
export interface Needs {
  /** Packages of npm that it may import. */
  readonly packages?: readonly string[] | "all";
  /** Seconds of processor time. */
  readonly seconds?: number;
  /** Bytes of memory, processes and threads, and open files, where they are not those of students' code; only under bubblewrap. */
  readonly memory?: number;
  readonly processes?: number;
  readonly descriptors?: number;
}

interface Limited extends Required<Omit<Needs, "packages">> {
  /** Bytes of a file. */
  readonly files: number;
}

/** Our compiled library, and the folder that the course lies in. */
export const library = resolve(__dirname, "../..");
export const course = resolve(library, "../..");

/** Where these lie within an enclosure. */
const HOME = "/course";
const NODE = "/usr/bin/node";
const TOOLS = ["setpriv", "prlimit"];
const NOBODY = "65534";

/**
 * The command that runs one of our scripts.
 * @param script relative to the compiled library
 */
export function enclose(
  protection: Protection,
  script: string,
  { packages = [], seconds = limits.seconds, ...more }: Needs = {},
): Command {
  const env = surroundings();
  if (protection === "bubblewrap") {
    const run = [...limits.node, join(HOME, "kernel-lib", "dist", script)];
    const args = [
      ...world(packages),
      "--seccomp",
      "3",
      "--",
      ...asOurUser(),
      ...limited({ ...limits, seconds, ...more }),
      NODE,
      ...run,
    ];
    return { command: "bwrap", args, env, isFiltered: true };
  }
  if (protection === "container") return container(script, limits.node, seconds);
  const run = [process.execPath, ...limits.node, join(library, script)];
  if (process.platform === "win32") return { command: run[0]!, args: run.slice(1), env };
  // What is no longer watched ends by itself.
  return {
    command: "/bin/sh",
    args: ["-c", `ulimit -S -t ${seconds}; ulimit -H -t ${seconds + 5}; exec "$0" "$@"`, ...run],
    env,
  };
}

/** Starts it, with pipes for what goes in and what comes out. */
export function start({
  command,
  args,
  env,
  isFiltered = false,
  isHeard = false,
}: Command): ChildProcessByStdio<Writable, Readable, Readable | null> {
  return withFilter(isFiltered, (filter) => {
    const child: unknown = spawn(command, args, {
      env,
      stdio: ["pipe", "pipe", isHeard ? "pipe" : "ignore", ...filter],
    });
    return child as ChildProcessByStdio<Writable, Readable, Readable | null>;
  });
}

/** What finds programs, and what Windows needs to start one. Nothing else of the environment is handed on. */
function surroundings(): Record<string, string> {
  const names = ["PATH", "SystemRoot"].filter((name) => process.env[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, process.env[name]!]));
}

/** What is possible here, and if that is less than it could be, what fixes it. */
export function findProtection(): { protection: Protection; remedy?: string } {
  if (process.platform !== "linux")
    return { protection: "none", remedy: "mark on Linux, or with --container where Docker or Podman is installed" };
  const missing = ["bwrap", ...TOOLS].find((tool) => !pathOf(tool));
  if (missing)
    return {
      protection: "none",
      remedy: `install ${missing === "bwrap" ? "bubblewrap (sudo apt install bubblewrap)" : "util-linux"}`,
    };
  if (!hasFilter) return { protection: "none", remedy: "mark on a machine with an x86-64 or a 64-bit ARM processor" };
  const { command, args, env } = enclose("bubblewrap", "grading/sandbox/inside/probe.js");
  const { status, stderr } = withFilter(true, (filter) =>
    spawnSync(command, args, { env, encoding: "utf8", stdio: ["ignore", "ignore", "pipe", ...filter] }),
  );
  if (status === 0) return { protection: "bubblewrap" };
  return { protection: "none", remedy: remedyFor(stderr) };
}

/** What Ubuntu 24.04 and later set to 1. */
const RESTRICTED = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";

/**
 * @param said by bubblewrap
 * @param restricted whether AppArmor keeps ordinary users from making namespaces
 */
export function remedyFor(
  said: string,
  restricted = existsSync(RESTRICTED) && readFileSync(RESTRICTED, "utf8").trim() === "1",
): string {
  const [line = ""] = said.trim().split("\n");
  if (restricted)
    return `let bubblewrap make namespaces: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (bwrap says: ${line})`;
  return `let bubblewrap make namespaces here; in a container start it with --cap-add SYS_ADMIN, or mark outside of it (bwrap says: ${line})`;
}

function world(packages: readonly string[] | "all"): string[] {
  const folders = new Set<string>();
  const mounts = [...files(), ...ours(packages)];
  for (const [, inside] of mounts) for (let at = dirname(inside); at !== "/"; at = dirname(at)) folders.add(at);
  return [
    ...["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"],
    ...(isRoot() ? [] : ["--unshare-user", "--uid", NOBODY, "--gid", NOBODY]),
    ...["--die-with-parent", "--new-session", "--clearenv"],
    ...[...folders].sort().flatMap((folder) => ["--perms", "0755", "--dir", folder]),
    ...mounts.flatMap(([outside, inside]) => ["--ro-bind", outside, inside]),
    ...["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", String(limits.files), "--tmpfs", "/tmp"],
    // Whatever else could be written to would be memory without a limit.
    ...["--size", "4096", "--tmpfs", "/dev/shm", "--remount-ro", "/dev", "--remount-ro", "/"],
    ...["--chdir", "/tmp", "--cap-drop", "ALL"],
    // To become our user; setpriv drops these too.
    ...(isRoot() ? ["SETUID", "SETGID", "SETPCAP"].flatMap((right) => ["--cap-add", `CAP_${right}`]) : []),
  ];
}

/** `--uid` is cosmetic under root: a real other user it becomes within. */
function asOurUser(): string[] {
  if (!isRoot()) return [];
  const user = String(freeUser());
  const drop = ["--clear-groups", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"];
  return ["/usr/bin/setpriv", "--reuid", user, "--regid", user, ...drop, "--"];
}

function limited({ seconds, memory, processes, files, descriptors }: Limited): string[] {
  return [
    "/usr/bin/prlimit",
    ...[
      `--cpu=${seconds}:${seconds + 5}`,
      `--data=${memory}`,
      `--nproc=${processes}`,
      `--fsize=${files}`,
      `--nofile=${descriptors}`,
      "--core=0",
      "--",
    ],
  ];
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

let found: readonly (readonly [string, string])[] | undefined;

/** Node, the tools, and their libraries. */
function files(): readonly (readonly [string, string])[] {
  if (found) return found;
  const programs = [process.execPath, ...TOOLS.map((tool) => pathOf(tool)!)];
  const said = execFileSync("ldd", programs, { encoding: "utf8" });
  const libraries = [...new Set([...said.matchAll(/(?:=> |^\s+)(\/\S+) \(/gm)].map(([, path]) => path!))];
  found = [
    [process.execPath, NODE],
    ...TOOLS.map((tool) => [pathOf(tool)!, `/usr/bin/${tool}`] as const),
    ...libraries.map((path) => [path, path] as const),
  ];
  return found;
}

function ours(packages: readonly string[] | "all"): [string, string][] {
  const lib = join(HOME, "kernel-lib");
  const own: [string, string][] = [
    [library, join(lib, "dist")],
    [join(library, "..", "package.json"), join(lib, "package.json")],
  ];
  if (packages === "all") return [...own, [join(course, "node_modules"), join(HOME, "node_modules")]];
  return [
    ...own,
    ...closure(["acorn", "eslint-scope", ...packages]).map((name): [string, string] => [
      join(course, "node_modules", name),
      join(HOME, "node_modules", name),
    ]),
  ];
}

/** Packages, and those they depend on. */
function closure(names: readonly string[]): string[] {
  const all = new Set(names);
  for (const name of all) {
    const file = join(course, "node_modules", name, "package.json");
    if (!existsSync(file)) all.delete(name);
    else for (const other of Object.keys(JSON.parse(readFileSync(file, "utf8")).dependencies ?? {})) all.add(other);
  }
  return [...all].sort();
}

function pathOf(tool: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(":")
    .map((folder) => join(folder, tool))
    .find((path) => existsSync(path));
}
