// Puts a system into the state a trace ends in: the same events once more, whichever engine recorded them. Where a
// trace does not tell which of several equal messages arrived, or what random() gave, every possibility is followed.
import { MisuseError } from "../node/errors.js";
import type { Trace, TraceEvent } from "../trace/trace.js";
import { CRASH, CUT, DELIVER, DROP, DUPLICATE, FAIL, HEAL, MISS, RESTART, type StepKind, TIMER } from "./components.js";
import { encode } from "./encode.js";
import type { Step } from "./schedule.js";
import type { First, Space } from "./space.js";
import { partitionWords } from "./step-words.js";

/** A state, and how it was reached. Of the envelopes that were lost when they were sent, those not told of yet. */
export interface Reached extends First {
  readonly steps: readonly Step[];
  /** The states after each of the steps. */
  readonly rows: readonly Int32Array[];
}

/** @throws MisuseError naming the first event of the trace that cannot happen here */
export async function follow(space: Space, firsts: readonly First[], trace: Trace): Promise<Reached> {
  const follower = new Follower(space, trace);
  let reached = firsts.map((first) => follower.begin(first));
  for (const event of trace.events) {
    reached = reached.map((one) => follower.partitions(one, event));
    if (!["receive", "ignored", "lost", "timer", "crash", "restart"].includes(event.kind)) continue;
    const next: Reached[] = [];
    for (const one of reached) next.push(...(await follower.happen(one, event)));
    if (next.length === 0)
      throw new MisuseError(
        `from: event ${event.id} of the trace (${event.node}: ${event.kind} ${JSON.stringify(event.message) ?? ""}) cannot happen in this system. ` +
          "Is it a trace of the same nodes?",
      );
    reached = next;
  }
  return reached[0]!;
}

class Follower {
  /** By event of sending, the events that end its copies. */
  readonly #ends = new Map<number, number[]>();

  constructor(
    readonly space: Space,
    readonly trace: Trace,
  ) {
    for (const { id, kind, cause } of trace.events)
      if (cause !== undefined && ["receive", "ignored", "lost"].includes(kind))
        this.#ends.set(cause, [...(this.#ends.get(cause) ?? []), id]);
  }

  begin(first: First): Reached {
    return { ...first, steps: [], rows: [] };
  }

  /** Lets the partitions begin and end that have, when an event happens. */
  partitions(reached: Reached, event: TraceEvent): Reached {
    const { cuts, components, nodes } = this.space;
    let one = reached;
    for (const [what, { from, until }] of (cuts?.all ?? []).entries())
      for (let next = cuts!.next(what, one.row); next !== undefined; next = cuts!.next(what, one.row)) {
        const step = { node: nodes, kind: next === "begin" ? CUT : HEAL, what, choice: 0 } as const;
        const isDue =
          this.trace.engine === "explorer"
            ? event.kind === "note" && event.cause === undefined && event.message === partitionWords(components, step)
            : event.at >= (next === "begin" ? from : until!);
        if (!isDue) break;
        const row = one.row.slice();
        cuts!.advance(what, row);
        one = { ...one, row, steps: [...one.steps, step], rows: [...one.rows, row] };
      }
    return one;
  }

  /** Every state that an event of the trace may lead to. */
  async happen(reached: Reached, event: TraceEvent): Promise<Reached[]> {
    const { components } = this.space;
    const { localStates } = components;
    const node = localStates.system.ids.indexOf(event.node);
    if (node < 0) return [];
    const component = reached.row[node]!;
    const local = components.localOf[component]!;
    const inbox = components.inboxOf[component]!;
    const { status, timers, gone } = localStates.all[local]!;
    switch (event.kind) {
      case "crash": {
        if (status !== "up") return [];
        const failed = localStates.failed(local);
        return [
          failed === undefined
            ? this.#become(reached, node, CRASH, 0, components.of(localStates.crashed(local), inbox))
            : this.#become(reached, node, FAIL, 0, components.of(failed, inbox)),
        ];
      }
      case "restart":
        return status === "down" && !gone ? this.#handle(reached, node, RESTART, 0, inbox) : [];
      case "timer": {
        const timer = timers.find(({ name }) => name === event.message);
        return timer ? this.#handle(reached, node, TIMER, components.timerNumber(timer.input), inbox) : [];
      }
      default:
        return this.#endOfEnvelope(reached, event, node);
    }
  }

  /** A message arrives or is lost: any that looks like the one of the trace. */
  async #endOfEnvelope(reached: Reached, event: TraceEvent, node: number): Promise<Reached[]> {
    const { components } = this.space;
    const { inboxes, envelopes, localStates } = components;
    const isIt = this.#matches(event);
    const known = event.kind === "lost" ? reached.lost.findIndex(isIt) : -1;
    if (known >= 0) return [{ ...reached, lost: reached.lost.filter((_, i) => i !== known) }];
    const found: Reached[] = [];
    const component = reached.row[node]!;
    const local = components.localOf[component]!;
    const inbox = components.inboxOf[component]!;
    const { status } = localStates.all[local]!;
    for (const envelope of new Set(inboxes.all[inbox]!.filter(isIt))) {
      const { fate } = envelopes.all[envelope]!;
      const more = this.#isLater(event) ? 0 : this.#endsOf(event).length - 1 - fate.copies;
      if (event.kind !== "lost" && more > 0 && more <= fate.mayCopy) {
        const next = components.of(local, inboxes.replace(inbox, envelope, 1 + fate.copies + more));
        const copied = this.#become(reached, node, DUPLICATE, envelope, next, more - 1);
        const copy = envelopes.copyOf(envelope);
        const rest = inboxes.deliver(components.inboxOf[next]!, copy);
        if (status === "up") found.push(...(await this.#handle(copied, node, DELIVER, copy, rest)));
      } else if (event.kind === "lost") {
        const rest = status === "up" ? inboxes.remove(inbox, envelope) : inboxes.replace(inbox, envelope, fate.copies);
        found.push(this.#become(reached, node, status === "up" ? DROP : MISS, envelope, components.of(local, rest)));
      } else if (status === "up")
        found.push(...(await this.#handle(reached, node, DELIVER, envelope, inboxes.deliver(inbox, envelope))));
    }
    // A message that is lost is lost with all its copies, and an engine tells of each.
    return found.length === 0 && event.kind === "lost" && this.#isLater(event) ? [reached] : found;
  }

  #endsOf({ id, cause }: TraceEvent): readonly number[] {
    return (cause !== undefined && this.#ends.get(cause)) || [id];
  }

  /** Whether an earlier event has told what became of the same sending. */
  #isLater(event: TraceEvent): boolean {
    return this.#endsOf(event)[0] !== event.id;
  }

  /** Whether an envelope is the one that an event of the trace tells of, as far as can be seen. */
  #matches(event: TraceEvent): (envelope: number) => boolean {
    const { components } = this.space;
    const { cause, message = cause === undefined ? undefined : this.trace.events[cause]?.message } = event;
    const wanted = encode(message);
    const { ids } = components.localStates.system;
    const [from, to] = [ids.indexOf(event.peer ?? ""), ids.indexOf(event.node)];
    return (number) => {
      const sent = components.envelopes.all[number]!;
      return sent.from === from && sent.to === to && encode(sent.message) === wanted;
    };
  }

  async #handle(reached: Reached, node: number, kind: StepKind, what: number, rest: number): Promise<Reached[]> {
    const { components } = this.space;
    const local = components.localOf[reached.row[node]!]!;
    return (await components.outcomes(local, components.input(kind, what))).flatMap((outcome, choice): Reached[] => {
      if (outcome.error !== undefined) return [];
      const row = reached.row.slice();
      row[node] = components.of(outcome.next, rest);
      const lost = [...reached.lost];
      for (const envelope of outcome.sends) {
        const { to } = components.envelopes.all[envelope]!;
        if (this.space.leaves(envelope, row)) row[to] = components.add(row[to]!, envelope);
        else lost.push(envelope);
      }
      return [this.#after({ ...reached, lost }, { node, kind, what, choice }, row)];
    });
  }

  #become(reached: Reached, node: number, kind: StepKind, what: number, next: number, choice = 0): Reached {
    const row = reached.row.slice();
    row[node] = next;
    return this.#after(reached, { node, kind, what, choice }, row);
  }

  #after(reached: Reached, step: Step, row: Int32Array): Reached {
    return { ...reached, row, steps: [...reached.steps, step], rows: [...reached.rows, row] };
  }
}
