// A report as HTML: readable in JupyterLab's light and dark themes, in nbgrader's feedback and on slides. No scripts, no outside files.
import type { Report, TestResult } from "./report.js";

const styles =
  "font-family:var(--jp-ui-font-family,sans-serif);font-size:14px;line-height:1.45;color:var(--jp-ui-font-color1,#1f2328);" +
  "border:1px solid var(--jp-border-color1,#c4c9cf);border-radius:6px;padding:10px 14px;max-width:60em;margin:4px 0";
const preStyles =
  "margin:4px 0 2px;white-space:pre-wrap;font-family:var(--jp-code-font-family,monospace);font-size:12.5px;" +
  "background:var(--jp-layout-color2,#eef0f2);color:inherit;padding:6px 8px;border-radius:4px";

let draw: (result: TestResult) => string = () => "";

/** Called once by the library's door: how the run of a failed test is drawn, as HTML. */
export function drawRunsWith(drawing: (result: TestResult) => string): void {
  draw = drawing;
}

export function reportHtml(report: Report): string {
  const { id, points, of, results, remark, answered } = report;
  const items = results.map((result) => item(result, answered)).join("");
  const head = `<strong>${escapeHtml(id)}</strong> &middot; ${points} of ${of} ${of === 1 ? "point" : "points"}`;
  const foot = remark ? `<div style="margin-top:6px">${escapeHtml(remark)}</div>` : "";
  return `<div style="${styles}" role="group" aria-label="Result of ${escapeHtml(id)}"><div>${head}</div><ul style="list-style:none;margin:6px 0 0;padding:0">${items}</ul>${foot}</div>`;
}

function item(result: TestResult, answered: boolean): string {
  const { sentence, points, ok, why } = result;
  const [sign, word, colour] = ok
    ? ["✓", "passed", "#1a7f4b"]
    : answered
      ? ["✗", "failed", "#c4401c"]
      : ["○", "open", "#6b7280"];
  const badge =
    `<span style="display:inline-block;min-width:4.6em;padding:0 6px;margin-right:8px;border-radius:4px;background:${colour};color:#fff;` +
    `font-size:12px;text-align:center">${sign} ${word}</span>`;
  const worth = `<span style="opacity:.75"> (${ok ? points : 0} of ${points})</span>`;
  const reason = why ? `<pre style="${preStyles}">${escapeHtml(why)}</pre>` : "";
  const figure = ok || !result.run ? "" : draw(result);
  return `<li style="margin:3px 0">${badge}${escapeHtml(sentence)}${worth}${reason}${figure}</li>`;
}

/** Text for use in HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
