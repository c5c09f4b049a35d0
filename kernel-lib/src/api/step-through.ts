// `stepThrough`: a recorded trace, step by step. What nodes hold is found by letting it happen once more.

import { systemOf } from "../engine/prepared-system.js";
import { replay } from "../engine/simulator/replay.js";
import { prepare, type System } from "../engine/system.js";
import type { Bundle } from "../figure/figure.js";
import { beginningOf, type Held, type Stepping, stepping } from "../figure/steps/stepping.js";
import { steppingHtml } from "../figure/steps/steps-page.js";
import { MisuseError } from "../node/errors.js";
import type { HandlerWait } from "../node/handler-wait.js";
import type { NodeId } from "../node/messages.js";
import { envelopesOf } from "../trace/envelopes.js";
import { type Traced, traceOf } from "../trace/source.js";
import { stepsOf, stepWords } from "../trace/steps.js";
import type { Trace } from "../trace/trace.js";

export interface StepThroughOptions {
  /** The system that made the trace. A run and a verdict know theirs; a trace that was read from a file does not. */
  system?: System;
  /** As of `spaceTime`: "time" or "causal". */
  axis?: "time" | "causal";
}

/** What is so after one step of a trace. */
export interface TraceMoment {
  /** What happened, in words. */
  readonly step: string;
  /** Ids of the step's events. */
  readonly events: readonly number[];
  /** What each node holds; a sentence for one that is down or hides it. Nodes that have not started have none. */
  readonly nodes: Readonly<Record<NodeId, any>>;
  /** Where handlers wait for an answer or the end of a sleep, in the order of their lines; absent for other nodes. */
  readonly waiting: Readonly<Record<NodeId, readonly HandlerWait[]>>;
  /** What is in flight. */
  readonly messages: readonly { readonly from: NodeId; readonly to: NodeId; readonly message: any }[];
}

/** A trace to be stepped through. As a cell's last expression it draws itself. */
export interface StepThrough {
  /** Every step with what nodes hold and what is in flight after it. */
  moments(): Promise<TraceMoment[]>;
}

/**
 * Steps through a run, a trace, or a verdict's counterexample: play, pause, one step on or back (arrow keys), scrub. It
 * opens at the first step, and is printed at the last. Each step shows what every node holds and the messages in
 * flight. One step is one turn of one node. Needs no kernel once it is drawn, so it works in slides and exports too.
 * Shows up to 300 events and 50 nodes.
 *
 * What nodes hold is found by replaying the trace in the simulator with the system that made it; where that is not
 * known, or does not do the same again, only messages are shown, with the reason.
 * @throws TypeError for what holds no trace, or an empty one
 */
export function stepThrough(of: Traced, options: StepThroughOptions = {}): StepThrough {
  const trace = beginningOf(of);
  if (trace.events.length === 0)
    throw new TypeError("stepThrough: this run recorded no events. Run it without `trace: false`.");
  const given = options.system && prepare(options.system);
  return new Recorded(of, trace, () => given ?? systemOf(traceOf(of, "stepThrough")), options.axis);
}

class Recorded implements StepThrough {
  #found: Promise<Found> | undefined;

  constructor(
    readonly of: Traced,
    readonly trace: Trace,
    readonly system: () => ReturnType<typeof systemOf>,
    readonly axis: StepThroughOptions["axis"],
  ) {
    for (const hidden of ["of", "system", "axis"]) Object.defineProperty(this, hidden, { enumerable: false });
  }

  async moments(): Promise<TraceMoment[]> {
    const { held, waits, remark } = await this.#hold();
    if (!held) throw new MisuseError(remark!);
    const ways = envelopesOf(this.trace);
    let nodes: Record<NodeId, any> = {};
    const waiting = new Map<NodeId, readonly HandlerWait[]>();
    return stepsOf(this.trace).map((step) => {
      const last = step.events.at(-1)!;
      for (const id of step.events) if (held.has(id)) nodes = { ...nodes, [step.node]: held.get(id) };
      for (const id of step.events) if (waits?.has(id)) waiting.set(step.node, waits.get(id)!);
      const flying = ways.filter(({ send, end }) => send.id <= last && (end === undefined || end.id > last));
      return {
        step: stepWords(this.trace, step),
        events: step.events,
        nodes,
        waiting: Object.fromEntries([...waiting].filter(([, all]) => all.length > 0)),
        messages: flying.map(({ send, from, to }) => ({ from, to, message: send.message })),
      };
    });
  }

  async [Symbol.for("Jupyter.display")](): Promise<Bundle> {
    const { held, waits, remark } = await this.#hold();
    const prepared: Stepping = stepping(this.of, held, { remark, waits, axis: this.axis });
    return { "text/html": steppingHtml(prepared), "text/plain": prepared.text };
  }

  #hold() {
    this.#found ??= hold(this.trace, this.system());
    return this.#found;
  }
}

/** After each event, by its id: what its node holds, and where that one's handlers wait. Or a remark why not. */
interface Found {
  held?: Map<number, Held>;
  waits?: Map<number, readonly HandlerWait[]>;
  remark?: string;
}

async function hold(trace: Trace, known: ReturnType<typeof systemOf>): Promise<Found> {
  const system = await known;
  if (!system)
    return {
      remark:
        "What nodes hold is not known: this trace does not know its system. Name it, as in stepThrough(trace, { system }).",
    };
  const held = new Map<number, Held>();
  const waits = new Map<number, readonly HandlerWait[]>();
  try {
    await replay(system, trace, ({ id, node, kind }, state, waiting) => {
      if (kind === "lost" || !Object.hasOwn(trace.system.nodes, node)) return;
      const privates = system.nodes.get(node)?.shipment.privates ?? [];
      waits.set(id, waiting);
      if (!state) held.set(id, "down");
      else if (privates.length > 0) held.set(id, `cannot be seen: ${privates.join(", ")} is private to its class`);
      else held.set(id, state);
    });
  } catch (error) {
    if (!(error instanceof MisuseError)) throw error;
    return { remark: `What nodes hold is not known: ${error.message}` };
  }
  return { held, waits };
}
