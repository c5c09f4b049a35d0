// ES modules: tslab compiles `import` to `require`, which knows neither packages that only support `import` nor
// modules that await. Such a `require` becomes an awaited `globalThis.__import`, and so does every
// `import()`.
import type { Edit } from "./edits.js";
import { isFunction, walk } from "./walk.js";

/** `isModule` says which specifiers `require` may not load. */
export function imports(code: string, program: any, isModule: (specifier: string) => boolean): Edit[] {
  const edits: Edit[] = [];
  const replace = (start: number, end: number, insert: string) =>
    edits.push({ at: start, remove: end - start, insert });
  walk(program, (node) => {
    // `import(x)` is compiled to `Promise.resolve(x).then(s => __importStar(require(s)))`.
    if (node.type === "ArrowFunctionExpression" && isCallOf(node.body, "__importStar")) {
      const [call] = node.body.arguments;
      if (isCallOf(call, "require")) {
        const { start, end } = call.arguments[0];
        replace(node.body.start, start, "(globalThis.__import?.(");
        // Elsewhere, where a node runs, `import()` does it.
        replace(end, node.body.end, `,require)??import(${code.slice(start, end)}))`);
        return false;
      }
    }
    return true;
  });
  walk(program, (node) => {
    const specifier = isCallOf(node, "require") ? node.arguments[0]?.value : undefined;
    if (typeof specifier === "string" && isModule(specifier))
      replace(node.start, node.end, `(await globalThis.__import(${JSON.stringify(specifier)},require))`);
    return !isFunction(node);
  });
  return edits;
}

function isCallOf(node: any, name: string): boolean {
  return node?.type === "CallExpression" && node.callee.name === name;
}
