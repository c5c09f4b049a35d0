import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installLecturersConfig, lecturersConfig } from "../../../kernel-lib/course/serve/lecturers.mjs";

test("lecturers see the looks that students see, and those of speaker notes", () => {
  installLecturersConfig();
  const looks = readFileSync(join(lecturersConfig, "custom/custom.css"), "utf8");
  expect(looks).toContain("details.speaker-notes");
});
