// Which method handles a message: "on" and its type, first letter raised, else onMessage.
import { nearest } from "./near-miss.js";

const methodNames = new Map<string, string>();
/** What was asked last: many messages in a row are often of one type. */
let lastType = "";
let lastName = "";

/** The name of the method that handles messages of `type`. */
export function handlerName(type: string): string {
  if (type !== lastType) {
    lastName = nameFor(type);
    lastType = type;
  }
  return lastName;
}

function nameFor(type: string): string {
  let name = methodNames.get(type);
  if (name === undefined) {
    name = `on${type.charAt(0).toUpperCase()}${type.slice(1)}`;
    methodNames.set(type, name);
  }
  return name;
}

/** The name of the method of `node` that handles messages of `type`, if it has one. */
export function handlerOf(node: any, type: string): string | undefined {
  const name = handlerName(type);
  if (typeof node[name] === "function") return name;
  return typeof node.onMessage === "function" ? "onMessage" : undefined;
}

const meant = new WeakMap<Function, Map<string, string | undefined>>();

/** The handler of `node` whose name comes close to the one that is missing for messages of `type`, if there is one. */
export function handlerMeant(node: any, type: string): string | undefined {
  const known = meant.get(node.constructor) ?? new Map<string, string | undefined>();
  meant.set(node.constructor, known);
  if (!known.has(type)) {
    const names = methodsOf(node).filter((name) => /^on./i.test(name));
    const found = nearest(
      handlerName(type).slice(2),
      names.map((name) => name.slice(2)),
    );
    known.set(type, found === undefined ? undefined : names.find((name) => name.slice(2) === found));
  }
  return known.get(type);
}

/** Own methods and those of the classes it extends, without the base class's. */
function methodsOf(node: any): string[] {
  const names = new Set<string>(Object.keys(node).filter((name) => typeof node[name] === "function"));
  for (let at = Object.getPrototypeOf(node); at && Object.getPrototypeOf(at) !== Object.prototype; ) {
    for (const name of Object.getOwnPropertyNames(at)) if (!lifeCycle.has(name)) names.add(name);
    at = Object.getPrototypeOf(at);
  }
  return [...names];
}

const lifeCycle = new Set(["onStart", "onRestart", "onTimer"]);
