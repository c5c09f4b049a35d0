// tslab's executor, without tslab's compiler beside it: cells arrive compiled, and the converter it asks is one that
// answers with them.
import type { ConvertResult } from "tslab/dist/converter.js";
import type { Executor } from "tslab/dist/executor.js";
import type { CompiledCell } from "../compiler/protocol.js";
import type { FromExecutor, MimeBundle } from "../messages.js";
import { owner } from "./context.js";
import { plain } from "./display.js";

type Send = (message: FromExecutor & { cell: string }) => void;

/** What tslab's executor reports about a cell: its value, or the one thing that ended it. */
export interface Report {
  value: unknown;
  failure: { error: unknown } | undefined;
}

export class Tslab {
  readonly report: Report = { value: undefined, failure: undefined };
  private readonly executor: Executor;
  private next: ConvertResult = { diagnostics: [] };

  /** `compiled` is called right before a cell's code runs. */
  constructor(send: Send, compiled: () => void) {
    // Comments that make a cell a module of its own or one for a browser are read by TypeScript, which is not loaded
    // here.
    stand("tslab/dist/metadata.js", { getCodeMetadata: () => ({}) });
    stand("tslab/dist/jupyter.js", { lastWriteDisplayData: (...parts: Parameters<Show>) => show(send, ...parts) });
    const { createExecutor } = require("tslab/dist/executor.js") as typeof import("tslab/dist/executor.js");
    const converter = {
      convert: () => {
        compiled();
        return this.next;
      },
      addModule: () => [],
      inspect: () => undefined,
      complete: () => undefined,
      close: () => {},
    } as never;
    this.executor = createExecutor(
      process.cwd(),
      { node: converter, browser: converter, close: () => {} },
      {
        log: (value) => {
          this.report.value = value;
        },
        error: (error) => {
          this.report.failure = { error };
        },
      },
    );
  }

  /** All names of all cells. */
  get locals(): Record<string, unknown> {
    return this.executor.locals as Record<string, unknown>;
  }

  /** Runs a cell to its end; false if `report.failure` says why it did not get there. */
  run({ code, isAsync, result }: CompiledCell, file: string): Promise<boolean> {
    this.report.value = undefined;
    this.report.failure = undefined;
    const output = `${code}\n//# sourceURL=${file}`;
    this.next = { diagnostics: [], output, declOutput: "", hasToplevelAwait: isAsync, lastExpressionVar: result };
    return this.executor.execute("");
  }

  /** Ends the wait for a cell. */
  interrupt(): void {
    this.executor.interrupt();
  }
}

type Show = (
  content: { data: MimeBundle; metadata: Record<string, unknown>; transient: Record<string, unknown> },
  update: boolean,
) => void;

/** tslab's own `display`, imported from "tslab" in a cell, as display_data of the cell that calls it. */
function show(send: Send, ...[content, update]: Parameters<Show>): void {
  const cell = owner();
  if (!cell) return;
  const [type] = Object.keys(content.data);
  const data = { "text/plain": plain(content.data) ?? `<${type}>`, ...content.data };
  send({ type: "display", cell: cell.id, content: { ...content, data }, update: update === true });
}

/** Puts exports where `require` would load a module. */
function stand(id: string, exports: object): void {
  const path = require.resolve(id);
  require.cache[path] = {
    id: path,
    filename: path,
    loaded: true,
    children: [],
    paths: [],
    exports: { __esModule: true, ...exports },
  } as never;
}
