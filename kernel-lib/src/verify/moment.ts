// A state that was reached by choosing steps by hand, and what may happen next.
import type { HandlerWait } from "../node/handler-wait.js";
import type { Envelope, NodeId } from "../node/messages.js";
import type { Trace } from "../trace/trace.js";
import type { Components } from "./components.js";
import { type ChoiceKind, timerWords } from "./step-words.js";

/** Something that may happen next. */
export interface Choice {
  readonly kind: ChoiceKind;
  /** To whom it happens; undefined of a partition that begins or ends. */
  readonly node?: NodeId;
  /** `deliver ping {"n":1} from client to server`. */
  readonly words: string;
  /** The moment it led to, where it was chosen before. */
  readonly moment?: number;
}

/** A state that was reached by choices. */
export interface Moment {
  /** In the order in which moments were first reached; 0 is the first. */
  readonly number: number;
  /** The choices that led here, each with the moment it led to, and how many ways were tried at the moment before. */
  readonly path: readonly { readonly words: string; readonly moment: number; readonly ways: number }[];
  readonly choices: readonly Choice[];
  /** Each node's fields, and its `disk`; undefined while it is down. */
  readonly nodes: Readonly<Record<NodeId, any>>;
  /** Where handlers wait for an answer or the end of a sleep, in the order of their lines; absent for other nodes. */
  readonly waiting: Readonly<Record<NodeId, readonly HandlerWait[]>>;
  readonly outputs: Readonly<Record<NodeId, readonly unknown[]>>;
  /** What is in flight. */
  readonly messages: readonly Envelope[];
  /** The timers that are set. */
  readonly timers: Readonly<Record<NodeId, readonly string[]>>;
  /** The property of `always` that this state breaks, or a handler that threw. */
  readonly broken?: string;
  readonly why?: string;
  /** Those of `sometimes` and `eventually` that hold here. */
  readonly holds: readonly string[];
  /** The moment on the way here that had the same state. */
  readonly sameAs?: number;
  /** What happened, as the explorer tells it: to be drawn, stepped through, replayed. */
  readonly trace: Trace;
}

/** What nodes hold and what is in flight in a state; of an empty row, nothing. */
export function standing(
  components: Components,
  row: Int32Array,
): Pick<Moment, "nodes" | "outputs" | "messages" | "timers"> {
  const { ids } = components.localStates.system;
  const rows = [...row.subarray(0, ids.length)];
  const localStates = rows.map((component) => components.localStates.all[components.localOf[component]!]!);
  const each = <T>(look: (local: (typeof localStates)[number]) => T) =>
    Object.fromEntries(localStates.map((local) => [ids[local.node]!, look(local)])) as Record<NodeId, T>;
  return {
    nodes: each(({ status, fields, disk }) => {
      if (status !== "up") return undefined;
      return Object.keys(disk).length > 0 ? { ...fields, disk } : fields;
    }),
    outputs: each(({ outputs }) => outputs),
    timers: each(({ timers }) => timers.map(({ input }) => timerWords(input))),
    messages: rows.flatMap((component) =>
      components.inboxes.messages(components.inboxOf[component]!).map((number) => {
        const { from, to, message } = components.envelopes.all[number]!;
        return { from: ids[from]!, to: ids[to]!, message };
      }),
    ),
  };
}

/** Where handlers wait in a state. */
export async function waitsIn(components: Components, row: Int32Array): Promise<Moment["waiting"]> {
  const { localStates, localOf } = components;
  const { ids } = localStates.system;
  const waiting: [NodeId, readonly HandlerWait[]][] = [];
  for (const component of row.subarray(0, ids.length)) {
    const local = localStates.all[localOf[component]!]!;
    const waits = await localStates.waitsIn(local);
    if (waits.length > 0) waiting.push([ids[local.node]!, waits]);
  }
  return Object.fromEntries(waiting);
}
