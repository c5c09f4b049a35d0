// Builds kernel-lib before the tests, even before a single file of them: they import what is compiled, and mean the
// source. While vitest watches, it is `npm run build` that lets it run again; building here would set it off itself.
import { compileLibrary } from "../../kernel-lib/course/setup/library.mjs";
import { oneAtATime } from "../../kernel-lib/course/setup/lock.mjs";
import { makeSnapshot } from "../../kernel-lib/course/setup/snapshot.mjs";

const again = "npx vitest run";

export const setup = () =>
  oneAtATime(async () => {
    await compileLibrary({ again, show: true });
    await makeSnapshot(again);
  });
