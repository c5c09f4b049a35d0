// Test cells in a notebook, for practice: the program that starts the kernel may hand it a judge, which judges them
// outside the process that runs cells. The kernel knows no more of it than this.
import type { CellError, MimeBundle } from "../messages.js";

export interface Practice {
  /** Whether a cell is a test cell, which is judged instead of run. */
  isTest(code: string): boolean;
  /**
   * Judges a test cell.
   * @param cells the code of the cells that have run before it, in their order
   */
  judge(code: string, cells: readonly string[]): Judgement;
  close(): void;
}

export interface Judgement {
  readonly verdict: Promise<{ data: MimeBundle } | { error: CellError }>;
  /** The button was pressed: the verdict is no longer awaited. */
  stop(): void;
}
