// What our documents name is there: files, folders, commands, and what a link leads to.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { nodeVersions } from "./support/node-versions.js";

const documents = [
  "README.md",
  "CHANGELOG.md",
  ".github/CONTRIBUTING.md",
  "kernel-lib/ARCHITECTURE.md",
  "kernel-lib/course/for-lecturers.md",
  "kernel-lib/course/for-administrators.md",
  "kernel-lib/course/for-students.md",
  "kernel-lib/course/for-students.de.md",
  "kernel-lib/course/marking-week.md",
];
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

/** What comes to be only by use. */
const made = /^(build|work|week04|submitted|node_modules|\.venv|\.verteilt|kernel-lib\/dist)\//;
/** Examples of a name, such as NN-name. */
const pattern = /NN|DIR|\.\.\.|\*|pictures\//;

test.each(documents)("%s names only what is there", (document) => {
  const text = readFileSync(document, "utf8");
  const inCode = [...text.matchAll(/`([^`\s]+)`/g)].map(([, name]) => name);
  const paths = inCode.filter((name) => /^\.?[\w-]+\/[\w./-]*$/.test(name) && !made.test(name) && !pattern.test(name));
  const missing = paths.filter((path) => !existsSync(path) && !existsSync(join(dirname(document), path)));
  expect(missing).toEqual([]);

  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to).filter((to) => !/^[a-z]+:/.test(to));
  expect(links.filter((to) => !leadsSomewhere(document, to))).toEqual([]);

  const commands = [...text.matchAll(/npm run ([a-z]+(?:-[a-z]+)*)/g)].map(([, name]) => name);
  expect(commands.filter((name) => !scripts[name])).toEqual([]);
  expect(paths.length + links.length + commands.length).toBeGreaterThan(0);
});

test("ARCHITECTURE.md names every room", () => {
  const text = readFileSync("kernel-lib/ARCHITECTURE.md", "utf8");
  const rooms = ["src", "kernel", "course"].flatMap((part) =>
    readdirSync(join("kernel-lib", part), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && holdsFiles(join("kernel-lib", part, entry.name)))
      .map((entry) => `${part}/${entry.name}/`),
  );
  expect(rooms.length).toBeGreaterThan(15);
  expect(rooms.filter((room) => !text.includes(`\`${room}\``))).toEqual([]);
});

test("the workflow tries every version of Node that the course supports", () => {
  const [, listed = ""] = /^ *node: \[(.*)\]$/m.exec(readFileSync(".github/workflows/test.yml", "utf8")) ?? [];
  expect(listed.split(", ")).toEqual(nodeVersions.map((version) => version.split(".")[0]));
});

/** Git leaves empty folders behind where files were moved away. */
function holdsFiles(folder: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());
}

/** Whether a link's file exists, and has the heading after "#". */
function leadsSomewhere(document: string, to: string): boolean {
  const [path, heading] = to.split("#");
  const file = path ? join(dirname(document), path) : document;
  if (!existsSync(file)) return false;
  if (!heading) return true;
  const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replace(/\s/g, "-"),
  );
  return headings.includes(heading);
}
