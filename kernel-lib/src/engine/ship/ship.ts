// Packs a class or function with everything it needs to run elsewhere. What would share memory is refused here.
import { MisuseError, quote } from "../../node/errors.js";
import { host } from "../host.js";
import { type Analysis, analyse, type Use } from "./analyse.js";
import { scopesOf } from "./closures.js";
import { identify, isForeign, isLibrary } from "./external-reference.js";
import { unguarded } from "./guarded-text.js";
import { isReusable } from "./reusable.js";
import { type CodePart, moved, type Part, type Ref, type Shipment } from "./shipment.js";
import { isStandIn } from "./unship.js";

/**
 * Packs `value`: functions and classes as text with what they capture, everything else as data.
 * @param what names it in errors, for example `class Server`
 * @param mayChangeData whether it may change captured data, such as a Map of results: right where there is only one
 * copy, as of a graded function
 * @param packed returns the packed form of a value that stands for one packed elsewhere
 * @throws MisuseError if it writes to a captured variable, or captures something alive such as a socket
 */
export function ship(value: unknown, what: string, mayChangeData = false, packed: Packed = () => undefined): Shipment {
  const packer = new Packer(mayChangeData, packed);
  const root = packer.pack(value, [what]);
  return { parts: packer.parts, root, isolated: packer.isolated, reusable: packer.reusable, privates: packer.privates };
}

type Packed = (value: unknown) => Shipment | undefined;

class Packer {
  parts: Part[] = [];
  isolated = false;
  reusable = true;
  privates: string[] = [];
  #refs = new Map<unknown, Ref>();

  constructor(
    readonly mayChangeData: boolean,
    readonly packed: Packed,
  ) {}

  /** @param path how one gets there, for errors: `class Server`, `table`, `rows` */
  pack(value: unknown, path: readonly string[]): Ref {
    if (this.#refs.has(value)) return this.#refs.get(value)!;
    const shipment = this.packed(value);
    const ref = shipment ? this.#adopt(shipment) : this.parts.length;
    if (shipment) {
      this.#refs.set(value, ref);
      return ref;
    }
    this.parts.push({ kind: "value", value: undefined });
    this.#refs.set(value, ref);
    this.parts[ref] = this.#part(value, path);
    return ref;
  }

  /** @returns the number its root has from now on */
  #adopt(shipment: Shipment): Ref {
    const offset = this.parts.length;
    this.parts.push(...shipment.parts.map((part) => moved(part, offset)));
    this.isolated ||= shipment.isolated;
    this.reusable &&= shipment.reusable;
    return offset + shipment.root;
  }

  #part(value: unknown, path: readonly string[]): Part {
    if (typeof value === "symbol") refuse(value, path);
    if (typeof value !== "function" && (typeof value !== "object" || value === null)) return { kind: "value", value };
    const reference = identify(value);
    if (reference) {
      if (isForeign(reference)) this.reusable = false;
      return { kind: "external", reference };
    }
    if (typeof value === "function") return this.#code(value, path);
    if (path.length > 1) this.isolated = true;
    return this.#data(value, path);
  }

  #data(value: object, path: readonly string[]): Part {
    if (Array.isArray(value))
      return { kind: "array", items: value.map((item, i) => this.pack(item, [...path, `[${i}]`])) };
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    if (ArrayBuffer.isView(value) || /^(Date|RegExp|ArrayBuffer|SharedArrayBuffer)$/.test(kind))
      return { kind: "value", value };
    const of = this.#classOf(value, path);
    if (value instanceof Map) {
      return {
        kind: "map",
        of,
        entries: [...value].map(([k, v]) => [this.pack(k, [...path, "a key"]), this.pack(v, [...path, "a value"])]),
      };
    }
    if (value instanceof Set)
      return { kind: "set", of, items: [...value].map((v) => this.pack(v, [...path, "a member"])) };
    if (kind === "Error") return { kind: "value", value };
    if (/^(Promise|WeakMap|WeakSet|WeakRef|Generator|AsyncGenerator)$/.test(kind)) refuse(value, path);
    return {
      kind: "object",
      of,
      entries: Object.keys(value).map((key) => [key, this.pack((value as any)[key], [...path, key])]),
    };
  }

  /**
   * The class of an instance travels too; an instance of a class that is not the program's own is alive, like a socket.
   */
  #classOf(value: object, path: readonly string[]): Ref | undefined {
    const prototype = Object.getPrototypeOf(value);
    if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined;
    const made = prototype.constructor;
    if (made === Map || made === Set || Object.prototype.toString.call(value) === "[object Error]") return undefined;
    if (typeof made !== "function" || identify(made) || isNative(made)) refuse(value, path);
    const [secret] = analyse(Function.prototype.toString.call(made)).privates;
    if (secret) refuse(value, path, `whose ${secret} is private to its class, so it cannot be copied`);
    return this.pack(made, [...path, "its class"]);
  }

  #check(...[name, value, use, members, f, part]: Parameters<typeof checkChange>): void {
    const changesData = members.length > 0 || use.computed || (use.change !== "=" && use.change !== "delete");
    if (!(this.mayChangeData && changesData)) checkChange(name, value, use, members, f, part);
  }

  #code(f: Function, path: readonly string[]): CodePart {
    const text = unguarded(Function.prototype.toString.call(f));
    if (isNative(f)) refuse(f, path, "a bound or built-in function, whose code cannot be read");
    const analysis = analyse(text);
    if (analysis.statics) this.isolated = true;
    if (path.slice(1).every((step) => step === PARENT_STEP)) this.privates.push(...analysis.privates);
    const position = host()?.locate(text);
    const part: CodePart = {
      kind: "code",
      text: nameParent(text, analysis),
      form: analysis.form,
      captured: [],
      globals: [],
      position,
    };
    if (analysis.heritage)
      part.captured.push({
        name: PARENT,
        value: this.pack(Object.getPrototypeOf(f), [...path, PARENT_STEP]),
      });
    this.#capture(f, analysis, part, path);
    if (!isReusable(text, analysis, part.globals)) this.reusable = false;
    return part;
  }

  #capture(f: Function, analysis: Analysis, part: CodePart, path: readonly string[]): void {
    const names = [...new Set(analysis.uses.map((use) => use.name))];
    if (names.length === 0) return;
    const scopes = scopesOf(f);
    for (const name of names) {
      const scope = scopes.find((variables) => Object.hasOwn(variables, name)) ?? notebookScope(name);
      const uses = analysis.uses.filter((use) => use.name === name);
      if (!scope || isStandIn(scope[name])) {
        part.globals.push(name);
        continue;
      }
      const value = scope[name];
      if (value === f) {
        part.captured.push({ name, value: this.pack(f, path) });
      } else if ((isLibrary(value) || !identify(value)) && isNamespace(name, value, uses)) {
        const members = [...new Set(uses.map((use) => use.members[0] ?? use.change!))];
        for (const use of uses)
          this.#check(use.members[0], (value as any)[use.members[0]], use, use.members.slice(1), f, part);
        part.captured.push({ name, members: members.map((m) => [m, this.pack((value as any)[m], [...path, m])]) });
      } else {
        for (const use of uses) this.#check(name, value, use, use.members, f, part);
        part.captured.push({ name, value: this.pack(value, [...path, name]) });
      }
    }
  }
}

/**
 * What a class extends is evaluated outside of it, so V8 keeps no closure over it: the parent itself travels, under
 * this name.
 */
const PARENT = "$p";
const PARENT_STEP = "the class it extends";

function nameParent(text: string, { heritage }: Analysis): string {
  if (!heritage) return text;
  const { start, end } = heritage;
  const lines = text.slice(start, end).split("\n").length - 1;
  return text.slice(0, start) + PARENT.padEnd(end - start - lines) + "\n".repeat(lines) + text.slice(end);
}

/** A notebook's variable that is used where V8 keeps no closure, such as a computed key. */
function notebookScope(name: string): Record<string, unknown> | undefined {
  const { exports } = (globalThis as any).__tslab__ ?? {};
  return !(name in globalThis) && exports && name in exports ? exports : undefined;
}

/** An object that stands for a module or for a notebook's variables: only its members in use travel. */
function isNamespace(name: string, value: unknown, uses: readonly Use[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const isModule =
    (value as any)[Symbol.toStringTag] === "Module" ||
    (value as any).__esModule ||
    value === (globalThis as any).__tslab__?.exports;
  return (isModule || name === "exports") && uses.every((use) => use.members.length > 0);
}

/** Refuses a use that changes the captured variable `name`, or the data in it. */
function checkChange(
  name: string,
  value: unknown,
  use: Use,
  members: readonly string[],
  f: Function,
  part: CodePart,
): void {
  if (!use.change) return;
  const assigned = use.change === "=" || use.change === "delete";
  const direct = members.length === 0 && !use.computed;
  if (!direct || !assigned) {
    if (typeof value !== "object" || value === null) return;
    const owner = members.reduce((object: any, member) => object?.[member], value);
    if (!assigned && !(Array.isArray(owner) || owner instanceof Map || owner instanceof Set)) return;
  }
  const how = assigned ? (direct ? "assigns to" : "changes") : `calls ${use.change}() on`;
  const where = placeOf(part, use.at);
  throw new MisuseError(
    `${nameOf(f)} ${how} the outer variable "${name}"${where ? ` (${where})` : ""}: nodes share no memory, so no other node would see it. ` +
      "Make it a field of the node, or send it in a message.",
  );
}

function placeOf(part: CodePart, at: number): string | undefined {
  if (!part.position) return undefined;
  const before = part.text.slice(0, at).split("\n");
  const line = part.position.line + before.length;
  const column = before.at(-1)!.length + (before.length === 1 ? part.position.column : 0);
  return host()?.original(part.position.file, line, column);
}

function refuse(value: unknown, path: readonly string[], why = "alive: it cannot be copied to another thread"): never {
  const [what, ...rest] = path;
  const place = rest.length > 0 ? ` captures "${rest.join(".").replaceAll(".[", "[")}", which` : "";
  throw new MisuseError(`${what}${place} is ${quote(value)}, ${why}. Make it inside the node, for example in onStart.`);
}

function isNative(f: Function): boolean {
  return /\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(f));
}

function nameOf(f: Function): string {
  const text = Function.prototype.toString.call(f);
  return `${text.startsWith("class") ? "Class" : "Function"} ${f.name || "without a name"}`;
}
