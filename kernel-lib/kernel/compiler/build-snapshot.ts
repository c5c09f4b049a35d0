// Run by `node --build-snapshot`: loads the compiler, lets it read the libraries' declarations, and saves it as a
// snapshot of V8's heap, from which the next kernel's compiler starts. Node does not let such a script load files, so
// it brings a small `require` of its own.
import { readFileSync } from "node:fs";
import Module, { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { startupSnapshot } from "node:v8";

type Loaded = { exports: any; filename?: string; loaded?: boolean };

const builtin = require;
const cache: Record<string, Loaded | undefined> = {};

function load(file: string): any {
  const known = cache[file];
  if (known) return known.exports;
  const module: Loaded = { exports: {}, filename: file };
  cache[file] = module;
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".json")) module.exports = JSON.parse(text);
  else {
    // biome-ignore lint/security/noGlobalEval: a function of `vm` may not be in a snapshot
    const wrapped = globalThis.eval(
      `(function (exports, require, module, __filename, __dirname) { ${text}\n})\n//# sourceURL=${file}`,
    );
    wrapped(module.exports, requireFor(file), module, file, dirname(file));
  }
  return module.exports;
}

function requireFor(file: string): NodeJS.Require {
  const paths = (Module as any)._nodeModulePaths(dirname(file));
  const resolve = (id: string): string =>
    isBuiltin(id) ? id : (Module as any)._resolveFilename(id, { id: file, filename: file, paths });
  const require = (id: string) => (isBuiltin(id) ? builtin(id) : load(resolve(id)));
  return Object.assign(require, { resolve, cache, main: undefined, extensions: {} }) as unknown as NodeJS.Require;
}

const root = process.env.VERTEILT_ROOT!;
const compiler: typeof import("./main.js") = load(join(root, "kernel-lib", "dist", "kernel", "compiler", "main.js"));
const { Compiler }: typeof import("./compile.js") = load(
  join(root, "kernel-lib", "dist", "kernel", "compiler", "compile.js"),
);
const { Files }: typeof import("./files.js") = load(join(root, "kernel-lib", "dist", "kernel", "compiler", "files.js"));

const files = new Files();
const first = new Compiler({ root, files });
// What V8 compiles for these is in the snapshot too.
for (const cell of [
  'import { Node, run } from "kernel-lib"; class A extends Node { n = 1; onStart() { this.send("b", { type: "x" }) } } await run({ nodes: { a: A } })',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the template literal is the cell's
  "const list: number[] = [3, 1]; let sum = 0; for (const x of list) sum += x; `${sum}` + list.map((x) => x * 2)",
  'type T = { a?: string }; function f({ a = "x" }: T = {}): string { return a } enum E { A } interface I { e: E } const { length } = f();',
  "const wrong: string = 5; missing",
  "const = 3",
])
  first.compile("", cell);
files.forgetLookups();
startupSnapshot.setDeserializeMainFunction(() => compiler.serve(files));
