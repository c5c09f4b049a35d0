// The run in which a test failed: its diagram, and the same in words.
import { describe } from "../../figure/describe.js";
import { escapeHtml } from "../../figure/escape.js";
import { spaceTimeSvg } from "../../figure/space-time/svg.js";
import { type Traced, traceOf } from "../../trace/source.js";
import { FIGURE, PRE, SUMMARY } from "./looks.js";

/** Folded, or open at once. */
export function runHtml(run: Traced, open: boolean): string {
  const words = `<details><summary style="${SUMMARY}">The same in words</summary><pre style="${PRE}" tabindex="0">${escapeHtml(describe(run))}</pre></details>`;
  return (
    `<details${open ? " open" : ""}><summary style="${SUMMARY}">${escapeHtml(title(run))}</summary>` +
    `<div style="${FIGURE}">${spaceTimeSvg(run)}</div>${words}</details>`
  );
}

/** The simulator gives the same run again for the same system and seed; a counterexample is found without one. */
function title(run: Traced): string {
  const { engine, seed, system } = traceOf(run, "a report");
  if (engine !== "simulator") return "The run in which it failed";
  const faults = [...new Set(system.faults.map(({ kind }) => kind))];
  const among = faults.length > 0 ? ` and faults: [${faults.join(", ")}]` : "";
  return `The run in which it failed. To replay it: run({ ... }) with seed: ${seed}${among}`;
}
