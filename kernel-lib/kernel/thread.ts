// What the kernel and the process that runs cells say to each other. Everything is plain data; `cell` is the id of the request that ran a cell.

import type { PackedAnswer } from "../src/grade/job.js";

export type MimeBundle = Record<string, unknown>;

export interface CellError {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** One entry of `user_expressions` in a reply. */
export type Expression = { status: "ok"; data: MimeBundle; metadata: object } | ({ status: "error" } & CellError);

export type ToExecutor =
  | { type: "execute"; cell: string; count: number; code: string; silent: boolean; expressions: Record<string, string> }
  | { type: "interrupt"; cell: string | undefined }
  | { type: "missing"; code: string; sentence: string }
  | { type: "complete" | "inspect"; id: number; code: string; position: number; detail: number }
  | { type: "comm"; parent: string; message: CommMessage }
  | { type: "pack"; id: number; names: readonly string[] }
  | { type: "graded"; id: number; report?: { points: number; of: number }; problem?: string };

export type FromExecutor =
  | { type: "ready" }
  | { type: "ended"; reason: string; interrupted: boolean }
  | { type: "stream"; cell: string; name: "stdout" | "stderr"; text: string }
  | { type: "display"; cell: string; content: object; update: boolean }
  | { type: "result"; cell: string; data: MimeBundle; metadata: object }
  | ({ type: "error"; cell: string } & CellError)
  | { type: "begun"; cell: string }
  | { type: "done"; cell: string; error?: CellError; expressions: Record<string, Expression> }
  | { type: "packed"; id: number; answers: readonly PackedAnswer[] }
  | { type: "answer"; id: number; content: object }
  | { type: "comm"; cell: string; message: CommMessage }
  | { type: "clear"; cell: string; wait: boolean }
  | { type: "warning"; text: string }
  | { type: "grade"; id: number; cell: string; job: unknown };

/** A comm message either way. `buffers` are copied. */
export interface CommMessage {
  kind: "comm_open" | "comm_msg" | "comm_close";
  content: { comm_id: string; target_name?: string; data: any };
  metadata: Record<string, unknown>;
  buffers: Uint8Array[];
}

/** 1: the running cell is to stop. 2: code of a cell that was stopped is to stop, other code may go on. */
export type Interrupt = 0 | 1 | 2;

/** 0: no code of a student's runs. 1: it does, or is waited for. */
export type Phase = 0 | 1;

/** What the executor's thread is started with. */
export interface ExecutorData {
  port: import("node:worker_threads").MessagePort;
  /** [0] is an `Interrupt`, which every loop of every cell reads; [1] is the `Phase` of the running cell. */
  flag: Int32Array;
  /** The folder whose node_modules serve notebooks that have none of their own. */
  root: string;
  /** stderr of cells goes to stdout, because nbgrader gives no points to a cell with stderr. */
  quiet: boolean;
}
