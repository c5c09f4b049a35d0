// The order in which test files run: the longest first, so that none of them is left over for one process when the others
// have nothing more to do. It changes how long the run takes and nothing else.
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take a minute and more. */
const LONG = [
  "test/course/quality.test.ts",
  "test/notebooks/chapters.test.ts",
  "test/browser/kernel.test.ts",
  "test/course/hub/image.test.ts",
  "test/course/hub/hub.test.ts",
  "test/course/serve/start.test.ts",
  "test/course/release.test.ts",
  "test/kernel/clients.test.ts",
  "test/kernel/snapshot.test.ts",
  "test/grading/judge.test.ts",
  "test/grading/attempts.test.ts",
  "test/grading/load.test.ts",
  "test/engine/cluster/failures.test.ts",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.indexOf(relative(process.cwd(), moduleId).replaceAll("\\", "/"));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
