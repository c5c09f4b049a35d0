// The run in which a test failed: its diagram, and the same in words.
import type { Run } from "../../engine/run.js";
import { describe } from "../../figure/describe.js";
import { escapeHtml } from "../../figure/escape.js";
import { spaceTimeSvg } from "../../figure/svg.js";
import { PRE, SUMMARY } from "./looks.js";

/** Folded, or open at once; nothing for a run that recorded no events. */
export function runHtml(run: Run, open: boolean): string {
  if (run.trace.events.length === 0) return "";
  const words = `<details><summary style="${SUMMARY}">The same in words</summary><pre style="${PRE}">${escapeHtml(describe(run))}</pre></details>`;
  return (
    `<details${open ? " open" : ""}><summary style="${SUMMARY}">The run in which it failed</summary>` +
    `<div style="margin:6px 0">${spaceTimeSvg(run)}</div>${words}</details>`
  );
}
