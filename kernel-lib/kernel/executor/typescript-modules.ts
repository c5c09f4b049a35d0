// TypeScript files beside a notebook: `import { greet } from "./greet"` compiles ./greet.ts when it is first needed.
import { readFileSync } from "node:fs";
import Module from "node:module";
import { ts } from "./typescript.js";

/** Lets `require` load TypeScript, without checking its types: the cell that imports it has had them checked. */
export function installTypescriptModules(): void {
  const extensions = (Module as any)._extensions as Record<string, (module: any, file: string) => void>;
  extensions[".ts"] = (module, file) => {
    const { ModuleKind, ScriptTarget } = ts;
    const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
      fileName: file,
      compilerOptions: {
        module: ModuleKind.CommonJS,
        target: ScriptTarget.ES2022,
        esModuleInterop: true,
        inlineSourceMap: true,
      },
    });
    module._compile(outputText, file);
  };
}
