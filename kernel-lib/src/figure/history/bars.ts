// Where the operations of a history go, before they are drawn: bars from call to return, a row for each client
// with as many lanes as it has operations at once, and the moments at which operations take effect.
import type { FaultSpan } from "../../trace/fault-spans.js";
import type { Operation } from "../../trace/operation.js";
import { cut } from "../../trace/value.js";
import { NARROW } from "../space-time/plan.js";
import { labelOf } from "./operation-words.js";

/** More than this is neither readable nor quick to draw. */
export const MOST_OPERATIONS = 120;

/** A history and what a judge says about it. */
export interface JudgedHistory {
  /** The verdict in words. */
  readonly verdict: string;
  readonly operations: readonly Operation[];
  /** Those that could be put in an order, in this order. */
  readonly order: readonly Operation[];
  /** The one that should not be. */
  readonly stuck?: Operation | undefined;
  /** What it means to be in the order, to be the one that should not be ("cannot follow"), and to be neither. */
  readonly names: Readonly<Record<Standing, string>>;
  /** Whether the order keeps real time, so that each operation takes effect between its call and its return. */
  readonly inTime: boolean;
  /** What was broken meanwhile. */
  readonly faults: readonly FaultSpan[];
  /** Further sentences. */
  readonly remarks: readonly string[];
}

export type Standing = "placed" | "stuck" | "left";

export interface Bar {
  readonly operation: Operation;
  readonly standing: Standing;
  /** Place in the order, from 1. */
  readonly number: number | undefined;
  readonly lane: number;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  /** Where it takes effect. */
  readonly point: number | undefined;
  /** The text above it, on one of two levels; "" if there is no room. */
  readonly label: string;
  readonly level: number;
}

export interface Bars {
  readonly bars: readonly Bar[];
  /** Clients with their first lane and the number of their lanes. */
  readonly clients: readonly { readonly name: string; readonly lane: number; readonly lanes: number }[];
  readonly lanes: number;
  readonly left: number;
  readonly right: number;
  /** How many operations are not drawn. */
  readonly hidden: number;
}

/** Letters are this wide, in pixels. */
const CHARACTER = 6.2;

/** @param width pixels across the diagram, for which labels are cut */
export function barsOf(
  { operations, order, stuck, inTime }: Omit<JudgedHistory, "faults">,
  width: number = NARROW,
): Bars {
  const chosen = choose(operations, stuck);
  const from = chosen.reduce((least, { call }) => Math.min(least, call), chosen[0]!.call);
  const to = chosen.reduce((most, { call, return: end = call }) => Math.max(most, end), from);
  const span = to - from || 1;
  const [left, right] = [from - 0.03 * span, to + 0.1 * span];
  const numbers = new Map(order.map((operation, i) => [operation, i + 1]));
  const points = inTime ? pointsOfEffect(order, right) : undefined;
  const { lanes, clients, count } = lanesOf(chosen);
  const unlabelled = chosen.map((operation): Omit<Bar, "label" | "level"> => {
    const open = operation.return === undefined;
    const number = numbers.get(operation);
    const end = open ? right : Math.max(operation.return!, operation.call + 0.006 * span);
    return {
      operation,
      standing: operation === stuck ? "stuck" : number === undefined ? "left" : "placed",
      number,
      lane: lanes.get(operation)!,
      from: operation.call,
      to: end,
      open,
      point: number === undefined ? undefined : (points?.[number - 1] ?? (operation.call + end) / 2),
    };
  });
  return {
    bars: labelled(unlabelled, left, right, width),
    clients,
    lanes: count,
    left,
    right,
    hidden: operations.length - chosen.length,
  };
}

/** Those around the one that is stuck, or the first. */
function choose(operations: readonly Operation[], stuck: Operation | undefined): Operation[] {
  const sorted = [...operations].sort((a, b) => a.call - b.call);
  const at = stuck === undefined ? 0 : sorted.indexOf(stuck);
  const start = Math.max(0, Math.min(at - MOST_OPERATIONS / 2, sorted.length - MOST_OPERATIONS));
  return sorted.slice(start, start + MOST_OPERATIONS);
}

/** A lane for each operation: operations of one client that overlap stand below each other. */
function lanesOf(operations: readonly Operation[]) {
  const ends = new Map<string, number[]>();
  const own = new Map<Operation, { client: string; lane: number }>();
  for (const operation of operations) {
    const client = String(operation.process);
    const taken = ends.get(client) ?? [];
    ends.set(client, taken);
    const free = taken.findIndex((end) => end <= operation.call);
    const lane = free < 0 ? taken.length : free;
    taken[lane] = operation.return ?? Number.POSITIVE_INFINITY;
    own.set(operation, { client, lane });
  }
  let count = 0;
  const clients = [...ends].map(([name, { length }]) => {
    const client = { name, lane: count, lanes: length };
    count += length;
    return client;
  });
  const first = new Map(clients.map(({ name, lane }) => [name, lane]));
  const lanes = new Map([...own].map(([operation, { client, lane }]) => [operation, first.get(client)! + lane]));
  return { lanes, clients, count };
}

/**
 * A moment for each operation of an order that keeps real time: between its call and its return, each later than the
 * one before wherever calls and returns leave room for that, and evenly apart.
 */
export function pointsOfEffect(order: readonly Operation[], end: number): number[] {
  const points: number[] = [];
  let earliest = Number.NEGATIVE_INFINITY;
  for (const [i, { call }] of order.entries()) {
    earliest = Math.max(earliest, call);
    let room = Number.POSITIVE_INFINITY;
    for (let j = i; j < Math.min(order.length, i + MOST_OPERATIONS); j++)
      room = Math.min(room, ((order[j]!.return ?? end) - earliest) / (j - i + 2));
    earliest += Math.max(0, room);
    points.push(earliest);
  }
  return points;
}

/**
 * Labels from the left: each gets the room that the one before leaves on a narrow page, on the level where that is
 * more.
 */
function labelled(bars: readonly Omit<Bar, "label" | "level">[], left: number, right: number, width: number): Bar[] {
  const px = (x: number) => ((x - left) / (right - left)) * width;
  const inLane = new Map<number, Omit<Bar, "label" | "level">[]>();
  for (const bar of bars) inLane.set(bar.lane, [...(inLane.get(bar.lane) ?? []), bar]);
  const placed = new Map<unknown, { label: string; level: number }>();
  for (const lane of inLane.values()) {
    const ends = [0, 0];
    for (const [i, bar] of lane.entries()) {
      const text = labelOf(bar.operation, 30);
      const start = px(bar.from);
      const free = [0, 1].filter((level) => ends[level]! <= start);
      const level = free[0] ?? 0;
      const next = lane[i + 1];
      const after = next && ends[1 - level]! <= px(next.from) ? lane[i + 2] : next;
      const room = Math.floor(((after ? px(after.from) : width + 30) - start - 4) / CHARACTER);
      const label = free.length === 0 || room < 3 ? "" : cut(text, room);
      if (label !== "") ends[level] = start + label.length * CHARACTER + 4;
      placed.set(bar, { label, level });
    }
  }
  return bars.map((bar) => ({ ...bar, ...placed.get(bar)! }));
}
