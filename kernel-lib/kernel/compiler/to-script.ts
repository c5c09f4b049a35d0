// From tslab's ES module to a CommonJS script, as `ts.transpileModule` does it, but with the type checker that has just
// checked the cell: one of its own, which that function makes for each text, takes a fifth of a cell's time.
import type { CompilerOptions, Program, SourceFile } from "@tslab/typescript-for-tslab";

export interface Transpiled {
  readonly outputText: string;
  readonly sourceMapText: string;
}

/** `checked` is a file of the program's that was checked. */
export function toScript(
  ts: any,
  program: Program,
  checked: SourceFile,
  js: string,
  given: CompilerOptions,
): Transpiled {
  const options = { ...given, sourceMap: true, isolatedModules: true, allowNonTsExtensions: true };
  const file = ts.createSourceFile("custom.js", js, {
    languageVersion: options.target,
    setExternalModuleIndicator: ts.getSetExternalModuleIndicator(options),
  });
  file.path = file.fileName;
  ts.bindSourceFile(file, options);
  const texts = new Map<string, string>();
  const host = {
    getCompilerOptions: () => options,
    getCurrentDirectory: () => "",
    getCommonSourceDirectory: () => "",
    getCanonicalFileName: (name: string) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    getSourceFiles: () => [file],
    getSourceFile: () => undefined,
    getSourceFileByPath: () => undefined,
    isSourceFileFromExternalLibrary: () => false,
    getResolvedProjectReferenceToRedirect: () => undefined,
    isSourceOfProjectReferenceRedirect: () => false,
    isEmitBlocked: () => false,
    fileExists: () => false,
    readFile: () => undefined,
    redirectTargetsMap: new Map(),
    writeFile: (name: string, text: string) => void texts.set(name, text),
  };
  const resolver = (program.getTypeChecker() as any).getEmitResolver(checked);
  ts.emitFiles(resolver, host, file, ts.getTransformers(options), false, false, false);
  const sourceMapText = [...texts].find(([name]) => name.endsWith(".map"))?.[1] ?? "";
  const outputText = [...texts].find(([name]) => !name.endsWith(".map"))?.[1] ?? "";
  return { outputText, sourceMapText };
}
