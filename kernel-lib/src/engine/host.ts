// What kernel-lib asks of the program it lives in. The Jupyter kernel provides a host; plain Node has none, and the
// defaults serve.

/** Provided by the kernel under `Symbol.for("verteilt.host")` on the global object of the thread that runs cells. */
export interface Host {
  /** Execution count of the cell that is running, to label what it starts. */
  cell(): number | undefined;
  /** Text printed by a node, to appear under the cell that started it. */
  print(text: string, stream: "stdout" | "stderr", cell: number | undefined): void;
  /** Where a function's compiled text is: the script's name as stack traces show it, zero-based line and column. */
  locate(text: string): { file: string; line: number; column: number } | undefined;
  /** A compiled position (one-based line, zero-based column) as the student wrote it: "Cell In[7], line 3". */
  original(file: string, line: number, column: number): string | undefined;
  /** Aborted when the cell that is running is interrupted. */
  signal?(): AbortSignal | undefined;
  /** Learns how to find the nodes whose code is in a step right now: if memory runs out, one of them filled it. */
  watch?(nodes: () => readonly string[]): void;
}

const key = Symbol.for("verteilt.host");

/** The host of this thread, if there is one. */
export function host(): Host | undefined {
  return (globalThis as any)[key];
}
