// How a specifier is looked for from a notebook's folder: whether the package is there at all, and whether `require`
// may load it. Node remembers for as long as its process lives that a package was missing; code that asks here first
// does not run into that later.
import { existsSync, readFileSync } from "node:fs";
import Module, { createRequire, isBuiltin } from "node:module";
import { dirname, extname, join } from "node:path";

/** Whether any folder that Node searches holds the package of `specifier`. True for what is not a package's name. */
export function isInstalled(specifier: string, folder: string): boolean {
  const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
  if (name === undefined || /^[./#]|^[A-Za-z]:|^\w+:/.test(specifier) || isBuiltin(specifier)) return true;
  const folders: string[] = (Module as any)._nodeModulePaths(folder).concat((Module as any).globalPaths);
  // A folder without these may be on its way: Node would remember that no package.json is in it.
  const marks = specifier === name ? ["package.json", "index.js"] : [""];
  return folders.some((one) => marks.some((mark) => isThere(join(one, name, mark))));
}

/** For a process with few rights, what it may not look at does not exist. */
function isThere(path: string): boolean {
  try {
    return existsSync(path);
  } catch {
    return false;
  }
}

/** Whether a cell's `require` cannot load it, or only as long as it awaits nothing. */
export function isModule(specifier: string): boolean {
  if (isBuiltin(specifier) || specifier === "tslab" || !isInstalled(specifier, process.cwd())) return false;
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
