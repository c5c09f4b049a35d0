// ES modules for cells: found as `import` finds them from the notebook's folder, or else from the course's.
import { existsSync, readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, extname, join } from "node:path";
import { constants, runInThisContext } from "node:vm";

type Import = (specifier: string) => Promise<Record<string, unknown>>;

/** Puts what compiled cells import modules with on the global object. */
export function installImport(folders: readonly string[]): void {
  const importers = folders.map(importerIn);
  const load = async (specifier: string, require: NodeJS.Require): Promise<unknown> => {
    if (!isModule(specifier)) return namespaceOf(require(specifier));
    for (const importer of importers.slice(0, -1)) {
      try {
        return marked(await importer(specifier));
      } catch (error) {
        if ((error as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
      }
    }
    return marked(await importers.at(-1)!(specifier));
  };
  Object.defineProperty(globalThis, "__import", { value: load });
}

/** Whether `require` does not load it, or only as long as it awaits nothing. */
export function isModule(specifier: string): boolean {
  if (isBuiltin(specifier) || specifier === "tslab") return false;
  try {
    return isModuleFile(createRequire(join(process.cwd(), "cell.js")).resolve(specifier));
  } catch (error) {
    return (error as { code?: string }).code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

function isModuleFile(path: string): boolean {
  if (extname(path) === ".mjs") return true;
  if (extname(path) !== ".js") return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")).type === "module";
    if (folder === dirname(folder)) return false;
  }
}

/** Node's own `import`, as if written in a file of that folder. */
function importerIn(folder: string): Import {
  return runInThisContext("specifier => import(specifier)", {
    filename: join(folder, "cell.js"),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as Import;
}

/** With the mark by which compiled code knows an ES module. */
function marked(namespace: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(namespace).map((name) => [name, { get: () => namespace[name], enumerable: true }]);
  return Object.defineProperty(Object.defineProperties({}, Object.fromEntries(names)), "__esModule", { value: true });
}

function namespaceOf(exported: any): unknown {
  return exported?.__esModule ? exported : marked({ ...exported, default: exported });
}
