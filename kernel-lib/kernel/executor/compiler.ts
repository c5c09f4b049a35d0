// tslab's converter, wrapped: each cell that compiles is rewritten, named for stack traces, and remembered with its maps.
import type { Converter, ConvertResult, Diagnostic } from "tslab/dist/converter.js";
import { type Cell, remember } from "./cells.js";
import { withoutExports } from "./exports.js";
import { declaredNames } from "./names.js";
import { rewrite } from "./rewrite/rewrite.js";
import { installTypescript, latestMaps } from "./typescript.js";

/** What became of the cell that is being compiled. */
export interface Compilation {
  diagnostics: Diagnostic[];
  /** The export that holds the value of the last expression. */
  result: string | undefined;
}

export class Compiler {
  readonly converter: Converter;
  private cell: Cell | undefined;
  latest: Compilation = { diagnostics: [], result: undefined };

  /** `compiled` is called before a cell's code is run. */
  constructor(
    root: string,
    private readonly compiled: () => void,
  ) {
    installTypescript(root);
    const { createConverter } = require("tslab/dist/converter.js") as typeof import("tslab/dist/converter.js");
    this.converter = createConverter({ isJS: false, isBrowser: false });
    const convert = this.converter.convert;
    this.converter.convert = (declarations, code) =>
      this.finish(declarations, convert(declarations, withoutExports(code)));
  }

  /** The cell that the next conversion belongs to. */
  begin(cell: Cell): void {
    this.cell = cell;
    this.latest = { diagnostics: [], result: undefined };
  }

  private finish(declarations: string, converted: ConvertResult): ConvertResult {
    this.latest = { diagnostics: converted.diagnostics, result: converted.lastExpressionVar };
    if (!this.cell || !converted.output || converted.diagnostics.length > 0) return converted;
    const rewritten = rewrite(converted.output, new Set(declaredNames(declarations)));
    const hasToplevelAwait = converted.hasToplevelAwait || rewritten.awaits;
    remember(this.cell, rewritten, latestMaps(), hasToplevelAwait);
    this.compiled();
    return { ...converted, hasToplevelAwait, output: `${rewritten.code}\n//# sourceURL=${this.cell.file}` };
  }
}
