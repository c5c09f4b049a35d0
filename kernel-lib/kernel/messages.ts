// What the kernel and the process that runs cells send each other, as JSON over a pipe. What the process sends is
// checked against the schema here before it is used, because a student's code may have written it.
import * as v from "valibot";
import type { CompiledCell } from "./compiler/protocol.js";

export type MimeBundle = Record<string, unknown>;

export interface CellError {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** One entry of `user_expressions` in a reply. */
export type Expression = { status: "ok"; data: MimeBundle; metadata: object } | ({ status: "error" } & CellError);

/**
 * A cell that is to run. `run` distinguishes it from its `user_expressions`, which run after it under the same cell.
 */
export interface RunRequest {
  type: "run";
  run: number;
  cell: string;
  count: number;
  source: string;
  compiled: CompiledCell;
  /** Whether its value is used. */
  shows: boolean;
  /** Whether the front end can answer `prompt`. */
  canAsk: boolean;
}

export type ToExecutor =
  | RunRequest
  /**
   * `presses` counts how often the button was pressed for this cell; 0: the cell has not
   * arrived yet, so only what is computing should stop.
   */
  | { type: "interrupt"; run: number | undefined; presses: number }
  | { type: "comm"; parent: string; message: CommMessage }
  | { type: "input"; value: string | null };

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const bundle = v.record(text, v.unknown());
const object = v.record(text, v.unknown());
const error = v.object({ ename: text, evalue: text, traceback: v.array(text) });
const commMessage = v.object({
  kind: v.picklist(["comm_open", "comm_msg", "comm_close"]),
  content: v.looseObject({ comm_id: text, target_name: v.optional(text), data: v.unknown() }),
  metadata: object,
  /** In base64. */
  buffers: v.array(text),
});

const fromExecutor = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("ended"), reason: text, interrupted: v.boolean() }),
  /** Memory in use (MB) while it climbs, and the nodes whose threads do not answer meanwhile. */
  v.object({ type: v.literal("memory"), used: v.number(), nodes: v.array(text) }),
  v.object({ type: v.literal("stream"), cell: text, name: v.picklist(["stdout", "stderr"]), text }),
  v.object({
    type: v.literal("display"),
    cell: text,
    content: v.object({ data: bundle, metadata: object, transient: object }),
    update: v.boolean(),
  }),
  v.object({ type: v.literal("clear"), cell: text, wait: v.boolean() }),
  v.object({ type: v.literal("late"), cell: text, error }),
  v.object({
    type: v.literal("done"),
    run: count,
    error: v.optional(error),
    /** Its value as it is shown. */
    data: v.optional(bundle),
    /** If it was interrupted: those of its names that it had defined by then. */
    reached: v.optional(v.array(text)),
  }),
  v.object({ type: v.literal("comm"), cell: text, message: commMessage }),
  v.object({ type: v.literal("warning"), text }),
  v.object({ type: v.literal("ask"), cell: text, question: text }),
]);

export type FromExecutor = v.InferOutput<typeof fromExecutor>;

/** A comm message, in either direction. `buffers` are in base64. */
export type CommMessage = v.InferOutput<typeof commMessage>;

/** The message, if it is one. */
export function checked(message: unknown): FromExecutor | undefined {
  const { success, output } = v.safeParse(fromExecutor, message);
  return success ? output : undefined;
}
