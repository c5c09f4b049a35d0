// Test cells in a notebook, for practice: whoever starts the kernel may hand it somebody who judges them apart from the
// process that runs cells. The kernel knows no more of it than this.
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
  /** The button was pressed: nobody waits for the verdict any more. */
  stop(): void;
}
