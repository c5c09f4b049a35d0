// tslab's TypeScript as tslab's converter is to see it: the published module, with two functions wrapped so that compiled
// cells keep their source maps and kernel-lib resolves from every folder.
import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { loadWithCache } from "../code-cache.js";
import { isRestricted } from "./noted.js";

type Typescript = typeof import("@tslab/typescript-for-tslab");

/** The source maps of one conversion as JSON: TypeScript to ES modules (in base64), and these to CommonJS. */
export interface Maps {
  readonly toModule: string;
  readonly toScript: string;
}

let latest: Maps | undefined;

/** The maps of the cell converted last; the cell itself is transpiled after the files it imports. */
export function latestMaps(): Maps | undefined {
  return latest;
}

const require0 = createRequire(require.resolve("tslab/package.json"));
const path = require0.resolve("@tslab/typescript-for-tslab");

const loaded = loadWithCache(path);

/** The published TypeScript. */
export const ts: Typescript = loaded.exports;

/** Lets the next kernel start sooner. Takes a moment, once after an installation. */
export function keepCompiled(): void {
  loaded.keep();
}

/** Puts the wrapped module where tslab's `require` finds it. Call it before tslab is loaded. */
export function installTypescript(root: string): void {
  const original = ts as any;
  const wrapped: any = Object.defineProperties(
    {},
    Object.fromEntries(Object.keys(original).map((key) => [key, through(original, key)])),
  );
  const replace = (name: string, value: unknown) =>
    Object.defineProperty(wrapped, name, { value, enumerable: true, writable: true, configurable: true });

  replace("createWatchCompilerHost", (files: string[], options: object, sys: object, _: null, ...rest: unknown[]) => {
    const types = original.ModuleResolutionKind;
    return original.createWatchCompilerHost(
      files,
      {
        ...options,
        inlineSourceMap: true,
        // Reads the `exports` of packages, as Node does.
        moduleResolution: types.Bundler,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types").replaceAll("\\", "/")],
        paths: { "*": ["node_modules/*", "node_modules/@types/*"] },
        // Declarations of a cell name what it imported relative to here, not to the notebook's folder.
        pathsBasePath: root.replaceAll("\\", "/"),
      },
      sys,
      builder,
      ...rest,
    );
  });

  // Where files may not be read, those that are not there may not be watched; while marking none appear.
  if (isRestricted()) original.sys.watchFile = original.sys.watchDirectory = () => ({ close() {} });

  replace("transpileModule", (source: string, settings: any) => {
    const at = source.lastIndexOf(mapComment);
    const code = at < 0 ? source : source.slice(0, at);
    const compilerOptions = { ...settings.compilerOptions, sourceMap: true };
    const result = original.transpileModule(code, { ...settings, compilerOptions });
    const end = result.outputText.lastIndexOf("//# sourceMappingURL=");
    if (at >= 0) latest = { toModule: source.slice(at + mapComment.length), toScript: result.sourceMapText };
    return { ...result, outputText: end < 0 ? result.outputText : result.outputText.slice(0, end) };
  });

  // Inspection is of keys too.
  replace("getQuickInfoAtPosition", (file: object, checker: object, ...rest: unknown[]) =>
    original.getQuickInfoAtPosition(file, Object.getPrototypeOf(checker), ...rest),
  );

  require0.cache[path] = Object.assign(new Module(path), { exports: wrapped, filename: path, loaded: true });
}

/**
 * A program as tslab uses it, without the watching program's bookkeeping of all library files, which took half of a cell's time.
 * tslab makes two for each cell, the first only to see which names the cell declares: for that no type checker is needed.
 */
function builder(...parts: any[]): object {
  const { bindSourceFile, createAbstractBuilder } = ts as any;
  const made = createAbstractBuilder(...parts);
  const program = made.getProgram();
  const getSourceFile = (name: string) => {
    const file = program.getSourceFile(name);
    if (file && !file.locals) bindSourceFile(file, program.getCompilerOptions());
    return file;
  };
  const getAllDependencies = (file: any, seen = new Set<string>()): string[] => {
    seen.add(file.fileName);
    file.resolvedModules?.forEach((module: { resolvedFileName?: string } | undefined) => {
      const next = module?.resolvedFileName && program.getSourceFile(module.resolvedFileName);
      if (next && !next.isDeclarationFile && !seen.has(next.fileName)) getAllDependencies(next, seen);
    });
    return [...seen];
  };
  const getProgram = () =>
    Object.create(program, { getTypeChecker: { value: () => variablesOnly(program.getTypeChecker()) } });
  return Object.assign(made, {
    getProgram,
    getSourceFile,
    getAllDependencies: (file: any) => getAllDependencies(file),
  });
}

/** tslab puts `exports.` before the names of earlier cells, also before `links` in `{ links: l } = f()` if its type stems from one. */
function variablesOnly(checker: any): object {
  const isKey = (node: any) => {
    const { parent } = ts.getParseTreeNode(node) ?? {};
    if (!parent) return false;
    return ts.isBindingElement(parent)
      ? parent.propertyName === node
      : ts.isPropertyAssignment(parent) && parent.name === node;
  };
  const getSymbolAtLocation = (node: any) => (isKey(node) ? undefined : checker.getSymbolAtLocation(node));
  return Object.create(checker, { getSymbolAtLocation: { value: getSymbolAtLocation } });
}

const mapComment = "//# sourceMappingURL=data:application/json;base64,";
function through(original: any, key: string): PropertyDescriptor {
  return { get: () => original[key], enumerable: true, configurable: true };
}
