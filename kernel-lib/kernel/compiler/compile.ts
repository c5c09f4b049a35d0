// A cell from TypeScript to JavaScript that can run: what tslab's converter cannot take is removed before it, and its
// output is rewritten after it.
import { SourceMap } from "node:module";
import { relative } from "node:path";
import type { SourceFile } from "@tslab/typescript-for-tslab";
import type { Converter, Diagnostic } from "tslab/dist/converter.js";
import { isModule } from "../es-modules.js";
import { cellPosition, type Position, positionAt } from "../positions.js";
import { complete, inspect } from "./assist.js";
import { globalNames, withForgotten } from "./declarations.js";
import { Files } from "./files.js";
import { declaredNames } from "./names.js";
import { notebook } from "./notebook.js";
import { Programs } from "./programs.js";
import type { Compilation, CompiledFile, Complaint } from "./protocol.js";
import { refusals, withAdvice } from "./refusals.js";
import { rewrite } from "./rewrite/rewrite.js";
import { stripExports } from "./strip-exports.js";
import { createConverter, latestMaps, type Maps, notebookOptions, ts } from "./typescript.js";

export interface CompilerOptions {
  /** The folder whose node_modules serve notebooks that have none of their own. */
  root: string;
  files?: Files;
}

export class Compiler {
  private readonly converter: Converter;
  private readonly programs: Programs;

  constructor({ root, files = new Files() }: CompilerOptions) {
    this.programs = new Programs(files, notebookOptions(root), process.cwd());
    this.converter = createConverter(this.programs);
  }

  /** `earlier` is what earlier cells declared. */
  compile(earlier: string, source: string): Compilation {
    const { code, globals, aliases } = stripExports(source);
    const names = declaredNames(code);
    const refused = refusals(source);
    if (refused.length > 0) return { status: "refused", complaints: refused, names };
    const before = globals + earlier;
    this.programs.refresh();
    const { diagnostics, output, declOutput, hasToplevelAwait, lastExpressionVar } = this.converter.convert(
      before,
      code,
    );
    const imported = this.programs.imported();
    const complaints = [...diagnostics.map(complaint), ...imported.flatMap((file) => this.complaintsOf(file))];
    if (complaints.length > 0) return { status: "refused", complaints: withAdvice(complaints, source), names };
    const maps = latestMaps()!;
    const rewritten = rewrite(output ?? "", {
      earlier: this.programs.earlierNames(),
      isModule,
      aliases,
      globals: globalNames(before),
      notebook: notebook(),
      sourceOf: sourceFinder(output ?? "", maps),
    });
    return {
      status: "ok",
      cell: {
        code: rewritten.code,
        isAsync: hasToplevelAwait || rewritten.awaits,
        maps: { ...maps, toCode: rewritten.map },
        result: lastExpressionVar,
        names,
        files: imported.flatMap(compiledFile),
      },
      declarations: withForgotten(before, declOutput ?? "", names),
    };
  }

  /** Gets ready for a cell after one that declared this. */
  prepare(declarations: string): void {
    this.programs.prepare(declarations);
  }

  /** Completion at a position, counted in code points. */
  complete(earlier: string, code: string, position: number): object {
    this.programs.refresh();
    return complete(this.converter, earlier, code, position);
  }

  /** Type and documentation at a position, counted in code points. */
  inspect(earlier: string, code: string, position: number): object {
    this.programs.refresh();
    return inspect(this.converter, earlier, code, position);
  }

  private complaintsOf(file: SourceFile): Complaint[] {
    const program = this.programs.current();
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((diagnostic) => {
      const at = (offset: number): Position => {
        const { line, character } = ts.getLineAndCharacterOfPosition(file, offset);
        return { line, column: character };
      };
      const { start = 0, length = 0, code } = diagnostic;
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
      return {
        message,
        code,
        start: at(start),
        end: at(start + length),
        file: relative(process.cwd(), file.fileName).replaceAll("\\", "/"),
      };
    });
  }
}

function complaint({ messageText, code, start, end, fileName }: Diagnostic): Complaint {
  const place = ({ line, character }: { line: number; character: number }) => ({ line, column: character });
  return { message: messageText, code, start: place(start), end: place(end), file: fileName };
}

/** JavaScript that Node can load by itself stays as it is, so that nodes on other threads find it too. */
function compiledFile(file: SourceFile): CompiledFile[] {
  const isPlain =
    /\.(json|[cm]js)$/.test(file.fileName) || (/\.jsx?$/.test(file.fileName) && !ts.isExternalModule(file));
  if (isPlain) return [];
  const { outputText } = ts.transpileModule(file.text, {
    fileName: file.fileName,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      inlineSourceMap: true,
      allowJs: true,
    },
  });
  return [{ path: file.fileName, code: outputText }];
}

/** From an offset in tslab's output to the student's line and column, through both of tslab's compilations. */
function sourceFinder(output: string, maps: Maps): (offset: number) => Position | undefined {
  let both: SourceMap[] | undefined;
  return (offset) => {
    both ??= [maps.toScript, Buffer.from(maps.toModule, "base64").toString("utf8")].map(
      (map) => new SourceMap(JSON.parse(map)),
    );
    return cellPosition(positionAt(output, offset), both);
  };
}
