// Scopes that are known without asking V8: of functions that unpacking made, and of those a host has noted.

/** How to read the outer variables of a function. */
export interface Scope {
  readonly names: readonly string[];
  get(name: string): unknown;
}

const noted = new WeakMap<object, Scope>();

export function noteScope(f: unknown, scope: Scope): void {
  if (typeof f === "function") noted.set(f, scope);
}

/** The outer variables of `f`, read when they are asked for; undefined where nobody noted them. */
export function notedScope(f: Function): Record<string, unknown> | undefined {
  const scope = noted.get(f);
  if (!scope) return undefined;
  const variables = {};
  for (const name of scope.names)
    Object.defineProperty(variables, name, { get: () => scope.get(name), enumerable: true });
  return variables;
}
