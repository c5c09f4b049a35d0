// Histories of operations from Jepsen and to it, with inputs as the models read them, such as { type: "write", value }.
import { equal } from "../node/equality.js";
import { MisuseError, quote } from "../node/errors.js";
import { Keyword, writeEdn } from "./edn.js";
import { type JepsenOperation, jepsenHistory } from "./jepsen.js";
import type { Operation } from "./operation.js";

/** Jepsen's names for what models call otherwise. */
const TYPES: Record<string, string> = { acquire: "lock", release: "unlock" };
const NAMES: Record<string, string> = Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [type, name]));

/**
 * The operations in a history of Jepsen, Knossos or porcupine: EDN with a map for each event, or the lines of Jepsen's
 * log. `:f :write :value 3` becomes the input { type: "write", value: 3 }, `:cas [1 2]` becomes
 * { type: "cas", from: 1, to: 2 }, `:acquire` and `:release` become "lock" and "unlock"; a `:key` is kept. What was
 * called with nil gives what it returned (nil: null); another gives true, or what it returned if that differs.
 *
 * `:fail` means that it did not happen: it is dropped. `:info`, and what never ended, may have happened: it stays open.
 * What the nemesis did is left out (`faultSpansFromEdn` gives it). Times are in ms from `:time` (ns), or else the
 * number of the event.
 * @param options.independent values are pairs of a key and a value, as of jepsen.independent; default false
 * @throws MisuseError for what is not EDN, with its line; for an end without a call; for a call while another is open
 */
export function historyFromEdn(text: string, options: { independent?: boolean } = {}): Operation[] {
  return jepsenHistory(text, "historyFromEdn")
    .operations.filter(({ end }) => end !== "fail")
    .map((operation) => operationOf(options.independent ? split(operation) : operation))
    .sort((a, b) => a.call - b.call);
}

function split(operation: JepsenOperation): JepsenOperation {
  const { called, returned } = operation;
  if (!Array.isArray(called) || called.length !== 2)
    throw new MisuseError(
      `historyFromEdn: with independent keys a value is [key value]; ${operation.f} has ${quote(called)}.`,
    );
  const given = Array.isArray(returned) ? { returned: returned[1] } : {};
  return { ...operation, key: called[0], called: called[1], ...given };
}

function operationOf({ process, f, key, called, returned, end, call, return: at }: JepsenOperation): Operation {
  const named = { type: TYPES[f] ?? f, ...(key !== undefined && { key: typeof key === "string" ? key : String(key) }) };
  const isCas = f === "cas" && Array.isArray(called) && called.length === 2;
  const value = called === null ? {} : isCas ? { from: called[0], to: called[1] } : { value: called };
  const operation: Operation = { process, input: { ...named, ...value }, call };
  if (end !== "ok") return operation;
  const isSame = called !== null && equal(called, returned);
  return { ...operation, output: isSame ? true : returned, return: at! };
}

/**
 * A history as Jepsen's EDN, an event a line, for Knossos and others: the inverse of `historyFromEdn`. A cas that
 * answered false becomes `:fail`, an open operation `:info` at the end. Where two operations of one process overlap,
 * the later one is written under a process of its own, since Jepsen's processes do one thing at a time.
 * @throws MisuseError for an input without a type, with fields other than key, value, from and to, or with data that
 *   EDN has no notation for
 */
export function historyToEdn(operations: readonly Operation[]): string {
  const events: { at: number; isCall: boolean; line: string }[] = [];
  const lanes = lanesOf(operations);
  const last = operations.reduce((latest, { call, return: end = call }) => Math.max(latest, end), 0);
  for (const [i, operation] of operations.entries()) {
    const { f, key, value } = named(operation, i);
    const line = (type: string, at: number, shown: unknown) => {
      const event = {
        process: lanes[i],
        type: new Keyword(type),
        f: new Keyword(f),
        ...(key !== undefined && { key }),
        value: shown,
      };
      return writeEdn({ ...event, time: Math.round(at * 1e6) }, "historyToEdn");
    };
    const { call, return: end, output } = operation;
    events.push({ at: call, isCall: true, line: line("invoke", call, value) });
    if (end === undefined) events.push({ at: last, isCall: false, line: line("info", last, value) });
    else if (f === "cas" && output === false) events.push({ at: end, isCall: false, line: line("fail", end, value) });
    else
      events.push({
        at: end,
        isCall: false,
        line: line("ok", end, output === true && value !== null ? value : output),
      });
  }
  // Equal times overlap: calls come first.
  events.sort((a, b) => a.at - b.at || Number(b.isCall) - Number(a.isCall));
  return events.map(({ line }) => `${line}\n`).join("");
}

function named({ input }: Operation, i: number): { f: string; key?: unknown; value: unknown } {
  const { type, key, value, from, to, ...others } = (input ?? {}) as Record<string, unknown>;
  if (typeof type !== "string")
    throw new MisuseError(
      `historyToEdn: operation ${i} has the input ${quote(input)}; an input has a type, as { type: "read" } has.`,
    );
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new MisuseError(
      `historyToEdn: operation ${i} has the input ${quote(input)}; EDN has no place for its ${other}. Put it into value.`,
    );
  const f = NAMES[type] ?? type;
  const given = type === "cas" ? [from, to] : (value ?? null);
  return { f, ...(key !== undefined && { key }), value: given };
}

/** The process each operation is written under. */
function lanesOf(operations: readonly Operation[]): (string | number)[] {
  const taken = new Set(operations.map(({ process }) => String(process)));
  const free = new Map<string | number, { name: string | number; until: number }[]>();
  const names = new Array<string | number>(operations.length);
  const order = [...operations.keys()].sort((a, b) => operations[a]!.call - operations[b]!.call);
  for (const i of order) {
    const { process, call, return: end = Number.POSITIVE_INFINITY } = operations[i]!;
    const lanes = free.get(process) ?? [{ name: process, until: Number.NEGATIVE_INFINITY }];
    free.set(process, lanes);
    let lane = lanes.find(({ until }) => until < call);
    if (!lane) {
      let number = lanes.length + 1;
      while (taken.has(`${process}/${number}`)) number++;
      taken.add(`${process}/${number}`);
      lane = { name: `${process}/${number}`, until: 0 };
      lanes.push(lane);
    }
    lane.until = end;
    names[i] = lane.name;
  }
  return names;
}
