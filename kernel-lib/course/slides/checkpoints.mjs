// Checkpoints on slides: the question large, the answer behind it. In the notebook the same cells ask to be filled in;
// what they say there about missing guesses and points is useless in a lecture hall.

import { source, textOf } from "../notebook/notebook.mjs";
import { escapeHtml } from "./escape-html.mjs";

/**
 * @typedef {import("../notebook/notebook.mjs").Cell} Cell
 * @typedef {import("../notebook/notebook.mjs").Output} Output
 */

const CALL = /^[ \t]*(?:(?:const|let) \w+ *= *)?(?:await +)?checkpoint *[(<]/m;
/** The report of an unanswered checkpoint, in each language of the interface. */
const OPEN =
  /^\S+: 0 (?:of|von) \d+ (?:points?|Punkt(?:en)?)\n {2}(?:open|offen): (.+)\n {4}(?:No (?:guess|answer) yet|Noch keine (?:Vorhersage|Antwort))\. ?(.*)\n?([\s\S]*)$/;
/** A short first sentence and what follows it. */
const SHORT = /^(.{1,30}?\.) (\S[\s\S]*)$/;
const PREDICTION = /^(?:\s*\/\/.*\n)*\s*(?:(?:const|let) \w+.*= *)?predict *[(<]/;

/**
 * A cell's code without its closing `checkpoint(...)`, which holds the answer. Undefined if it has none.
 * @param {string} code
 */
export function withoutCheckpoint(code) {
  const call = CALL.exec(code);
  return call ? code.slice(0, call.index).trimEnd() : undefined;
}

/**
 * The name of the checkpoint in a call such as `predict<number>("4.1", ...)`.
 * @param {string} code
 * @param {"predict" | "checkpoint"} call
 * @returns {string | undefined}
 */
export function nameIn(code, call) {
  return new RegExp(`\\b${call} *(?:<[^>()]*>)? *\\(\\s*"([^"]+)"`).exec(code)?.[1];
}

/**
 * The question of a cell that does nothing but `predict(...)` and shows it. Undefined for other cells.
 * @param {Cell} cell
 */
export function question(cell) {
  if (!PREDICTION.test(source(cell))) return undefined;
  for (const output of cell.outputs ?? []) {
    const found = /^\S+: (.+)\n(?:No guess yet|Noch keine Vorhersage)/.exec(textOf(output.data?.["text/plain"]));
    const isYesNo = /predict *<boolean>/.test(source(cell)) ? " data-yes-no" : "";
    if (found) return asOutput(`<p class="question"${isYesNo}>${escapeHtml(found[1])}</p>`);
  }
  return undefined;
}

/**
 * The report of an unanswered checkpoint, as its answer: what it is, and why. Other outputs stay as they are.
 * @param {Output} output
 * @returns {Output}
 */
export function answer(output) {
  const text = textOf(output.data?.["text/plain"]);
  const found = OPEN.exec(text);
  if (!found) return output;
  const [, asked, truth, why] = found;
  // Where a function judges, nothing is said but why: then its first sentence is the answer, if it is short.
  const [, short, long] = truth ? [] : (SHORT.exec(why) ?? []);
  const said = truth ? spoken(truth, asked) : short;
  const reason = short ? long : why;
  const parts = [
    /^(Your answer|Ihre Antwort)$/.test(asked) ? "" : `<p class="asked">${escapeHtml(asked)}</p>`,
    said && `<p><strong>${escapeHtml(said)}</strong></p>`,
    reason && `<p class="why">${escapeHtml(reason)}</p>`,
  ];
  return asOutput(`<div class="answer">${parts.filter(Boolean).join("")}</div>`);
}

/**
 * Whether an output is the answer that `answer` makes.
 * @param {Output} output
 */
export const isAnswer = ({ data }) => /^<div class="answer">/.test(textOf(data?.["text/markdown"]));

/** How each language of the interface says that something is the case. */
const SAID = /** @type {const} */ ([
  { begins: "It is ", yes: "Yes.", no: "No.", numbers: "en" },
  { begins: "Es ist ", yes: "Ja.", no: "Nein.", numbers: "de" },
]);

/**
 * A value as one says it: yes or no to a question, and numbers as they are read.
 * @param {string} truth such as "It is 1111111."
 * @param {string} asked
 */
function spoken(truth, asked) {
  const said = SAID.find(({ begins }) => truth.startsWith(begins));
  const value = truth.slice(said?.begins.length, -1);
  if (said && value === "true" && asked.endsWith("?")) return said.yes;
  if (said && value === "false" && asked.endsWith("?")) return said.no;
  // Large numbers come with their digits in groups.
  if (said && /^\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3}){2,})$/.test(value)) return `${value}.`;
  if (!said || !/^\d+(?:\.\d+)?$/.test(value)) return truth;
  const maximumFractionDigits = Number(value) >= 100 ? 1 : 3;
  return `${Number(value).toLocaleString(said.numbers, { maximumFractionDigits })}.`;
}

/**
 * @param {string} html
 * @returns {Output}
 */
const asOutput = (html) => ({ output_type: "display_data", metadata: {}, data: { "text/markdown": html } });
