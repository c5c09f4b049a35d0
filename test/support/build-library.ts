// Builds kernel-lib before the tests, even before a single file of them: they import what is compiled, and mean the
// source. While vitest watches, it is `npm run build` that lets it run again; building here would set it off itself.
import { compileLibrary } from "../../kernel-lib/course/setup/library.mjs";
import { oneAtATime } from "../../kernel-lib/course/setup/lock.mjs";

export const setup = () => oneAtATime(() => compileLibrary({ again: "npx vitest run", show: true }));
