// Takes the place of the watching program that tslab expects of TypeScript: the same answers, but computed when asked
// for, from files checked just before. Nothing is pending between two cells, so nothing can stay pending.
import { join } from "node:path";
import type { CompilerHost, CompilerOptions, Program, SourceFile, System } from "@tslab/typescript-for-tslab";
import type { Files } from "./files.js";
import { languageOf } from "./language.js";
import { ts as published } from "./typescript.js";

const ts = published as any;

/** What tslab passes to `createWatchCompilerHost`, and hooks itself into. */
interface WatchHost {
  roots: string[];
  options: CompilerOptions;
  sys: System;
  afterProgramCreate(builder: object): void;
}

/** tslab's two virtual files: the cell, and what the cells before it declared. */
const virtual = /[\\/]__(?:tslab|prev)__(?:\.d)?\.ts$/;

export class Programs {
  private host!: CompilerHost;
  private watch!: WatchHost;
  private old: Program | undefined;
  private program: Program | undefined;
  /** The virtual files as parsed for the conversion under way; tslab changes their trees. */
  private readonly parsed = new Map<string, { text: string; file: SourceFile }>();
  /** The declarations that the next conversion will probably begin with. */
  private prepared: { text: string; file: SourceFile } | undefined;
  private readonly language: string;
  private languageFile: SourceFile | undefined;

  constructor(
    private readonly files: Files,
    /** Passed by tslab's options where they differ from what a notebook needs. */
    private readonly adapt: (options: CompilerOptions) => CompilerOptions,
    folder: string,
  ) {
    this.language = join(folder, "__language__.d.ts").replaceAll("\\", "/");
  }

  /** Called before each conversion: notices what has changed in the file system. */
  refresh(): void {
    this.parsed.clear();
    if (this.prepared) this.parsed.set(this.declarations, this.prepared);
    this.prepared = undefined;
    this.old = this.files.refresh() ? undefined : (this.program ?? this.old);
    this.program = undefined;
  }

  /**
   * Parses what the next cell will find declared. It is most of what a cell costs late in a session, and nobody waits
   * for it while the cell before runs.
   */
  prepare(declarations: string): void {
    const before = this.watch.sys.readFile(this.declarations) ?? "";
    const text = before.slice(0, before.indexOf("\n") + 1) + declarations;
    this.prepared = { text, file: this.parse(this.declarations, text) };
  }

  createWatchCompilerHost(roots: string[], options: CompilerOptions, sys: System): WatchHost {
    return { roots, options: this.adapt(options), sys, afterProgramCreate() {} };
  }

  createWatchProgram(watch: WatchHost): object {
    this.watch = watch;
    this.host = this.compilerHost(watch);
    const { sys } = watch as any;
    let timer: unknown;
    const rebuild = () => {
      timer = undefined;
      this.program = undefined;
      watch.afterProgramCreate(this.builder());
    };
    for (const root of watch.roots) sys.watchFile(root, () => (timer ??= sys.setTimeout(rebuild)));
    watch.afterProgramCreate(this.builder());
    return { close() {} };
  }

  /** The names that earlier cells declare, for the conversion under way. */
  earlierNames(): Set<string> {
    const file: any = this.virtualFile(this.declarations);
    return new Set([...file.locals.keys()].map((name) => ts.unescapeLeadingUnderscores(name)));
  }

  /** The files of the notebook's own that the cell converted last imports, directly or not, other than declarations. */
  imported(): SourceFile[] {
    const found = new Set<SourceFile>();
    const visit = (from: any) =>
      from.resolvedModules?.forEach(({ resolvedModule }: { resolvedModule?: { resolvedFileName: string } }) => {
        const next = resolvedModule && this.current().getSourceFile(resolvedModule.resolvedFileName);
        if (!next || next.isDeclarationFile || found.has(next) || /[\\/]node_modules[\\/]/.test(next.fileName)) return;
        found.add(next);
        visit(next);
      });
    visit(this.cell());
    return [...found];
  }

  /** The cell converted last. */
  cell(): SourceFile {
    return this.virtualFile(this.watch.roots.find((root) => virtual.test(root) && !root.endsWith(".d.ts"))!);
  }

  current(): Program {
    this.program ??= ts.createProgram({
      rootNames: [...this.watch.roots, this.language],
      options: this.watch.options,
      host: this.host,
      oldProgram: this.old,
    }) as Program;
    return this.program;
  }

  /** As much of a builder program as tslab uses. */
  private builder(): object {
    const program = () => this.current();
    return {
      getSourceFile: (name: string) => (virtual.test(name) ? this.virtualFile(name) : program().getSourceFile(name)),
      getProgram: () =>
        Object.create(program(), { getTypeChecker: { value: () => variablesOnly(program().getTypeChecker()) } }),
      // What a cell imports is checked and compiled apart from it.
      getAllDependencies: (file: SourceFile) => [file.fileName],
      emit: (...parts: Parameters<Program["emit"]>) => program().emit(...parts),
    };
  }

  /** Parsed and bound without a program: tslab first wants to know only which names a cell declares. */
  private virtualFile(name: string): SourceFile {
    const text = this.watch.sys.readFile(name) ?? "";
    const known = this.parsed.get(name);
    if (known?.text === text) return known.file;
    const file = this.parse(name, text);
    this.parsed.set(name, { text, file });
    return file;
  }

  /** The virtual file with the declarations. */
  private get declarations(): string {
    return this.watch.roots.find((root) => root.endsWith("__prev__.d.ts"))!;
  }

  private parse(name: string, text: string): SourceFile {
    const { options } = this.watch;
    const language = {
      languageVersion: options.target,
      setExternalModuleIndicator: ts.getSetExternalModuleIndicator(options),
    };
    const file = ts.createSourceFile(name, text, language);
    ts.bindSourceFile(file, options);
    // tslab reads the exported names from here, but TypeScript stores those that begin with two underscores under
    // other names.
    const isNamesOnly = !name.endsWith(".d.ts") && !/\nexport \{[^}]*\}$/.test(text);
    if (isNamesOnly && [...file.locals.keys()].some((name) => name.startsWith("___")))
      file.locals = new Map([...file.locals].map(([name, symbol]) => [ts.unescapeLeadingUnderscores(name), symbol]));
    return file;
  }

  private compilerHost({ sys, options }: WatchHost): CompilerHost {
    const { files } = this;
    const lib = join(require.resolve("@tslab/typescript-for-tslab"), "..").replaceAll("\\", "/");
    return {
      fileExists: (path) => {
        files.noteExistence("file", path);
        return sys.fileExists(path);
      },
      directoryExists: (path) => {
        files.noteExistence("folder", path);
        return sys.directoryExists(path);
      },
      readFile: (path) => {
        files.noteText(path);
        return sys.readFile(path);
      },
      getSourceFile: (path, language) => {
        if (virtual.test(path)) return this.virtualFile(path);
        if (path === this.language) return (this.languageFile ??= ts.createSourceFile(path, languageOf(), language));
        return files.source(path, () => {
          const text = sys.readFile(path);
          return text === undefined ? undefined : ts.createSourceFile(path, text, language);
        });
      },
      getDefaultLibFileName: () => `${lib}/${ts.getDefaultLibFileName(options)}`,
      getDefaultLibLocation: () => lib,
      getCurrentDirectory: () => sys.getCurrentDirectory(),
      getDirectories: (path) => sys.getDirectories(path),
      realpath: (path) => sys.realpath?.(path) ?? path,
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      writeFile: () => {},
    };
  }
}

/**
 * tslab puts `exports.` before the names of earlier cells, also before `links` in `{ links: l } = f()` if its type
 * comes from one.
 */
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
