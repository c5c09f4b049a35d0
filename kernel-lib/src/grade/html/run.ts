// The run in which a test failed: its diagram, and the same in words.
import { describe } from "../../figure/describe.js";
import { escapeHtml } from "../../figure/escape.js";
import { spaceTimeSvg } from "../../figure/space-time/svg.js";
import { type Traced, traceOf } from "../../trace/source.js";
import { reportWords } from "../words.js";
import { FIGURE, PRE, SUMMARY } from "./looks.js";

/** Folded, or open at once. */
export function runHtml(run: Traced, open: boolean): string {
  const words = `<details><summary style="${SUMMARY}">${reportWords().inWords}</summary><pre style="${PRE}" tabindex="0">${escapeHtml(describe(run))}</pre></details>`;
  return (
    `<details${open ? " open" : ""}><summary style="${SUMMARY}">${escapeHtml(title(run))}</summary>` +
    `<div style="${FIGURE}">${spaceTimeSvg(run)}</div>${words}</details>`
  );
}

/** The simulator gives the same run again for the same system and seed; a counterexample is found without one. */
function title(run: Traced): string {
  const { engine, seed, system } = traceOf(run, "a report");
  const words = reportWords();
  if (engine !== "simulator") return words.run;
  const faults = [...new Set(system.faults.map(({ kind }) => kind))];
  return words.replay(seed, faults.length > 0 ? words.andFaults(faults.join(", ")) : "");
}
