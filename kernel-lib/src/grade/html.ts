// Reports and predictions as HTML: readable in JupyterLab's light and dark themes, in nbgrader's feedback, on slides
// and in print. No scripts, no outside files, no ids; styles stand on the elements, since an output shares its page
// with all others.

import { BADGE, CARD, VERDICTS } from "../figure/card.js";
import { escapeHtml } from "../figure/escape.js";
import { traceOf } from "../trace/source.js";
import { BELOW, ENDS, FOOT, ITEM, LIST, POINTS, SUMMARY } from "./html/looks.js";
import { reasonHtml } from "./html/reason.js";
import { runHtml } from "./html/run.js";
import { type ReportParts, type TestResult, verdictOf } from "./test-result.js";
import { reportWords } from "./words.js";

/** Marks what asks for a guess. */
const MISSING = ' data-part="missing"';

/** A report as far as it is drawn. */
interface MarkedReport extends ReportParts {
  readonly points: number;
  readonly of: number;
}

/** A card with each test, its points and, where it failed, why; the first run that failed is open, others unfold. */
export function reportHtml(report: MarkedReport): string {
  const { id, points, of, results, remark, folded } = report;
  const words = reportWords();
  const passed = results.filter(({ ok }) => ok).length;
  const tests = results.length > 1 ? ` · ${words.tests(passed, results.length)}` : "";
  const first = results.find(hasDrawing);
  const items = results.map((result) => item(result, report, result === first, results.length > 1)).join("");
  const foot = (remark ? `<div style="${FOOT}">${escapeHtml(remark)}</div>` : "") + (folded ? foldedHtml(folded) : "");
  const worst = results.find(({ ok }) => !ok);
  // In a lecture a room sees neither points nor the verdict on a guess, nor that there is none.
  const kind = report.experiment || report.answered === false ? ' data-part="comparison"' : "";
  const edge = VERDICTS[worst ? verdictOf(worst, report) : "passed"];
  return (
    `<div style="${CARD};border-left-color:${edge.colour}" role="group" aria-label="${escapeHtml(words.resultOf(id))}"${kind}>` +
    `<div style="${ENDS}"><span><strong>${escapeHtml(id)}</strong>${tests}</span><strong data-part="points">${words.points(points, of)}</strong></div>` +
    `<ul role="list" style="${LIST}">${items}</ul>${foot}</div>`
  );
}

/** A card with the question and what is said of the guess, or that there is none, which a room need not read. */
export function predictionHtml(id: string, question: string, said: string, isMissing: boolean): string {
  return (
    `<div style="${CARD};border-left-color:${VERDICTS.open.colour}" role="group" aria-label="${escapeHtml(reportWords().prediction(id))}">` +
    `<div><strong>${escapeHtml(id)}</strong> · ${escapeHtml(question)}</div><div style="margin-top:4px"${isMissing ? MISSING : ""}>${escapeHtml(said)}</div></div>`
  );
}

function foldedHtml(answer: string): string {
  return `<details data-part="answer" style="${FOOT}"><summary style="${SUMMARY}">${reportWords().showAnswer}</summary>${escapeHtml(answer)}</details>`;
}

function item(result: TestResult, report: MarkedReport, open: boolean, oneOfSeveral: boolean): string {
  const { sentence, points, ok, why } = result;
  const words = reportWords();
  const verdict = verdictOf(result, report);
  const { sign, colour } = VERDICTS[verdict];
  const worth = oneOfSeveral ? `<span style="${POINTS}">${words.part(ok ? points : 0, points)}</span>` : "";
  const missing = verdict === "open" ? MISSING : "";
  // A task has no question; its lines are asked for above.
  const asked = missing && ` data-part="${sentence === words.yourAnswer ? "yours" : "asked"}"`;
  const reason = why ? `<div style="${BELOW}"${missing}>${reasonHtml(why)}</div>` : "";
  const figure = hasDrawing(result) ? `<div style="${BELOW}">${runHtml(result.run!, open)}</div>` : "";
  return (
    `<li style="${ITEM}"><span data-part="verdict" style="${BADGE};background:${colour}"><span aria-hidden="true">${sign}</span> ${words.verdicts[verdict]}</span><span${asked}>${escapeHtml(sentence)}</span>` +
    `${worth}${reason}${figure}</li>`
  );
}

function hasDrawing({ ok, run }: TestResult): boolean {
  return !ok && run !== undefined && traceOf(run, "a report").events.length > 0;
}
