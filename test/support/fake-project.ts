// A project of its own in a folder with spaces and umlauts: the real commands, with npm, Python and the compiler faked,
// so that set-up can be tried in every state within a second. What the fakes are asked to do is written to `calls`.
import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root as realRoot } from "../../kernel-lib/course/command/paths.mjs";

export type Outcome = { code: number | null; out: string; err: string };
export type FakeProject = ReturnType<typeof fakeProject>;

/**
 * How the fakes behave: FAKE_PYTHON (its version), FAKE_VENV ("no"), FAKE_NPM, FAKE_PIP, FAKE_TSC (what it fails with).
 */
export type Fakes = Record<string, string>;

export function fakeProject() {
  const folder = mkdtempSync(join(tmpdir(), "verteilt-"));
  let root = join(folder, "ein Ordner mit Ümläut");
  const bin = join(folder, "bin");
  const calls = join(folder, "calls");
  let seen = 0;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const read = (path: string) => readFileSync(join(root, path), "utf8");

  cpSync(join(realRoot, "kernel-lib", "course"), join(root, "kernel-lib", "course"), { recursive: true });
  const pipeline = join("kernel-lib", "grading", "pipeline");
  cpSync(join(realRoot, pipeline), join(root, pipeline), { recursive: true });
  for (const file of ["tsconfig.json", "kernel-lib/package.json", "package.json"]) write(file, "{}");
  write("kernel-lib/tsconfig.json", JSON.stringify({ include: ["src", "more"] }));
  write("package-lock.json", lockFile("1.0.0"));
  write("kernel-lib/src/index.ts", "export {};");
  mkdirSync(join(root, "notebooks"));
  for (const name of ["snapshot", "build-snapshot"]) write(`kernel-lib/kernel/compiler/${name}.ts`, "export {};");
  mkdirSync(bin);
  program(join(bin, "npm-cli.js"), fakeNpm);
  program(join(bin, "python3"), fakePython);

  const start = (script: string, args: string[] = [], fakes: Fakes = {}): ChildProcess =>
    spawn(process.execPath, [join(root, "kernel-lib", "course", script), ...args], {
      cwd: folder,
      env: { PATH: bin, npm_execpath: join(bin, "npm-cli.js"), CALLS: calls, ROOT: root, ...fakes },
    });
  return {
    get root() {
      return root;
    },
    bin,
    /** Moves the whole project to another folder. */
    move(name: string) {
      renameSync(root, join(folder, name));
      root = join(folder, name);
    },
    write,
    read,
    has: (path: string) => existsSync(join(root, path)),
    remove: (path: string) => rmSync(join(root, path), { recursive: true, force: true }),
    start,
    /** Runs a command of the course to its end. */
    run: (script: string, args: string[] = [], fakes: Fakes = {}) => ended(start(script, args, fakes)),
    /** What the fakes were asked since the last time. */
    /** What was called since the last time, by whole lines: a program may be writing one at this moment. */
    calls() {
      const text = existsSync(calls) ? readFileSync(calls, "utf8") : "";
      const lines = text.slice(0, text.lastIndexOf("\n") + 1);
      const news = lines.slice(seen);
      seen = lines.length;
      return news.split("\n").filter(Boolean);
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function ended(child: ChildProcess): Promise<Outcome> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (text) => (out += text));
  child.stderr?.on("data", (text) => (err += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

export function lockFile(version: string, more: object = {}) {
  return JSON.stringify({
    packages: {
      "": {},
      "node_modules/thing": { version },
      "node_modules/for-another-system": { version, optional: true, os: ["beos"] },
      ...more,
    },
  });
}

function program(file: string, body: string) {
  writeFileSync(file, `#!${process.execPath}\n${common}${body}`);
  chmodSync(file, 0o755);
}

const common = `
const fs = require("node:fs"), path = require("node:path");
const [...args] = process.argv.slice(2), { CALLS, ROOT } = process.env;
const call = (name) => fs.appendFileSync(CALLS, name + "\\n");
const put = (file, text) => { fs.mkdirSync(path.dirname(file), { recursive: true }); fs.writeFileSync(file, text); };
const fail = (said) => {
  if (said === "hang") { call("hanging " + process.pid); return setInterval(() => {}, 1000); }
  if (said) { console.error(said); process.exit(1); }
};
`;

const fakeNpm = `
call("npm " + args[0]);
const modules = path.join(ROOT, "node_modules");
fs.rmSync(modules, { recursive: true, force: true });
put(path.join(modules, "thing", "package.json"), "{}");
if (!fail(process.env.FAKE_NPM)) {
  put(path.join(modules, "typescript", "bin", "tsc"), ${JSON.stringify(`${common}
call("tsc");
if (!fail(process.env.FAKE_TSC))
  for (const name of fs.readdirSync(path.join(ROOT, "kernel-lib", "src")))
    put(path.join(ROOT, "kernel-lib", "dist", "src", name.replace(/ts$/, "js")), "");
const compiler = path.join(ROOT, "kernel-lib", "dist", "kernel", "compiler");
put(path.join(compiler, "build-snapshot.js"), "");
put(path.join(compiler, "snapshot.js"), "exports.flags = []; exports.snapshotFile = (root) => root + '/.verteilt/kernel/v1-2.snapshot';");
`)});
  const { packages } = JSON.parse(fs.readFileSync(path.join(ROOT, "package-lock.json"), "utf8"));
  delete packages[""];
  for (const [name, { optional }] of Object.entries(packages)) if (optional) delete packages[name];
  put(path.join(modules, ".package-lock.json"), JSON.stringify({ packages }));
}
`;

const fakePython = `
const version = (process.env.FAKE_PYTHON ?? "3.12.1").split(".").map(Number);
if (args[0] === "-c" && args[1]) console.log(JSON.stringify([__filename, version, process.env.FAKE_VENV !== "no"]));
if (args[0] === "-m" && args[1] === "venv") {
  call("venv");
  fs.rmSync(args[3], { recursive: true, force: true });
  fs.mkdirSync(path.join(args[3], "bin"), { recursive: true });
  fs.copyFileSync(__filename, path.join(args[3], "bin", "python"));
}
if (args[1] === "pip" && args[2] === "install") { call("pip install"); console.log(args.join(" ")); fail(process.env.FAKE_PIP); }
`;
