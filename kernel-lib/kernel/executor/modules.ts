// ES modules for cells: found as `import` finds them from the notebook's folder, or else from the course's. Loaded by `require` where
// that can load them, because what it has loaded is known on every thread that a node's code is shipped to.
import { existsSync, readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

type Resolve = (specifier: string, parent: URL) => string;

/** Puts what compiled cells import modules with on the global object. */
export function installImport(folders: readonly string[]): void {
  const load = async (specifier: string, require: NodeJS.Require): Promise<unknown> => {
    if (!isModule(specifier)) return namespaceOf(require(specifier));
    return loaded(found(specifier, folders, (await resolver).resolve));
  };
  Object.defineProperty(globalThis, "__import", { value: load });
}

/** Whether a cell's `require` does not load it, or only as long as it awaits nothing. */
export function isModule(specifier: string): boolean {
  if (isBuiltin(specifier) || specifier === "tslab") return false;
  try {
    return isModuleFile(createRequire(join(process.cwd(), "cell.js")).resolve(specifier));
  } catch (error) {
    return (error as { code?: string }).code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

/** Node's own way from a specifier to an address: a function that only ES modules are given. */
const source: string = "data:text/javascript,export const resolve = import.meta.resolve";
const resolver: Promise<{ resolve: Resolve }> = import(source);

function found(specifier: string, [folder, ...others]: readonly string[], resolve: Resolve): string {
  try {
    return resolve(specifier, pathToFileURL(join(folder, "cell.js")));
  } catch (error) {
    if (others.length === 0 || (error as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    return found(specifier, others, resolve);
  }
}

async function loaded(address: string): Promise<unknown> {
  try {
    return createRequire(address)(fileURLToPath(address));
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_REQUIRE_ASYNC_MODULE") throw error;
    return marked(await import(address));
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

/** With the mark by which compiled code knows an ES module. */
function marked(namespace: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(namespace).map((name) => [name, { get: () => namespace[name], enumerable: true }]);
  return Object.defineProperty(Object.defineProperties({}, Object.fromEntries(names)), "__esModule", { value: true });
}

function namespaceOf(exported: any): unknown {
  return exported?.__esModule ? exported : marked({ ...exported, default: exported });
}
