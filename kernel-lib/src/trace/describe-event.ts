// An event as a few words, for lists, logs and hovering.
import { handlerName } from "../node/handlers.js";
import type { NodeId } from "../node/messages.js";
import type { TraceEvent } from "./trace.js";
import { payload, short, typeOf } from "./value.js";

/** An event on its node's line as a verb: `send ping {"n":1} to server`, `output 3`, `timer retry`, `crash`. */
export function describeEvent(event: TraceEvent, max = 60): string {
  const { kind, message, peer } = event;
  const what = () => `${typeOf(message)} ${payload(message, max)}`.trimEnd();
  switch (kind) {
    case "send":
      return `send ${what()} to ${peer}`;
    case "receive":
    case "lost":
      return `${kind === "lost" ? `${lossWords(event)}:` : kind} ${what()} from ${peer}`;
    case "ignored":
      return event.meant === undefined
        ? `ignored, no handler: ${what()} from ${peer}`
        : `ignored: ${what()} from ${peer}: ${missingHandler(event)}`;
    case "output":
      return `output ${short(message, max)}`;
    default: {
      if (message === undefined) return kind;
      return `${kind} ${typeof message === "string" ? short(message, max + 2).slice(1, -1) : short(message, max)}`;
    }
  }
}

/** Why a message was ignored, where a handler was probably meant for it: `b has no onHelo; did you mean onHello?` */
export function missingHandler({ node, message, meant }: TraceEvent): string {
  return `${node} has no ${handlerName(typeOf(message))}; did you mean ${meant}?`;
}

/** How a message was lost: a fault and a crash need no word, the network itself does. */
export function lossWords({ by }: TraceEvent): string {
  return by === "network" ? "lost by the network" : "lost";
}

/** A message with both its ends: `ping {"n":1} from client to server`. */
export function messageWords(message: unknown, from: NodeId, to: NodeId, max = 60): string {
  return [typeOf(message), payload(message, max), `from ${from} to ${to}`].filter(Boolean).join(" ");
}
