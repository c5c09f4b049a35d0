// Builds kernel-lib before the tests, even before a single file of them: they import what is compiled, and mean the
// source.
import type { TestProject } from "vitest/node";
import { compileLibrary } from "../../kernel-lib/course/setup/library.mjs";
import { oneAtATime } from "../../kernel-lib/course/setup/lock.mjs";

const build = () => oneAtATime(() => compileLibrary({ again: "npx vitest run", show: true }));

export async function setup(project: TestProject) {
  await build();
  project.onTestsRerun(build);
}
