// tslab's converter, wrapped: each cell that compiles is rewritten, named for stack traces, and remembered with its maps.
import type { Converter, ConvertResult, Diagnostic } from "tslab/dist/converter.js";
import { type Cell, remember } from "./cells.js";
import { globalNames, upTo, withForgotten } from "./declarations.js";
import { isModule } from "./modules.js";
import { declaredNames } from "./names.js";
import { isRestricted } from "./noted.js";
import { plain } from "./plain.js";
import { rewrite } from "./rewrite/rewrite.js";
import { installTypescript, latestMaps } from "./typescript.js";

/** What became of the cell that is being compiled. */
export interface Compilation {
  diagnostics: Diagnostic[];
  /** The export that holds the value of the last expression. */
  result: string | undefined;
  /** The names it declares, types included. */
  names: string[];
  /** What is declared after it, if it compiled. */
  declarations: string | undefined;
}

const nothing: Compilation = { diagnostics: [], result: undefined, names: [], declarations: undefined };

export class Compiler {
  readonly converter: Converter;
  latest = nothing;
  private cell: Cell | undefined;
  /** What the cells before this one declared. */
  private declarations = "";

  /** `compiled` is called before a cell's code is run. */
  constructor(
    root: string,
    private readonly compiled: () => void,
  ) {
    installTypescript(root);
    const { createConverter } = require("tslab/dist/converter.js") as typeof import("tslab/dist/converter.js");
    this.converter = createConverter({ isJS: false, isBrowser: false });
    const { convert, inspect, complete } = this.converter;
    this.converter.convert = (_, source) => {
      const { code, globals, aliases } = plain(source);
      const before = globals + this.declarations;
      return this.finish(code, before, aliases, convert(before, code));
    };
    this.converter.inspect = (_, code, position) => inspect(this.declarations, code, position);
    this.converter.complete = (_, code, position) => complete(this.declarations, code, position);
  }

  /** The cell that the next conversion belongs to. */
  begin(cell: Cell): void {
    this.cell = cell;
    this.latest = nothing;
  }

  /** The cell ran to its end. */
  keep(): void {
    this.declarations = this.latest.declarations ?? this.declarations;
  }

  /** The cell ran to somewhere in its midst. Returns the names that it left out. */
  keepReached(isReached: (name: string) => boolean): string[] {
    const { names, declarations } = this.latest;
    if (declarations === undefined) return names;
    this.declarations = upTo(this.declarations, declarations, names, isReached);
    const kept = new Set(declaredNames(this.declarations));
    return names.filter((name) => !kept.has(name));
  }

  private finish(code: string, before: string, aliases: Set<string>, converted: ConvertResult): ConvertResult {
    const names = declaredNames(code);
    const { diagnostics, declOutput, lastExpressionVar: result } = converted;
    const failed = diagnostics.length > 0;
    const declarations = failed ? undefined : withForgotten(before, declOutput ?? "", names);
    this.latest = { diagnostics, result, names, declarations };
    if (!this.cell || !converted.output || failed) return converted;
    const rewritten = rewrite(converted.output, new Set(declaredNames(before)), {
      isModule,
      aliases,
      globals: globalNames(before),
      notesScopes: isRestricted(),
    });
    const hasToplevelAwait = converted.hasToplevelAwait || rewritten.awaits;
    remember(this.cell, rewritten, latestMaps(), hasToplevelAwait);
    this.compiled();
    return { ...converted, hasToplevelAwait, output: `${rewritten.code}\n//# sourceURL=${this.cell.file}` };
  }
}
