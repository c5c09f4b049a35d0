// An event as a few words, for lists, logs and hovering.
import type { TraceEvent } from "./trace.js";
import { payload, short, typeOf } from "./value.js";

/** An event on its node's line as a verb: `send ping {"n":1} to server`, `output 3`, `timer retry`, `crash`. */
export function happening(event: TraceEvent, max = 60): string {
  const { kind, message, peer } = event;
  const what = () => `${typeOf(message)} ${payload(message, max)}`.trimEnd();
  switch (kind) {
    case "send":
      return `send ${what()} to ${peer}`;
    case "receive":
    case "lost":
      return `${kind === "lost" ? "lost:" : kind} ${what()} from ${peer}`;
    case "ignored":
      return `ignored, no handler: ${what()} from ${peer}`;
    case "output":
      return `output ${short(message, max)}`;
    default: {
      if (message === undefined) return kind;
      return `${kind} ${typeof message === "string" ? short(message, max + 2).slice(1, -1) : short(message, max)}`;
    }
  }
}
