// npm run release: makes exercises/ from solutions/, and packs what students get.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run release [-- --check]

Makes exercises/NN-name/ from every solutions/NN-name/ with nbgrader's generate_assignment: solutions become stubs, hidden
tests disappear. Exercises whose source is gone are removed. Never edit exercises/ by hand.
Then packs what students get, without solutions and tests, into build/verteilt-students.zip.
A mistake in an exercise (metadata, markers, points, stubs, hints, the answers in test/wrong and test/right) ends this with
a message that names file, cell and how to fix it.

  --check   write nothing; fail when exercises/ differs from what this would make
  --help    this text
`;

if (nodeIsNewEnough()) release();

async function release() {
  const { join } = await import("node:path");
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  const { root } = await import("./command/paths.mjs");
  const { say, step } = await import("./command/steps.mjs");
  const { Failure } = await import("./command/failure.mjs");
  const { differences, makeExercises, soundSources, writeExercises } = await import(
    "../grading/pipeline/exercises.mjs"
  );
  const { demandSoundExercises } = await import("../grading/pipeline/lint.mjs");
  const { packStudents } = await import("../grading/pipeline/students.mjs");
  await main({
    name: "npm run release",
    help,
    options: { check: { type: "boolean" } },
    async act({ values }) {
      await setUp({ again: "npm run release" });
      demandSoundExercises(root);
      const sources = soundSources(join(root, "solutions"));
      const exercises = join(root, "exercises");
      const wanted = await step("Making exercises", () => makeExercises(sources));
      if (values.check) {
        const different = differences(wanted, exercises);
        if (different.length === 0) return say("exercises/ is what npm run release makes.");
        const list = different.map((path) => `  - exercises/${path}`).join("\n");
        throw new Failure(`exercises/ is not what solutions/ makes:\n${list}`, { fix: "npm run release" });
      }
      const changed = writeExercises(wanted, exercises);
      for (const path of changed) say(`    ${wanted.has(path) ? "written" : "removed"}: exercises/${path}`);
      const archive = join(root, "build", "verteilt-students.zip");
      const size = await step("Packing what students get", () => packStudents(archive));
      say(
        `${sources.length} exercises, ${changed.length} files changed. For students: build/verteilt-students.zip (${Math.ceil(size / 1024)} kB)`,
      );
    },
  });
}
