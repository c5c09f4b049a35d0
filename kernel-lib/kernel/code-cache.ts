// Loads a large CommonJS module sooner: what V8 has compiled of it is kept in a file, for this V8 with these flags. Where the file is
// missing, or was made from something else, the module is compiled as ever.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";

const folder = join(__dirname, "..", "cache");

export interface LoadedModule {
  readonly exports: any;
  /** Keeps what has been compiled by now, unless it was kept before. */
  keep(): void;
}

export function loadWithCache(path: string): LoadedModule {
  const { size, mtimeMs } = statSync(path);
  const file = join(folder, `${basename(path)}-${size}-${Math.round(mtimeMs)}-${cachedDataVersionTag()}`);
  const cachedData = kept(file);
  const script = new Script(Module.wrap(readFileSync(path, "utf8")), { filename: path, cachedData });
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  return {
    exports: module.exports,
    keep: () => {
      if (!cachedData || script.cachedDataRejected) write(file, script.createCachedData());
    },
  };
}

function kept(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Whole or not at all; a folder that cannot be written costs nothing but time. */
function write(file: string, data: Buffer): void {
  const beside = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(beside, data);
    renameSync(beside, file);
  } catch {
    rmSync(beside, { force: true });
  }
}
