// Views below the properties of tslab's `exports`: `exports.n` is the variable `n` of the cell that declared it, read
// and written where it lives.

/** Puts the functions that compiled cells make and end views with on the global object. */
export function installViews(exports: object): void {
  const below = Object.create(Object.prototype);
  Object.setPrototypeOf(exports, below);
  const view = (name: string, get: () => unknown, set: (value: unknown) => void) => {
    Reflect.deleteProperty(exports, name);
    Object.defineProperty(below, name, { get, set, enumerable: true, configurable: true });
  };
  // What the variable held is there until the cell defines the name anew.
  const unview = (...names: string[]) => {
    for (const name of names) {
      const before = Object.getOwnPropertyDescriptor(below, name);
      if (!before) continue;
      delete below[name];
      Reflect.set(exports, name, before.get!());
    }
  };
  Object.defineProperty(globalThis, "__view", { value: view });
  Object.defineProperty(globalThis, "__unview", { value: unview });
}
