// Puts a system into the state a trace ends in: the same events once more, whichever engine recorded them.
import { MisuseError } from "../node/errors.js";
import type { Trace, TraceEvent } from "../trace/trace.js";
import { type Components, CRASH, DELIVER, DROP, RESTART, type StepKind, TIMER } from "./components.js";
import { encode } from "./encode.js";
import type { NodeInput } from "./local-state.js";
import type { Step } from "./schedule.js";
import type { First } from "./space.js";

/** A state, and how it was reached. */
export interface Reached extends First {
  readonly steps: readonly Step[];
}

/** @throws MisuseError naming the first event of the trace that cannot happen here */
export async function follow(components: Components, firsts: readonly First[], trace: Trace): Promise<Reached> {
  let reached: Reached[] = firsts.map((first) => ({ ...first, steps: [] }));
  for (const event of trace.events) {
    if (!["receive", "ignored", "lost", "timer", "crash", "restart"].includes(event.kind)) continue;
    const next: Reached[] = [];
    for (const one of reached) next.push(...(await happen(components, one, event, trace)));
    if (next.length === 0)
      throw new MisuseError(
        `from: event ${event.id} of the trace (${event.node}: ${event.kind} ${JSON.stringify(event.message) ?? ""}) cannot happen in this system. ` +
          "Is it a trace of the same nodes?",
      );
    reached = next;
  }
  return reached[0]!;
}

async function happen(components: Components, reached: Reached, event: TraceEvent, trace: Trace): Promise<Reached[]> {
  const { localStates, inboxes } = components;
  const node = localStates.system.ids.indexOf(event.node);
  if (node < 0) return [];
  const component = reached.row[node]!;
  const local = components.localOf[component]!;
  const inbox = components.inboxOf[component]!;
  const { status, timers } = localStates.all[local]!;
  const handle = async (kind: StepKind, what: number, input: NodeInput["input"], rest: number) =>
    (await components.outcomes(local, input)).flatMap((outcome, choice): Reached[] => {
      if (outcome.error !== undefined) return [];
      const row = reached.row.slice();
      row[node] = components.of(outcome.next, rest);
      for (const envelope of outcome.sends) {
        const { to } = components.envelopes.all[envelope]!;
        row[to] = components.add(row[to]!, envelope);
      }
      return [{ ...reached, row, steps: [...reached.steps, { node, kind, what, choice }] }];
    });
  const become = (kind: StepKind, what: number, next: number): Reached[] => {
    const row = reached.row.slice();
    row[node] = next;
    return [{ ...reached, row, steps: [...reached.steps, { node, kind, what, choice: 0 }] }];
  };
  switch (event.kind) {
    case "crash":
      return status === "up" ? become(CRASH, 0, components.of(localStates.crashed(local), inbox)) : [];
    case "restart":
      return status === "down" ? handle(RESTART, 0, { kind: "restart" }, inbox) : [];
    case "timer": {
      const timer = timers.find(({ name }) => name === event.message);
      return timer ? handle(TIMER, components.timerNumber(timer.input), timer.input, inbox) : [];
    }
    default: {
      const message = event.message ?? (event.cause === undefined ? undefined : trace.events[event.cause]?.message);
      const wanted = encode(message);
      const from = localStates.system.ids.indexOf(event.peer ?? "");
      const envelope = inboxes.all[inbox]!.find((number) => {
        const sent = components.envelopes.all[number]!;
        return sent.from === from && encode(sent.message) === wanted;
      });
      if (envelope === undefined) return [];
      if (event.kind === "lost") return become(DROP, envelope, components.of(local, inboxes.remove(inbox, envelope)));
      if (status !== "up") return [];
      return handle(DELIVER, envelope, { kind: "message", envelope }, inboxes.deliver(inbox, envelope));
    }
  }
}
