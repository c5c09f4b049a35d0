// tslab's TypeScript as published, and as tslab's converter is to see it: a few functions wrapped, so that compiled
// cells keep their source maps, programs need no watchers, and kernel-lib resolves from every folder.
import { join } from "node:path";
import type { CompilerOptions } from "@tslab/typescript-for-tslab";
import type { Converter } from "tslab/dist/converter.js";
import { libraries } from "./language.js";
import type { Programs } from "./programs.js";
import { toScript } from "./to-script.js";

type Typescript = typeof import("@tslab/typescript-for-tslab");

/** The source maps of one conversion as JSON: TypeScript to ES modules (in base64), and these to CommonJS. */
export interface Maps {
  readonly toModule: string;
  readonly toScript: string;
}

const path = require.resolve("@tslab/typescript-for-tslab");

/** The published TypeScript. */
export const ts: Typescript = require("@tslab/typescript-for-tslab");

let latest: Maps | undefined;

/** The maps of the cell converted last. */
export function latestMaps(): Maps | undefined {
  return latest;
}

/** Options that a notebook needs set differently from tslab's. */
export function notebookOptions(root: string): (options: CompilerOptions) => CompilerOptions {
  return (options) => ({
    ...options,
    inlineSourceMap: true,
    // Reads the `exports` of packages, as Node does.
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: [...(options.lib ?? []), ...libraries()],
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types").replaceAll("\\", "/")],
    paths: { "*": ["node_modules/*", "node_modules/@types/*"] },
    // Declarations of a cell name what it imported relative to here, not to the notebook's folder.
    pathsBasePath: root.replaceAll("\\", "/"),
  });
}

/** tslab's converter over these programs, for the folder that the process works in. */
export function createConverter(programs: Programs): Converter {
  current = programs;
  return tslab().createConverter({ isJS: false, isBrowser: false });
}

let current: Programs;
let loaded: typeof import("tslab/dist/converter.js") | undefined;

/** tslab's converter, loaded with the wrapped TypeScript in its place. */
function tslab(): NonNullable<typeof loaded> {
  if (loaded) return loaded;
  const published = require.cache[path];
  require.cache[path] = Object.assign(Object.create(published ?? null), { exports: wrapped(), loaded: true });
  try {
    loaded = require("tslab/dist/converter.js") as typeof import("tslab/dist/converter.js");
  } finally {
    require.cache[path] = published;
  }
  return loaded;
}

function wrapped(): object {
  const original = ts as any;
  // Nothing is watched: tslab registers its callbacks through these.
  original.sys.watchFile = original.sys.watchDirectory = () => ({ close() {} });
  original.sys.getCurrentDirectory = () => process.cwd();
  const through = (key: string) => ({ get: () => original[key], enumerable: true, configurable: true });
  const module = Object.defineProperties(
    {},
    Object.fromEntries(Object.keys(original).map((key) => [key, through(key)])),
  );
  const replace = (name: string, value: unknown) =>
    Object.defineProperty(module, name, { value, enumerable: true, writable: true, configurable: true });
  replace("createWatchCompilerHost", (roots: string[], options: CompilerOptions, sys: never) =>
    current.createWatchCompilerHost(roots, options, sys),
  );
  replace("createWatchProgram", (host: never) => current.createWatchProgram(host));
  replace("transpileModule", (source: string, settings: { compilerOptions: CompilerOptions }) => {
    const at = source.lastIndexOf(mapComment);
    const program = current.current();
    const script = toScript(original, program, current.cell(), source.slice(0, at), settings.compilerOptions);
    const end = script.outputText.lastIndexOf("//# sourceMappingURL=");
    latest = { toModule: source.slice(at + mapComment.length), toScript: script.sourceMapText };
    return { outputText: script.outputText.slice(0, end) };
  });
  replace("getPreEmitDiagnosticsOfFiles", (...parts: unknown[]) =>
    original.getPreEmitDiagnosticsOfFiles(...parts).filter(({ code }: { code: number }) => code !== OUTSIDE_OF_FOLDER),
  );
  replace("createPrinter", (...options: unknown[]) => quickPrinter(original.createPrinter(...options)));
  // Keys can be inspected too.
  replace("getQuickInfoAtPosition", (file: object, checker: object, ...rest: unknown[]) =>
    original.getQuickInfoAtPosition(file, Object.getPrototypeOf(checker), ...rest),
  );
  return module;
}

/**
 * Prints what is left of the earlier declarations, a text that grows with the session. tslab leaves statements as they
 * were, or out, or in part; only these have to be printed.
 */
function quickPrinter(printer: any): object {
  const printFile = (file: any) => {
    const isWhole = (statement: any) =>
      ts.isVariableStatement(statement)
        ? isWholeList(file.text, statement.declarationList, statement.declarationList.getStart(file))
        : !ts.isImportDeclaration(statement);
    return file.statements
      .map((statement: any) =>
        isWhole(statement) ? statement.getText(file) : printer.printNode(ts.EmitHint.Unspecified, statement, file),
      )
      .map((text: string) => `${text}\n`)
      .join("");
  };
  return Object.assign(Object.create(printer), { printFile });
}

/** Whether no declaration of `const a, b, c` is left out. */
function isWholeList(text: string, { declarations, end }: any, start: number): boolean {
  const parts = [...declarations];
  const isFirst = /^(?:const|let|var)$/.test(text.slice(start, parts[0]?.pos));
  const isGapless = parts.every((part, i) => i === 0 || part.pos === parts[i - 1].end + ",".length);
  return isFirst && isGapless && parts.at(-1).end === end;
}

/** A cell may import files from anywhere: they are compiled apart from it. */
const OUTSIDE_OF_FOLDER = 6059;

const mapComment = "//# sourceMappingURL=data:application/json;base64,";
