// What a node does by itself, as marks on and above its line, and a dot wherever a message leaves or arrives.

import { isMessage } from "../../trace/envelopes.js";
import type { TraceEvent } from "../../trace/trace.js";
import { isViolation } from "../../trace/violation.js";
import { FAILURE, LINE, OWN, RECOVERY } from "../theme.js";
import { type Hover, markup } from "./hover.js";
import { NARROW, type Plan } from "./plan.js";

interface MarkLook {
  readonly symbol: string;
  readonly size: number;
  readonly color: string;
  readonly onLine: boolean;
}

type Sign = TraceEvent["kind"] | "violation";

/** Shape and colour of each kind, in the order of the legend. */
export const MARKS: Partial<Record<Sign, MarkLook>> = {
  timer: { symbol: "hourglass", size: 9, color: OWN, onLine: false },
  output: { symbol: "diamond", size: 9, color: OWN, onLine: false },
  note: { symbol: "square-open", size: 8, color: OWN, onLine: false },
  violation: { symbol: "square", size: 9, color: FAILURE, onLine: false },
  error: { symbol: "star-diamond", size: 14, color: FAILURE, onLine: true },
  crash: { symbol: "x", size: 12, color: FAILURE, onLine: true },
  restart: { symbol: "triangle-right", size: 13, color: RECOVERY, onLine: true },
};
/** The kind of mark an event has. */
export function signOf(event: TraceEvent): Sign {
  return isViolation(event) ? "violation" : event.kind;
}

const LEVELS = [1, 2, 3];
const APART = 13;

export interface Mark {
  readonly event: TraceEvent;
  readonly x: number;
  readonly y: number;
}

/** Places marks; those that would hide each other are stacked above the line. Of one kind, close ones may touch. */
export function place(events: readonly TraceEvent[], plan: Plan): Mark[] {
  const apart = (APART / NARROW) * (plan.right - plan.left);
  const last = new Map<string, Mark>();
  return events.flatMap((event) => {
    const look = MARKS[signOf(event)];
    if (look === undefined) return [];
    const x = plan.x(event);
    const row = plan.row(event.node);
    if (look.onLine) return [{ event, x, y: row }];
    const free = (level: number) => {
      const other = last.get(`${row}:${level}`);
      if (other === undefined || x - other.x > apart) return true;
      return other.event.kind === event.kind && x > other.x;
    };
    const level = LEVELS.find(free) ?? LEVELS.at(-1)!;
    const mark = { event, x, y: row - (level * APART) / plan.rowHeight };
    last.set(`${row}:${level}`, mark);
    return [mark];
  });
}

/** One Plotly trace for each kind of mark there is. */
export function markTraces(placed: readonly Mark[], hover: Hover): object[] {
  return Object.entries(MARKS).flatMap(([kind, look]) => {
    const alike = placed.filter(({ event }) => signOf(event) === kind);
    if (alike.length === 0) return [];
    return [
      {
        name: kind,
        type: "scatter",
        mode: "markers",
        x: alike.map(({ x }) => x),
        y: alike.map(({ y }) => y),
        marker: {
          symbol: look.symbol,
          size: look.size,
          color: look.color,
          line: { width: look.symbol.endsWith("-open") ? 1.5 : 0 },
        },
        hovertext: alike.map(({ event }) => markup(hover.event(event))),
        hoverinfo: "text",
        cliponaxis: false,
      },
    ];
  });
}

/** Where messages leave or arrive or a node starts: the events of each such place. */
export function meetings(events: readonly TraceEvent[], plan: Plan): TraceEvent[][] {
  const places = new Map<string, TraceEvent[]>();
  for (const event of events) {
    if (event.kind === "lost" || !(isMessage(event) || event.kind === "start")) continue;
    const key = `${plan.row(event.node)}:${plan.x(event)}`;
    places.set(key, [...(places.get(key) ?? []), event]);
  }
  return [...places.values()];
}

/** What a dot says: one that stands for several events tells up to six. */
export function meetingWords(meeting: readonly TraceEvent[], hover: Hover): (readonly string[])[] {
  const more = meeting.length - 6;
  return [...meeting.slice(0, 6).map((event) => hover.event(event)), ...(more > 0 ? [[`and ${more} more`]] : [])];
}

/** Many dots are small ones. */
export function dotSize(meetings: number): number {
  return meetings <= 400 ? 6 : 4;
}

/** A Plotly trace with a dot for each place where messages leave or arrive or a node starts. */
export function dots(events: readonly TraceEvent[], plan: Plan, hover: Hover): object {
  const groups = meetings(events, plan);
  return {
    name: "events",
    type: "scatter",
    mode: "markers",
    x: groups.map(([first]) => plan.x(first!)),
    y: groups.map(([first]) => plan.row(first!.node)),
    marker: { symbol: "circle", size: dotSize(groups.length), color: LINE },
    hovertext: groups.map((group) => meetingWords(group, hover).map(markup).join("<br><br>")),
    hoverinfo: "text",
    showlegend: false,
    cliponaxis: false,
  };
}
