// Closure scopes that are known without asking V8: of functions that unpacking made, and of those a host has
// registered.

/** How to read the outer variables of a function. */
export interface ClosureScope {
  readonly names: readonly string[];
  get(name: string): unknown;
}

const scopes = new WeakMap<object, ClosureScope>();

export function registerScope(f: unknown, scope: ClosureScope): void {
  if (typeof f === "function") scopes.set(f, scope);
}

/** The outer variables of `f`, read when they are asked for; undefined if they were not registered. */
export function registeredScope(f: Function): Record<string, unknown> | undefined {
  const scope = scopes.get(f);
  if (!scope) return undefined;
  const variables = {};
  for (const name of scope.names)
    Object.defineProperty(variables, name, { get: () => scope.get(name), enumerable: true });
  return variables;
}
