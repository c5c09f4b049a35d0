// What the kernel asks its compiler, and the answers. Each request holds everything it needs, so any process can
// answer it.
import type { Position } from "../positions.js";
import type { Maps } from "./typescript.js";

/** An error that TypeScript or the kernel finds in a cell. */
export interface Complaint {
  readonly message: string;
  readonly code: number;
  readonly start: Position;
  readonly end: Position;
  /** A file that the cell imports, relative to the notebook's folder; without it the complaint is about the cell. */
  readonly file?: string;
}

/** A file of the notebook's own that a cell imports, compiled to a CommonJS module. */
export interface CompiledFile {
  readonly path: string;
  readonly code: string;
}

/** What the process that runs cells needs to know about a cell. */
export interface CompiledCell {
  readonly code: string;
  readonly isAsync: boolean;
  readonly maps: Maps & { readonly toCode: string };
  /** The export that holds the value of the last expression. */
  readonly result?: string;
  /** The names it declares, types included. */
  readonly names: readonly string[];
  readonly files: readonly CompiledFile[];
}

export type ToCompiler = { readonly id: number } & (
  | { readonly type: "compile"; readonly declarations: string; readonly code: string }
  | {
      readonly type: "complete" | "inspect";
      readonly declarations: string;
      readonly code: string;
      readonly position: number;
    }
  | { readonly type: "isComplete"; readonly code: string }
  /** The names that a text declares. */
  | { readonly type: "names"; readonly code: string }
  /** The declarations after a cell that was interrupted: of its names only those it had reached. */
  | {
      readonly type: "upTo";
      readonly before: string;
      readonly after: string;
      readonly own: readonly string[];
      readonly reached: readonly string[];
    }
);

export type Compilation =
  | { readonly status: "ok"; readonly cell: CompiledCell; readonly declarations: string }
  | { readonly status: "refused"; readonly complaints: readonly Complaint[]; readonly names: readonly string[] };

export type FromCompiler =
  | { readonly type: "ready" }
  | { readonly type: "answer"; readonly id: number; readonly answer: unknown }
  /** The process cannot be used after this. */
  | { readonly type: "failed"; readonly id: number; readonly reason: string };
