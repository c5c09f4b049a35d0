// A verdict that was found elsewhere, read part by part.
import { checkTrace } from "../trace/json.js";
import type { OpenCall } from "../trace/operation.js";
import type { Verdict } from "./options.js";

/** @throws for what no exploration can have found */
export function readVerdict(data: Verdict): Verdict {
  const { ok, complete, unique, generated, reduced, broken, why, limit, remarks, assumed, advice, waiting = [] } = data;
  const isSound =
    [ok, complete].every((one) => typeof one === "boolean") &&
    [unique, generated, reduced ?? 0].every(Number.isSafeInteger) &&
    [broken, why, limit].every((one) => one === undefined || typeof one === "string") &&
    [remarks ?? [], assumed, advice ?? []].every(isListOfTexts) &&
    Array.isArray(waiting) &&
    waiting.every(isOpenCall) &&
    typeof data.examples === "object" &&
    data.examples !== null;
  if (!isSound) throw new TypeError("This is no verdict.");
  for (const trace of Object.values(data.examples)) checkTrace(trace);
  if (data.counterexample !== undefined) checkTrace(data.counterexample);
  return data;
}

function isListOfTexts(list: unknown): boolean {
  return Array.isArray(list) && list.every((one) => typeof one === "string");
}

function isOpenCall(call: OpenCall): boolean {
  return typeof call?.node === "string" && typeof call.for === "string" && typeof call.message?.type === "string";
}
