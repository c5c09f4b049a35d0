// Builds kernel-lib before the tests, even before a single file of them: they import what is compiled, and mean the source.
import type { TestProject } from "vitest/node";
import { compileLibrary } from "../../kernel-lib/course/setup/library.mjs";
import { oneAtATime } from "../../kernel-lib/course/setup/lock.mjs";
import { makeSnapshot } from "../../kernel-lib/course/setup/snapshot.mjs";

const again = "npx vitest run";
const build = () =>
  oneAtATime(async () => {
    await compileLibrary({ again, show: true });
    await makeSnapshot(again);
  });

export async function setup(project: TestProject) {
  await build();
  project.onTestsRerun(build);
}
