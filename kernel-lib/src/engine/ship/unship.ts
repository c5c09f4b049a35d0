// Unpacks a shipment: evaluates its code and rebuilds its data, each unpacking with memory of its own.
import { constants, runInThisContext } from "node:vm";
import { type ClosureScope, registerScope } from "./closure-scopes.js";
import { resolve } from "./external-reference.js";
import type { CodePart, Ref, Shipment } from "./shipment.js";

/** Rewrites code before it is evaluated; the code can reach it as `$$guard`. */
export interface CodeGuard {
  /** The text to evaluate, on the same lines, and the name that stack traces show. */
  guarded(part: CodePart): { text: string; file: string };
}

/**
 * @param shadows globals that mean something else in this code, for example a `Math` whose `random` is refused
 */
export function unship(shipment: Shipment, shadows: Record<string, unknown> = {}, guard?: CodeGuard): any {
  return new Unpacker(shipment, shadows, guard).get(shipment.root);
}

/** The same, and every object in it that is data: whoever changes what was shipped changes one of these. */
export function unshipWithData(shipment: Shipment): { value: any; data: object[] } {
  const unpacker = new Unpacker(shipment, {}, undefined);
  const value = unpacker.get(shipment.root);
  const data = shipment.parts.flatMap(({ kind }, ref) =>
    kind === "code" || kind === "external" ? [] : [unpacker.get(ref)],
  );
  return { value, data: data.filter((part) => typeof part === "object" && part !== null) };
}

const standIns = new WeakSet<object>();

/** Whether a captured value only stands for the global of its name: packing the code again leaves it out. */
export function isStandIn(value: unknown): boolean {
  return typeof value === "object" || typeof value === "function" ? value !== null && standIns.has(value) : false;
}

interface Made extends Omit<ClosureScope, "names"> {
  make(): any;
  set(name: string, value: unknown): void;
}

class Unpacker {
  #values = new Map<Ref, any>();
  /** What to do once a part that is being made, and is needed by itself, is there. */
  #later = new Map<Ref, ((value: any) => void)[]>();

  constructor(
    readonly shipment: Shipment,
    readonly shadows: Record<string, unknown>,
    readonly guard: CodeGuard | undefined,
  ) {
    for (const shadow of Object.values(shadows)) standIns.add(shadow as object);
  }

  get(ref: Ref): any {
    let result: any;
    this.#with(ref, (value) => {
      result = value;
    });
    return result;
  }

  /** Calls `use` with the value of `ref`: now, or as soon as it has been made. */
  #with(ref: Ref, use: (value: any) => void): void {
    if (this.#values.has(ref)) use(this.#values.get(ref));
    else if (this.#later.has(ref)) this.#later.get(ref)!.push(use);
    else {
      this.#later.set(ref, []);
      const value = this.#make(ref);
      this.#values.set(ref, value);
      const waiting = this.#later.get(ref)!;
      this.#later.delete(ref);
      for (const f of waiting) f(value);
      use(value);
    }
  }

  #make(ref: Ref): any {
    const part = this.shipment.parts[ref];
    switch (part.kind) {
      case "value":
        return typeof part.value === "object" && part.value !== null && !(part.value instanceof SharedArrayBuffer)
          ? structuredClone(part.value)
          : part.value;
      case "external":
        return resolve(part.reference);
      case "code":
        return this.#code(part);
      case "array": {
        const array: any[] = this.#early(ref, new Array(part.items.length));
        for (const [i, item] of part.items.entries()) this.#with(item, (value) => void (array[i] = value));
        return array;
      }
      case "object": {
        const object = this.#early(ref, this.#instance(part.of, {}));
        for (const [key, item] of part.entries) this.#with(item, (value) => void (object[key] = value));
        return object;
      }
      case "map": {
        const map = this.#early(ref, this.#instance(part.of, new Map()));
        for (const [key, item] of part.entries) map.set(this.get(key), this.get(item));
        return map;
      }
      case "set": {
        const set = this.#early(ref, this.#instance(part.of, new Set()));
        for (const item of part.items) set.add(this.get(item));
        return set;
      }
    }
  }

  /** Makes an object known before its parts are, so that it may contain itself. */
  #early(ref: Ref, object: any): any {
    this.#values.set(ref, object);
    return object;
  }

  #instance(of: Ref | undefined, object: any): any {
    return of === undefined ? object : Object.setPrototypeOf(object, this.get(of).prototype);
  }

  #code(part: CodePart): any {
    const shadowed = part.globals.filter((name) => Object.hasOwn(this.shadows, name));
    const names = [...part.captured.map(({ name }) => name), ...shadowed];
    const made = evaluate(part, names, this.guard);
    for (const name of shadowed) made.set(name, this.shadows[name]);
    for (const { name, value, members } of part.captured) {
      if (value !== undefined) this.#with(value, (v) => made.set(name, v));
      else {
        const namespace: Record<string, unknown> = {};
        for (const [member, ref] of members!) this.#with(ref, (v) => void (namespace[member] = v));
        made.set(name, namespace);
      }
    }
    const value = made.make();
    registerScope(value, { names, get: made.get });
    return value;
  }
}

/**
 * The text in a function that holds its outer names, on the line and column where it stood, so that stacks point home.
 */
function evaluate(part: CodePart, names: readonly string[], guard: CodeGuard | undefined): Made {
  const { form, position } = part;
  const { text, file } = guard?.guarded(part) ?? { text: part.text, file: position?.file ?? "shipped code" };
  const declared = names.length > 0 ? `let ${names.join(", ")};` : "";
  // No name of our own may stand between the function and its outer ones.
  const setters = names.map((name) => `case "${name}": ${name} = arguments[1]; break;`).join(" ");
  const getters = names.map((name) => `case "${name}": return ${name};`).join(" ");
  const [open, close] = form === "method" ? ["({", "})"] : ["(", ")"];
  const first = form === "method" ? "return Object.values" : "return ";
  const rest = form === "method" ? "[0];" : ";";
  const code =
    `(($$guard) => { ${declared} return { set() { switch (arguments[0]) { ${setters} } }, ` +
    `get() { switch (arguments[0]) { ${getters} } }, make() { ${first}${open}\n` +
    `${" ".repeat(position?.column ?? 0)}${text}\n${close}${rest} } }; })`;
  const evaluated = runInThisContext(code, {
    filename: file,
    lineOffset: (position?.line ?? 0) - 1,
    importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER as any,
  });
  return evaluated(guard);
}
