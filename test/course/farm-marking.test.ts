// Marking on a farm: grades and feedback are those of marking here, byte for byte.
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { descendantsOf } from "kernel-lib/dist/grading/sandbox/usage.js";
import { connectAsOwner } from "kernel-lib/dist/src/engine/farm/farm-connection.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { makeExercises, soundSources } from "../../kernel-lib/grading/pipeline/exercises.mjs";
import { command } from "../support/command.js";
import { eventually } from "../support/eventually.js";
import { TestFarm, type WorkerProcess } from "../support/farm.js";
import { answersOf, handIn, submission } from "../support/submission.js";

const [here, there] = ["here", "there"].map((name) => mkdtempSync(join(tmpdir(), `verteilt-${name}-`))) as [
  string,
  string,
];
const { name, notebook } = soundSources(join(root, "solutions"))[0]!;
let farm: TestFarm;
let worker: WorkerProcess;

beforeAll(async () => {
  farm = await TestFarm.open(10_000);
  const exercise = JSON.parse(
    (await makeExercises([soundSources(join(root, "solutions"))[0]!])).get(`${name}/${name}.ipynb`)!.toString(),
  );
  for (const dir of [here, there]) {
    handIn(dir, "right", name, submission(exercise, answersOf(notebook)));
    handIn(dir, "untouched", name, exercise);
    handIn(dir, "damaged", name, "no notebook");
    for (const student of ["right", "untouched", "damaged"])
      utimesSync(join(dir, student, name, `${name}.ipynb`), 1_780_000_000, 1_780_000_000);
  }
  worker = await farm.worker("one", 2);
}, 180_000);

afterAll(async () => {
  await farm.end();
  for (const dir of [here, there]) rmSync(dir, { recursive: true, force: true });
});

test("grades and feedback are those of marking here", async () => {
  const local = await command("autograde.mjs", [here]);
  const onFarm = await command("autograde.mjs", [there, "--farm", farm.link]);
  expect([local.code, onFarm.code]).toEqual([3, 3]);
  expect(onFarm.said).toContain("Marked on the farm: students' code is enclosed by bubblewrap at its workers.");
  expect(readFileSync(join(there, "grades.csv"), "utf8")).toBe(readFileSync(join(here, "grades.csv"), "utf8"));
  const pages = readdirSync(join(here, "feedback"), { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".html"),
  );
  expect(pages).toHaveLength(3);
  for (const page of pages)
    expect(readFileSync(join(there, "feedback", page), "utf8")).toBe(
      readFileSync(join(here, "feedback", page), "utf8"),
    );
}, 600_000);

test("Ctrl-C takes what is left out of the farm", async () => {
  rmSync(join(there, ".verteilt"), { recursive: true });
  const stopped = await command("autograde.mjs", [there, "--farm", farm.link], { until: "one does notebook 1" });
  expect(stopped.code).toBe(130);
  await eventually("nothing runs", () => descendantsOf(worker.child.pid!).length === 0);
  const { connection } = await connectAsOwner(farm.link, "this test");
  const manager = await jetstreamManager(connection);
  for (const stream of ["JOBS", "RESULTS"]) expect((await manager.streams.info(stream)).state.messages).toBe(0);
  await connection.close();
}, 300_000);
