// A real hub with two students, each with an account: one read-only install, the whole of chapter 1 over the hub, and
// an exercise handed out, handed in, marked and returned by nbgrader's exchange.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { jupyterEnv } from "../../../kernel-lib/course/command/jupyter-env.mjs";
import { root, venvBin } from "../../../kernel-lib/course/command/paths.mjs";
import { source } from "../../../kernel-lib/course/notebook/notebook.mjs";
import { command } from "../../support/command.js";
import { eventually } from "../../support/eventually.js";
import type { Notebook } from "../../support/exercise.js";
import { type Hub, noHub, type Student, startHub } from "../../support/hub.js";
import { answersOf, submission } from "../../support/submission.js";

const CHAPTER = "01-what-is-a-distributed-system";
const patience = 240_000;
const notebookAt = (path: string): Notebook => JSON.parse(readFileSync(join(root, path), "utf8"));

// Where it is asked for by name, as in the workflow, it is not left out.
if (noHub && process.env.VERTEILT_HUB) throw new Error(`The hub was not tried: ${noHub}.`);

let hub: Hub;

describe.skipIf(noHub)(`two students of a hub${noHub ? ` (not run: ${noHub})` : ""}`, () => {
  let anna: Student;
  let ben: Student;

  beforeAll(async () => {
    const { code, said } = await command("setup.mjs", ["--hub", "--check"]);
    expect(said).toContain("Everything is set up.");
    // This is a checkout, with what students are not to read.
    expect(said).toContain(`can read ${join(root, "solutions")}. To fix it:`);
    expect(said).toMatch(/Marking (is enclosed by bubblewrap|would be unprotected)/);
    expect(code).toBe(0);
    hub = await startHub(["vt-anna", "vt-ben"]);
    anna = hub.student("vt-anna");
    ben = hub.student("vt-ben");
    await Promise.all([anna.start(), ben.start()]);
  }, 2 * patience);
  afterAll(() => hub?.stop(), patience);

  test("each has copies of their own, in a folder that is closed to others", () => {
    for (const { home } of [anna, ben]) {
      expect(readdirSync(join(home, "verteilt")).sort()).toEqual([".verteilt", "work"]);
      expect(readdirSync(join(home, "verteilt/work"))).toContain(`${CHAPTER}.ipynb`);
      expect((statSync(join(home, "verteilt")).mode & 0o777).toString(8)).toBe("700");
    }
  });

  test("what the site says about idle servers counts, and the course's own settings beside it", () => {
    const options = anna.memory().flatMap(({ command }) => command.match(/--\S*_timeout=\d+/g) ?? []);
    expect(options).toEqual([
      "--MappingKernelManager.cull_idle_timeout=3600",
      "--ServerApp.shutdown_no_activity_timeout=86400",
    ]);
  });

  test("a save renews the start page, whose links lead to the student's own server", {
    timeout: patience,
  }, async () => {
    const page = join(anna.home, "verteilt/work/Start.md");
    const link = `(/user/vt-anna/verteilt/hand-in?exercise=${CHAPTER})`;
    expect(readFileSync(page, "utf8")).toContain(link);
    rmSync(page);
    const content = notebookAt(`exercises/${CHAPTER}/${CHAPTER}.ipynb`);
    await anna.ask("api/contents/mine.ipynb", { method: "PUT", body: { type: "notebook", content } });
    await vi.waitFor(() => expect(readFileSync(page, "utf8")).toContain(link), { timeout: 60_000, interval: 500 });
    const handIn = await fetch(...anna.address(`verteilt/hand-in?exercise=${CHAPTER}`));
    expect(await handIn.text()).toContain(`href="../files/hand-in/${CHAPTER}.ipynb?download=1"`);
  });

  test("both run chapter 1, all of it, at the same time", { timeout: patience }, async () => {
    const cells = notebookAt(`notebooks/${CHAPTER}.ipynb`).cells.filter(({ cell_type }) => cell_type === "code");
    expect(cells.length).toBeGreaterThan(20);
    const faults = await Promise.all([anna, ben].map((student) => runAll(student, cells.map(source))));
    expect(faults).toEqual([[], []]);
  });

  test("a server and a kernel take at most 300 MB after chapter 1", { timeout: patience }, async () => {
    const memory = () => anna.memory().reduce((sum, { mb }) => sum + mb, 0);
    // What is idle is given back after a while.
    await vi.waitFor(() => expect(memory()).toBeLessThan(300), { timeout: 120_000, interval: 5000 });
  });

  test("neither sees the other's files or processes, and nothing in the install can be changed", async () => {
    const kernel = await anna.open("other.ipynb");
    const tried = async (code: string) => (await kernel.run(code)).printed.trim();
    await kernel.run('import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";');
    const code = (body: string) =>
      tried(`try { ${body}; console.log("possible") } catch (e: any) { console.log(e.code) }`);
    expect(await code(`readdirSync("${ben.home}/verteilt")`)).toBe("EACCES");
    expect(await code(`readFileSync("${ben.home}/verteilt/work/Start.md")`)).toBe("EACCES");
    expect(await code(`writeFileSync("${root}/mine", "")`)).toMatch(/EROFS|EACCES/);
    expect(await code(`writeFileSync("${root}/kernel-lib/dist/src/index.js", "")`)).toMatch(/EROFS|EACCES/);
    const owners = 'readdirSync("/proc").filter((n) => /^[0-9]+$/.test(n)).map((n) => statSync("/proc/" + n).uid)';
    expect(await tried(`console.log([...new Set(${owners})].join() === String(process.getuid!()))`)).toBe("true");
    kernel.close();
  });

  test("nbgrader's exchange: release, fetch, submit, collect, mark, return", { timeout: 2 * patience }, async () => {
    const lecturer = join(hub.folder, "lecturer");
    const submitted = join(hub.folder, "submitted");
    mkdirSync(submitted);
    const nbgrader = asLecturer(lecturer, submitted);
    nbgrader("release_assignment", CHAPTER);

    // Anna's copy is there from the start; Ben has thrown his away, and fetches it.
    await ben.ask(`api/contents/exercises/${CHAPTER}/${CHAPTER}.ipynb`, { method: "DELETE" });
    await ben.ask(`api/contents/exercises/${CHAPTER}`, { method: "DELETE" });
    const assignment = `course_id=verteilt&assignment_id=${CHAPTER}`;
    const act = (student: Student, what: string) =>
      student.ask(`assignments/${what}?${assignment}`, { method: "POST" });
    expect(statusFor(await ben.ask("assignments?course_id=verteilt"))).toEqual(["released"]);
    expect(statusFor(await anna.ask("assignments?course_id=verteilt"))).toEqual(["fetched"]);
    expect((await act(ben, "fetch")).success).toBe(true);

    const file = `exercises/${CHAPTER}/${CHAPTER}.ipynb`;
    const { content } = await anna.ask(`api/contents/${file}`);
    const answered = submission(content, answersOf(notebookAt(`solutions/${CHAPTER}/${CHAPTER}.ipynb`)));
    await anna.ask(`api/contents/${file}`, { method: "PUT", body: { type: "notebook", content: answered } });
    const both = async (what: string) =>
      (await Promise.all([anna, ben].map((student) => act(student, what)))).map(({ success }) => success);
    expect(await both("submit")).toEqual([true, true]);

    nbgrader("collect", CHAPTER);
    const { code, said } = await command("autograde.mjs", [submitted]);
    expect(said).toContain("2 marked, 0 unchanged");
    expect(code).toBe(0);
    nbgrader("release_feedback", CHAPTER);
    expect(await both("fetch_feedback")).toEqual([true, true]);
    for (const [student, points] of [
      [anna, "20"],
      [ben, "0"],
    ] as const) {
      const folder = join(student.home, "verteilt/work/exercises", CHAPTER, "feedback");
      const [handedInAt] = readdirSync(folder);
      const page = readFileSync(join(folder, handedInAt, `${CHAPTER}.html`), "utf8");
      expect(page).toBe(readFileSync(join(submitted, "feedback", student.name, `${CHAPTER}.html`), "utf8"));
      expect(page).toContain(`${points} of 20 points`);
    }
  });

  test(
    "a new version of what a student has changed comes beside it when the server starts again",
    async () => {
      // The record says which original a copy was made from: an older one, as after an update in mid-semester.
      const work = join(anna.home, "verteilt/work");
      const file = `exercises/${CHAPTER}/${CHAPTER}.ipynb`;
      const mine = readFileSync(join(work, file), "utf8");
      await anna.stop();
      const record = JSON.parse(readFileSync(join(work, ".verteilt.json"), "utf8"));
      writeFileSync(join(work, ".verteilt.json"), JSON.stringify({ ...record, [file]: "an older original" }));
      await anna.start();
      expect(readFileSync(join(work, file), "utf8")).toBe(mine);
      expect(existsSync(join(work, file.replace(".ipynb", ".updated.ipynb")))).toBe(true);
      expect(hub.log()).toContain(`You changed work/${file}; its new version is beside it`);
    },
    patience,
  );

  test("SIGTERM to the hub ends every student's server and kernels", { timeout: patience }, async () => {
    expect(ben.memory().length).toBeGreaterThan(2);
    await hub.end();
    // A kernel's own processes follow it in a moment.
    await eventually("nothing of theirs runs", () => [anna, ben].every((student) => student.memory().length === 0));
  });
});

/** What went wrong, cell by cell. */
async function runAll(student: Student, cells: readonly string[]): Promise<string[]> {
  const kernel = await student.open(`${CHAPTER}.ipynb`);
  const faults: string[] = [];
  for (const code of cells) {
    const { thrown } = await kernel.run(code);
    if (thrown) faults.push(`${code.split("\n")[0]}: ${thrown}`);
  }
  kernel.close();
  return faults;
}

const statusFor = ({ value }: { value: { assignment_id: string; status: string }[] }) =>
  value.filter(({ assignment_id }) => assignment_id === CHAPTER).map(({ status }) => status);

/** nbgrader's own commands, with the settings of Formgrader and what is handed in elsewhere. */
function asLecturer(home: string, submitted: string) {
  mkdirSync(home);
  const settings = { ...process.env, VERTEILT_HOME: home, VERTEILT_EXCHANGE: hub.exchange };
  const write = `import(${JSON.stringify(join(root, "kernel-lib/course/serve/lecturers.mjs"))})
    .then(({ installLecturersConfig, lecturersConfig }) => { installLecturersConfig(); console.log(lecturersConfig); })`;
  const config = execFileSync(process.execPath, ["-e", write], { env: settings, encoding: "utf8" }).trim();
  const env = { ...jupyterEnv(), JUPYTER_CONFIG_DIR: config, JUPYTER_DATA_DIR: join(home, "data") };
  const here = [
    `--CourseDirectory.submitted_directory=${submitted}`,
    `--CourseDirectory.feedback_directory=${join(submitted, ".verteilt/feedback")}`,
    `--CourseDirectory.db_url=sqlite:///${join(home, "gradebook.db")}`,
  ];
  return (name: string, assignment: string) =>
    execFileSync(venvBin("python"), ["-m", "nbgrader", name, assignment, ...here], { env, cwd: root, stdio: "pipe" });
}
