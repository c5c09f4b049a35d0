// The run in which a test failed: its diagram, and the same in words.
import { describe } from "../../figure/describe.js";
import { escapeHtml } from "../../figure/escape.js";
import { spaceTimeSvg } from "../../figure/svg.js";
import type { Traced } from "../../trace/source.js";
import { FIGURE, PRE, SUMMARY } from "./looks.js";

/** Folded, or open at once. */
export function runHtml(run: Traced, open: boolean): string {
  const words = `<details><summary style="${SUMMARY}">The same in words</summary><pre style="${PRE}" tabindex="0">${escapeHtml(describe(run))}</pre></details>`;
  return (
    `<details${open ? " open" : ""}><summary style="${SUMMARY}">The run in which it failed</summary>` +
    `<div style="${FIGURE}">${spaceTimeSvg(run)}</div>${words}</details>`
  );
}
