// What the functions of cells close over, as they noted it; needed only where Node's permission model forbids to ask
// V8.
import { registerScope } from "../../src/engine/ship/closure-scopes.js";

type Noted = (f: unknown, names: readonly string[], get: (name: string) => unknown, name?: string) => unknown;

/** Whether Node's permission model is on. */
export function isRestricted(): boolean {
  return (process as any).permission !== undefined;
}

/** Puts what compiled cells note their scopes with on the global object. */
export function installNotes(): void {
  if (!isRestricted()) return;
  const note: Noted = (f, names, get, name) => {
    if (name !== undefined && typeof f === "function" && f.name === "")
      Object.defineProperty(f, "name", { value: name, configurable: true });
    registerScope(f, { names: [...names, "exports"], get: (one) => (one === "exports" ? shared() : get(one)) });
    return f;
  };
  Object.defineProperty(globalThis, "__scope", { value: note });
}

/** What all cells share, tslab's `exports`. */
function shared(): unknown {
  return (globalThis as any).__tslab__.exports;
}
