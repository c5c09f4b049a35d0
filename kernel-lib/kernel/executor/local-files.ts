// The notebook's own files that cells import: TypeScript arrives compiled with the cell that imports it, and a file
// that changed since it was loaded is loaded again, along with all files that import it.
import { readFileSync, type Stats, statSync } from "node:fs";
import Module from "node:module";
import { join, sep } from "node:path";
import type { CompiledFile } from "../compiler/protocol.js";

type Load = (module: NodeModule & { _compile(code: string, file: string): void }, file: string) => void;

const compiled = new Map<string, string>();
const stamps = new Map<string, string>();
const library = join(__dirname, "../..") + sep;

/** Lets `require` load TypeScript, and notes when local files were loaded. */
export function installLocalFiles(): void {
  const extensions = (Module as any)._extensions as Record<string, Load>;
  const noted =
    (load: Load): Load =>
    (module, file) => {
      if (isLocal(file)) stamps.set(file, stampOf(file));
      const code = compiled.get(file.replaceAll("\\", "/"));
      if (code === undefined) load(module, file);
      else module._compile(code, file);
    };
  for (const extension of [".js", ".json"]) extensions[extension] = noted(extensions[extension]);
  for (const extension of [".ts", ".tsx", ".mts", ".cts"]) extensions[extension] = noted(transpile);
}

/** Before a cell runs: takes what it brings along, and forgets what has changed. */
export function refreshLocalFiles(files: readonly CompiledFile[]): void {
  for (const { path, code } of files) compiled.set(path, code);
  const stale = new Set([...stamps.keys()].filter((file) => stampOf(file) !== stamps.get(file)));
  if (stale.size === 0) return;
  for (let grown = true; grown; ) {
    grown = false;
    for (const [file, module] of Object.entries(require.cache))
      if (module && !stale.has(file) && isLocal(file) && module.children.some(({ filename }) => stale.has(filename))) {
        stale.add(file);
        grown = true;
      }
  }
  for (const file of stale) {
    delete require.cache[file];
    stamps.delete(file);
    if (!files.some(({ path }) => path === file.replaceAll("\\", "/"))) compiled.delete(file.replaceAll("\\", "/"));
  }
}

/** A TypeScript file that no cell names in an `import`: found by a `require` with a computed name, say. */
function transpile(module: Parameters<Load>[0], file: string): void {
  const ts: typeof import("@tslab/typescript-for-tslab") = require("@tslab/typescript-for-tslab");
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
    fileName: file,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      inlineSourceMap: true,
    },
  });
  module._compile(outputText, file);
}

function isLocal(file: string): boolean {
  return !file.includes(`${sep}node_modules${sep}`) && !file.startsWith(library);
}

function stampOf(file: string): string {
  let stats: Stats | undefined;
  try {
    stats = statSync(file, { throwIfNoEntry: false });
  } catch {
    // As if it did not exist.
  }
  return stats ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : "";
}
