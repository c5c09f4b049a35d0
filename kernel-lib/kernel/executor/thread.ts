// What the two threads of the process that runs cells share.
import type { MessagePort } from "node:worker_threads";

/** 1: the running cell should stop. 2: code of a cell that was stopped should stop, other code may continue. */
export type Interrupt = 0 | 1 | 2;

/** 0: the thread starts and takes no messages yet. 1: student code runs, or is being waited for. 2: none runs. */
export type Phase = 0 | 1 | 2;

/** Slots of the shared memory. */
export const slots = {
  /** An `Interrupt`, which every loop of every cell reads. */
  interrupt: 0,
  /** The `Phase` of the running cell. */
  phase: 1,
  /** The operating system's id of the thread that runs cells; 0 if unknown. */
  thread: 2,
} as const;

/** What the thread that runs cells is started with. */
export interface ExecutorData {
  port: MessagePort;
  /** See `slots`. */
  flag: Int32Array;
  /** What was typed, for a cell that waits for it: see `questions.ts`. */
  answer: SharedArrayBuffer;
  /** The folder whose node_modules serve notebooks that have none of their own. */
  root: string;
}

/** What its own process asks of the thread that runs cells, besides what the kernel sends. */
export interface MemoryQuestion {
  type: "memory";
  /** MB in use. */
  used: number;
}
