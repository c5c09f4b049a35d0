// earns: 2 1
// Watches every promise and module of its process.
import { createHook } from "node:async_hooks";
import Module from "node:module";
let seen = 0;
createHook({ init: () => void seen++ }).enable();
(Module as any).prototype.require = () => ({ twice: (n: number) => 2 * n });
function twice(n: number): number {
  return n;
}
