// npm run project: the folder a group starts from works at once, and its tests find what is broken.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Failure } from "../../kernel-lib/course/command/failure.mjs";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { makeProject } from "../../kernel-lib/course/project/make-project.mjs";
import { findNpm } from "../../kernel-lib/course/setup/npm.mjs";

// Below the course's folder, so that its packages are found without an installation.
mkdirSync(join(root, "build"), { recursive: true });
const parent = mkdtempSync(join(root, "build", "projects-"));
const folder = join(parent, "my-chat");
const npm = (script: string) =>
  spawnSync(process.execPath, [findNpm(), "run", script], { cwd: folder, encoding: "utf8" });

beforeAll(() => makeProject("my-chat", folder));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

test("it is a whole folder with the course's tools, and contains the library", () => {
  expect(readdirSync(parent)).toEqual(["my-chat"]);
  const own = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(own.name).toBe("my-chat");
  expect(own.devDependencies.vitest).toBe(devDependencies.vitest);
  expect(readFileSync(join(folder, "README.md"), "utf8")).toMatch(/^# my-chat\n[\s\S]*## 7\. /);
  const packed = execFileSync("tar", ["tzf", join(folder, "vendor", "kernel-lib.tgz")], { encoding: "utf8" });
  expect(packed).toContain("package/dist/src/index.d.ts");
});

test("its tests pass, and it runs on threads and draws itself", { timeout: 300_000 }, () => {
  const tested = npm("test");
  expect(tested.status, tested.stdout + tested.stderr).toBe(0);
  expect(tested.stdout).toMatch(/21 passed/);
  const ran = npm("start");
  expect(ran.stdout).toContain("The server has shown: [ 'Hello!', 'Is the golden key there?' ]");
  expect(readFileSync(join(folder, "run.svg"), "utf8")).toMatch(/^<svg[\s\S]*server[\s\S]*<\/svg>\s*$/);
});

test("a server that shows copies twice is found by the explorer and by seeds", { timeout: 300_000 }, () => {
  const file = join(folder, "src", "chat.ts");
  const good = readFileSync(file, "utf8");
  writeFileSync(file, good.replace("if (number === this.expected) {", "if (number <= this.expected) {"));
  const { status, stdout, stderr } = npm("test");
  writeFileSync(file, good);
  expect(status).toBe(1);
  expect(stdout + stderr).toContain("the server shows one, one");
  expect(stdout + stderr).toMatch(/every text is shown once and in order, seed \d+/);
});

test("what is there stays, and a name that cannot be one is quoted", async () => {
  await expect(makeProject("my-chat", folder)).rejects.toThrow(/my-chat is there already/);
  expect(existsSync(join(folder, "src", "chat.ts"))).toBe(true);
  const wrong = makeProject("My Chat!", join(parent, "other"));
  await expect(wrong).rejects.toThrow(Failure);
  await expect(wrong).rejects.toThrow('not "My Chat!"');
  await expect(wrong).rejects.toMatchObject({ fix: "npm run project -- my-chat" });
});
