// What students may not see of an exercise.

import { source } from "../../kernel-lib/course/notebook/notebook.mjs";
import { hiddenRegions } from "../../kernel-lib/grading/pipeline/tests-of.mjs";
import type { Notebook } from "./exercise.js";

/** Lines that stand in hidden tests only. */
export function hiddenLines(notebook: Notebook): string[] {
  const all = notebook.cells.map(source).join("\n");
  return only(hiddenRegions(all), all);
}

/** Lines that stand in solutions only. */
export function solutionLines(notebook: Notebook): string[] {
  const all = notebook.cells.map(source).join("\n");
  const regions = [...all.matchAll(/BEGIN SOLUTION\n(.*?)\n *\/\/ END SOLUTION/gs)].map((match) => match[1]!);
  return only(regions, all);
}

/** Lines of some regions that tell something, and stand nowhere else. */
function only(regions: readonly string[], all: string): string[] {
  const lines = (text: string) => text.split("\n").map((line) => line.trim());
  const elsewhere = regions.reduce((text, region) => text.replace(region, ""), all);
  return regions.flatMap(lines).filter((line) => line.length > 15 && !elsewhere.includes(line));
}
