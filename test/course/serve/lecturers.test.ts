import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installLecturersConfig, lecturersConfig, originalsView } from "../../../kernel-lib/course/serve/lecturers.mjs";
import { lectureView } from "../../../kernel-lib/course/serve/present.mjs";
import { serverSettings, studentsView } from "../../../kernel-lib/course/serve/server.mjs";

test("lecturers see the looks that students see, and those of speaker notes", () => {
  installLecturersConfig();
  const looks = readFileSync(join(lecturersConfig, "custom/custom.css"), "utf8");
  expect(looks).toContain("details.speaker-notes");
});

test("who edits the originals sees which checks are not met; in a lecture and for students a changed number is no error", () => {
  const checks = [originalsView(), lectureView("04-processes-and-threads.ipynb"), studentsView].map(
    (view) => serverSettings(view).env.VERTEILT_CHECKS,
  );
  expect(checks).toEqual(["strict", undefined, undefined]);
});
