// ES modules for cells: found as `import` finds them from the notebook's folder, or else from the course's. Loaded by
// `require` where possible, because what it has loaded is known on every thread that a node's code is shipped to.
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isInstalled, isModule } from "../es-modules.js";

type Resolve = (specifier: string, parent: URL) => string;

/** Puts on the global object what compiled cells use to import modules. */
export function installImport(folders: readonly string[]): void {
  askBeforeNode();
  const load = async (specifier: string, require: NodeJS.Require): Promise<unknown> => {
    if (!isModule(specifier)) return namespaceOf(require(specifier));
    return loaded(found(specifier, folders, (await resolver).resolve));
  };
  Object.defineProperty(globalThis, "__import", { value: load });
}

/** Node's own way from a specifier to an address: a function that only ES modules are given. */
const source: string = "data:text/javascript,export const resolve = import.meta.resolve";
const resolver: Promise<{ resolve: Resolve }> = import(source);

/** A package that is missing now may exist by the next cell, so Node is not asked for it until then. */
function askBeforeNode(): void {
  const resolve = (Module as any)._resolveFilename;
  (Module as any)._resolveFilename = (
    specifier: string,
    parent: { filename?: string } | undefined,
    ...rest: unknown[]
  ) => {
    const folder = parent?.filename ? dirname(parent.filename) : process.cwd();
    if (isInstalled(specifier, folder)) return resolve(specifier, parent, ...rest);
    throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: "MODULE_NOT_FOUND" });
  };
}

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

/** With the mark by which compiled code recognises an ES module. */
function marked(namespace: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(namespace).map((name) => [name, { get: () => namespace[name], enumerable: true }]);
  return Object.defineProperty(Object.defineProperties({}, Object.fromEntries(names)), "__esModule", { value: true });
}

function namespaceOf(exported: any): unknown {
  return exported?.__esModule ? exported : marked({ ...exported, default: exported });
}
