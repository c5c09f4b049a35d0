// What a worker has found out about a submission, as text and back. It is read part by part, and reports are written here:
// so no worker writes into a page that students open.
import { createRequire } from "node:module";

/** @typedef {import("./judging.mjs").Finding} Finding */

const load = createRequire(import.meta.url);
const { fromJsonValue, toJsonValue } = load("../../dist/src/trace/json-value.js");
const { checkTrace } = load("../../dist/src/trace/json.js");

/** Characters of a reason: more, nobody reads. */
const LONGEST = 100_000;

/**
 * @param {Finding} finding
 * @returns {unknown} for JSON
 */
export function packFinding({ id, remark, results }) {
  return toJsonValue({ id, remark, results: results.map((one) => ({ ...one, run: drawnOf(one.run) })) }, "a finding");
}

/**
 * @param {unknown} said by a worker
 * @param {string} cell which it is about
 * @returns {Finding}
 * @throws {Error} for what `packFinding` cannot have written
 */
export function unpackFinding(said, cell) {
  try {
    const { id, remark, results } = fromJsonValue(said, refuse);
    return { cell, id: textOf(id) ?? refuse(), remark: textOf(remark), results: results.map(resultOf) };
  } catch {
    throw new Error(`a worker's verdict on ${cell} cannot be read`);
  }
}

/** Of a run, what its picture shows. @param {any} run */
function drawnOf(run) {
  if (!run?.trace) return run;
  const { trace, stats, reason, waiting, away } = run;
  return { trace, stats, reason, waiting, away };
}

/** @param {any} result */
function resultOf({ sentence, points, ok, hidden, why, run }) {
  check(typeof sentence === "string" && isNumber(points) && typeof ok === "boolean");
  return { sentence, points, ok, hidden: hidden === true, why: textOf(why), run: run && runOf(run) };
}

/** @param {any} run */
function runOf(run) {
  if (!run.trace) return checkTrace(run);
  const { trace, stats, reason, waiting = [], away = [] } = run;
  const { messages, delivered, lost, ms } = stats;
  check([messages, delivered, lost, ms].every(isNumber) && ["quiet", "until", "limit"].includes(reason));
  check(away.every(isText));
  for (const call of waiting) check(isText(call.node) && isText(call.for) && isNumber(call.since));
  return { trace: checkTrace(trace), stats: { messages, delivered, lost, ms }, reason, waiting, away };
}

/** @param {unknown} value */
const isText = (value) => typeof value === "string";
/** @param {unknown} value */
const isNumber = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;

/** @param {unknown} text */
function textOf(text) {
  if (text === undefined) return undefined;
  check(isText(text));
  return String(text).slice(0, LONGEST);
}

/** @param {boolean} isSound */
function check(isSound) {
  if (!isSound) refuse();
}

/** @returns {never} */
function refuse() {
  throw new Error("This is no finding.");
}
