// Replays a trace: the nodes are real, but what happens to them, and in which order, is taken from the trace.
// A node that reads its clock sees the trace's times.
import { copy } from "../../node/copy.js";
import { MisuseError } from "../../node/errors.js";
import type { HandlerWait } from "../../node/handler-wait.js";
import type { NodeId } from "../../node/messages.js";
import { stateOf } from "../../node/state.js";
import { OUTSIDE, type Trace, type TraceEvent } from "../../trace/trace.js";
import type { PreparedSystem } from "../prepared-system.js";
import type { Run } from "../run.js";
import { type guardOfNodes, watchingGuardOfNodes } from "./endings.js";
import type { EnvelopeInFlight, ScheduledEvent } from "./scheduled-event.js";
import { Simulation } from "./simulation.js";
import type { WatchingGuard } from "./watching-guard.js";

/**
 * Called with an event that happened again, what its node then holds, which is undefined while it is down, and where
 * its handlers wait.
 */
export type Watcher = (
  event: TraceEvent,
  state: Record<string, unknown> | undefined,
  waits: readonly HandlerWait[],
) => void;

/**
 * @param watcher called after each event; what nodes print is dropped
 * @throws MisuseError if the system does not do what the trace says, naming the event
 */
export async function replay(system: PreparedSystem, trace: Trace, watcher?: Watcher): Promise<Run> {
  // Of each node its sendings in order, and of each sending the copies in flight: a fault may have made several.
  const sent = new Map<NodeId, EnvelopeInFlight[][]>();
  let inFlight = 0;
  const hold = (envelope: EnvelopeInFlight) => {
    inFlight++;
    const sendings = sent.get(envelope.from);
    const copies = sendings?.at(-1);
    if (copies?.[0]?.event === envelope.event) copies.push(envelope);
    else if (sendings) sendings.push([envelope]);
    else sent.set(envelope.from, [[envelope]]);
  };
  const print = watcher && (() => {});
  let guard: WatchingGuard | undefined;
  const watching: typeof guardOfNodes = (stepping) => {
    guard = watchingGuardOfNodes(stepping);
    return guard;
  };
  const simulation = new Simulation({ ...system, seed: trace.seed }, true, hold, print, watcher && watching);
  const turn = sendings(trace);
  const left = ends(trace);
  for (const event of trace.events) {
    simulation.now = event.at;
    if (!(await happen(event))) throw departs(event);
    watcher?.(event, look(event.node), waits(event.node));
  }
  return simulation.result(inFlight === 0 ? "quiet" : "until");

  function look(id: NodeId): Record<string, unknown> | undefined {
    const process = simulation.node(id)?.process;
    return process?.node && stateOf(process.node, process.disk);
  }

  function waits(id: NodeId): readonly HandlerWait[] {
    const process = simulation.node(id)?.process;
    return process && !process.ended ? (guard?.waitsOf(process) ?? []) : [];
  }

  /** @returns false if it cannot happen here */
  async function happen(event: TraceEvent): Promise<boolean> {
    const { kind, node, message, peer } = event;
    if (!simulation.knows(node) && node !== OUTSIDE) return false;
    switch (kind) {
      case "start":
      case "timer":
      case "receive":
      case "ignored":
      case "lost": {
        const held = heldFor(event);
        await (held && simulation.happen(held));
        return held !== undefined;
      }
      case "restart":
      case "crash":
        return simulation[kind](node) || true;
      case "send":
        if (node === OUTSIDE) simulation.outside.ask(peer!, message).answer.catch(() => {});
        return true;
      default:
        return true;
    }
  }

  /** One of a sending's copies; where the trace has `more` to come and no other is left, it stays. */
  function take(copies: EnvelopeInFlight[], more: number): EnvelopeInFlight | undefined {
    const [first] = copies;
    if (more > 0 && copies.length === 1) return first!.again(copy(first!.message, "a message"));
    if (first) inFlight--;
    return copies.shift();
  }

  /** What the simulation holds back until the trace says that it happens. */
  function heldFor({ kind, node: id, message, peer, cause }: TraceEvent): ScheduledEvent | undefined {
    const node = simulation.node(id);
    if (kind === "start") return node;
    if (kind === "timer") return node?.pending(message) ?? node?.pending(`\u0000${message}`);
    const copies = sent.get(peer!)?.[turn.get(cause!)!];
    const more = left.get(cause!)! - 1;
    left.set(cause!, more);
    const envelope = copies && take(copies, more);
    if (envelope) envelope.kind = kind === "lost" ? "lose" : "arrive";
    return envelope;
  }
}

/** For each sending, how often it arrives or is lost. */
function ends(trace: Trace): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { kind, cause } of trace.events)
    if (cause !== undefined && ["receive", "ignored", "lost"].includes(kind))
      counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return counts;
}

/** For each sending, the how-manyeth of its node it is. */
function sendings(trace: Trace): Map<number, number> {
  const counts = new Map<NodeId, number>();
  const turns = new Map<number, number>();
  for (const { id, kind, node } of trace.events) {
    if (kind !== "send") continue;
    turns.set(id, counts.get(node) ?? 0);
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return turns;
}

function departs({ id, node, kind, message, at }: TraceEvent): MisuseError {
  const what = message?.type ?? message;
  return new MisuseError(
    `The system departs from the trace at event ${id}: there, at ${at} ms, ${node} had a ${kind}${what === undefined ? "" : ` of "${what}"`}, ` +
      "but here that does not happen. Replay a trace with the system that made it.",
  );
}
