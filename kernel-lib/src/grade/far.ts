// Answers as a test uses them: every call is awaited, `await new Gate()` gives an object whose methods are awaited too.
// A class of nodes is only handed to `run` or `explore`, and data is data.
import { Node } from "../node/node.js";

const raw = new WeakMap<object, unknown>();

export function far(answer: any): unknown {
  if (typeof answer !== "function" || answer.prototype instanceof Node) return answer;
  const isClass = /^class\b/.test(Function.prototype.toString.call(answer)) || isHandleOfClass(answer);
  return new Proxy(answer, {
    construct: (_target, args) => promise(() => farObject(Reflect.construct(answer, args.map(near)))),
    apply: (_target, _this, args) =>
      promise(() => (isClass ? new answer(...args.map(near)) : answer(...args.map(near)))),
  });
}

function isHandleOfClass(answer: any): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(answer, "prototype");
  return descriptor !== undefined && descriptor.writable === false;
}

/** `await object.method(x)` calls, `await object.field` reads. */
function farObject(object: any): unknown {
  const proxy = new Proxy({} as any, {
    get: (_target, member) => {
      if (typeof member === "symbol" || member === "then") return undefined;
      const method = (...args: unknown[]) => promise(() => object[member](...args.map(near)));
      return Object.assign(method, {
        // biome-ignore lint/suspicious/noThenProperty: awaiting a member reads the field
        then: (resolve: (value: unknown) => void, reject: (error: unknown) => void) =>
          promise(() => object[member]).then(resolve, reject),
      });
    },
  });
  raw.set(proxy, object);
  return proxy;
}

function near(value: any): unknown {
  return (typeof value === "object" && value !== null && raw.get(value)) || value;
}

function promise(act: () => unknown): any {
  return new Promise((resolve) => resolve(act()));
}
