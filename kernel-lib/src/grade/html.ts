// Reports and predictions as HTML: readable in JupyterLab's light and dark themes, in nbgrader's feedback, on slides
// and in print. No scripts, no outside files, no ids; styles stand on the elements, since an output shares its page
// with all others.

import { escapeHtml } from "../figure/escape.js";
import { traceOf } from "../trace/source.js";
import { BADGE, BELOW, CARD, ENDS, FOOT, ITEM, LIST, POINTS, VERDICTS } from "./html/looks.js";
import { reasonHtml } from "./html/reason.js";
import { runHtml } from "./html/run.js";
import type { ReportParts, TestResult } from "./test-result.js";

/** A report as far as it is drawn. */
interface MarkedReport extends Required<Omit<ReportParts, "remark">> {
  readonly remark?: string;
  readonly points: number;
  readonly of: number;
}

/** A card with each test, its points and, where it failed, why; the first run that failed is open, others unfold. */
export function reportHtml({ id, points, of, results, remark, answered }: MarkedReport): string {
  const passed = results.filter(({ ok }) => ok).length;
  const tests = results.length > 1 ? ` · ${passed} of ${results.length} tests passed` : "";
  const worth = `${points} of ${of} ${of === 1 ? "point" : "points"}`;
  const first = results.find(hasDrawing);
  const items = results.map((result) => item(result, answered, result === first, results.length > 1)).join("");
  const foot = remark ? `<div style="${FOOT}">${escapeHtml(remark)}</div>` : "";
  const edge = points === of ? VERDICTS.passed : answered ? VERDICTS.failed : VERDICTS.open;
  return (
    `<div style="${CARD};border-left-color:${edge.colour}" role="group" aria-label="${escapeHtml(`Result of ${id}`)}">` +
    `<div style="${ENDS}"><span><strong>${escapeHtml(id)}</strong>${tests}</span><strong>${worth}</strong></div>` +
    `<ul role="list" style="${LIST}">${items}</ul>${foot}</div>`
  );
}

/** A card with the question and the guess. */
export function predictionHtml(id: string, question: string, said: string): string {
  return (
    `<div style="${CARD};border-left-color:${VERDICTS.open.colour}" role="group" aria-label="${escapeHtml(`Prediction ${id}`)}">` +
    `<div><strong>${escapeHtml(id)}</strong> · ${escapeHtml(question)}</div><div style="margin-top:4px">${escapeHtml(said)}</div></div>`
  );
}

function item(result: TestResult, answered: boolean, open: boolean, oneOfSeveral: boolean): string {
  const { sentence, points, ok, why } = result;
  const word = ok ? "passed" : answered ? "failed" : "open";
  const { sign, colour } = VERDICTS[word];
  const worth = oneOfSeveral ? `<span style="${POINTS}">${ok ? points : 0} of ${points}</span>` : "";
  const reason = why ? `<div style="${BELOW}">${reasonHtml(why)}</div>` : "";
  const figure = hasDrawing(result) ? `<div style="${BELOW}">${runHtml(result.run!, open)}</div>` : "";
  return (
    `<li style="${ITEM}"><span style="${BADGE};background:${colour}"><span aria-hidden="true">${sign}</span> ${word}</span><span>${escapeHtml(sentence)}</span>` +
    `${worth}${reason}${figure}</li>`
  );
}

function hasDrawing({ ok, run }: TestResult): boolean {
  return !ok && run !== undefined && traceOf(run, "a report").events.length > 0;
}
