// Which method handles a message: "on" and its type, first letter raised, else onMessage.

const methodNames = new Map<string, string>();

/** The name of the method of `node` that handles messages of `type`, if it has one. */
export function handlerOf(node: any, type: string): string | undefined {
  let name = methodNames.get(type);
  if (name === undefined) {
    name = `on${type.charAt(0).toUpperCase()}${type.slice(1)}`;
    methodNames.set(type, name);
  }
  if (typeof node[name] === "function") return name;
  return typeof node.onMessage === "function" ? "onMessage" : undefined;
}
