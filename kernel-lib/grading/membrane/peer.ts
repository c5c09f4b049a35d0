// One side of the membrane. What it owns and is asked for is numbered; what the other side owns is held as a handle.
// Control passes to and fro: the side that has asked waits, and serves what the other side asks meanwhile. So calls
// nest as they do within one program.
import { MisuseError, quote } from "../../src/node/errors.js";
import type { Channel } from "./channel.js";
import { Gone } from "./channel.js";
import { type Held, handleFor, homeOf } from "./handles.js";
import { checkedShape, holderOf, type Kind, kindOf, type Shape, shapeOf } from "./shape.js";
import { decode, type Encoded, encode, foreign } from "./value.js";

/** Handles one side may hold, and requests it may make, in one sitting. */
const MOST_HANDLES = 1_000_000;
const MOST_REQUESTS = 2_000_000;

export interface Options {
  /** Serves requests of our own besides those of the membrane. */
  serve(request: any[]): Encoded | undefined;
  isNode(prototype: unknown): boolean;
  /** Encodes what both sides have, such as a class that was given; undefined for anything else. */
  common?(value: object): Encoded[] | undefined;
  /** The value of such a reference. */
  resolve?(reference: Encoded[]): unknown;
  /** The other side may not assign to fields of objects here. */
  isReadOnly?: boolean;
  /** Where plain objects with functions in them are copied, with handles for the functions. */
  copiesObjects?: boolean;
}

export class Peer {
  #owned: unknown[] = [undefined];
  #numbers = new Map<object, number>();
  #held = new Map<number, Held>();
  #shapes = new Map<number, Shape>();
  #shapeNumbers = new Map<object, number>();
  /** Promises of ours that have come to an end since the other side heard of any. */
  #settled: Encoded[] = [];
  #waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  /** What came to an end before the promise itself arrived: both travel with one answer. */
  #early = new Map<number, [boolean, unknown]>();
  #requests = 0;
  /** Called when a promise of ours has come to an end. */
  onSettled = () => {};

  constructor(
    readonly channel: Channel,
    readonly options: Options,
  ) {}

  /** How many promises of the other side are open. */
  get open(): number {
    return this.#waiting.size;
  }

  get hasSettled(): boolean {
    return this.#settled.length > 0;
  }

  /** Asks and waits for the answer, as it came. */
  ask(request: Encoded): any {
    if (++this.#requests > MOST_REQUESTS)
      throw this.channel.gone(`it was asked more than ${MOST_REQUESTS.toLocaleString("en")} times`);
    this.channel.send(JSON.stringify(request));
    for (;;) {
      const message = this.next();
      const [kind, value, settled] = message;
      if (kind !== "=" && kind !== "!") {
        this.channel.send(JSON.stringify(this.answer(message)));
        continue;
      }
      if (kind === "=") {
        const result = value;
        this.#later(settled);
        return result;
      }
      this.#later(settled);
      throw this.decode(value);
    }
  }

  /** Asks for something and gives it as a value of this side. */
  request(request: Encoded): any {
    return this.decode(this.ask(request));
  }

  /** The next message of the other side. */
  next(): any[] {
    let message: unknown;
    try {
      message = JSON.parse(this.channel.receive());
    } catch (error) {
      if (error instanceof Gone) throw error;
      throw this.channel.gone("it sent something unreadable");
    }
    if (!Array.isArray(message)) throw this.channel.gone("it sent something unreadable");
    return message;
  }

  /** Serves a request; what settles until `settled` is asked for goes with the answer. */
  answer(request: any[]): Encoded[] {
    try {
      const own = this.options.serve(request);
      return ["=", own === undefined ? this.#serve(request) : own, this.settled()];
    } catch (error) {
      if (error instanceof Gone) throw error;
      return ["!", this.#failure(error), this.settled()];
    }
  }

  settled(): Encoded[] {
    return this.#settled.splice(0);
  }

  encode(value: unknown): Encoded {
    return encode(value, (object) => this.#refer(object));
  }

  decode(encoded: unknown): any {
    return decode(encoded, (reference) => this.#resolve(reference));
  }

  /** A value that may hold nothing which stays on the other side, to be looked at there when it has become another. */
  decodeData(encoded: unknown): any {
    return decode(encoded, foreign);
  }

  /** What the number stands for on this side. */
  owned(id: unknown): any {
    return typeof id === "number" && Number.isInteger(id) && id > 0 && id < this.#owned.length
      ? this.#owned[id]
      : foreign(["handle", id]);
  }

  #serve([kind, id, ...rest]: any[]): Encoded {
    switch (kind) {
      case "call":
        return this.encode(Reflect.apply(this.owned(id), this.decode(rest[0]), this.decode(rest[1])));
      case "new":
        return this.encode(Reflect.construct(this.owned(id), this.decode(rest[0])));
      case "invoke": {
        const object = this.owned(id);
        const method = holderOf(object, String(rest[0])) && object[rest[0]];
        if (typeof method !== "function") throw new TypeError(`${rest[0]} is not a method`);
        return this.encode(Reflect.apply(method, object, this.decode(rest[1])));
      }
      case "get":
        return this.encode(holderOf(this.owned(id), String(rest[0])) && this.owned(id)[rest[0]]);
      case "set":
        if (this.options.isReadOnly)
          throw new MisuseError(
            `${quote(rest[0])} belongs to an object that was given, which an answer may not change.`,
          );
        if (holderOf(this.owned(id), String(rest[0]))) this.owned(id)[rest[0]] = this.decode(rest[1]);
        return null;
      case "has":
        return holderOf(this.owned(id), String(rest[0])) !== undefined;
      case "keys":
        return this.encode(Object.keys(this.owned(id)));
      case "settle":
        this.#later(rest[0]);
        return null;
      default:
        throw this.channel.gone(`it sent something unreadable: ${quote(kind)}`);
    }
  }

  /** Promises of the other side have come to an end. */
  #later(settled: unknown): void {
    if (!Array.isArray(settled)) return;
    for (const entry of settled) {
      if (!Array.isArray(entry)) return foreign(entry);
      const [id, ok, value] = entry;
      if (this.#waiting.has(id)) this.#end(id, ok === true, value);
      else if (this.#early.size < MOST_HANDLES && !this.#held.has(id)) this.#early.set(id, [ok === true, value]);
    }
  }

  #end(id: number, ok: boolean, value: unknown): void {
    const { resolve, reject } = this.#waiting.get(id)!;
    this.#waiting.delete(id);
    if (ok) resolve(this.decode(value));
    else reject(this.decode(value));
  }

  #refer(value: object): Encoded[] | undefined {
    const home = homeOf(value, this);
    if (home !== undefined) return ["@", home];
    const common = this.options.common?.(value);
    if (common) return common;
    const kind = kindOf(value, this.options.isNode);
    if (kind === undefined) return undefined;
    if (kind === "object" && this.options.copiesObjects && Object.getPrototypeOf(value) === Object.prototype)
      return undefined;
    return this.#own(value, kind);
  }

  #own(value: object, kind: Kind): Encoded[] {
    let id = this.#numbers.get(value);
    const isNew = id === undefined;
    if (id === undefined) {
      id = this.#owned.push(value) - 1;
      this.#numbers.set(value, id);
    }
    if (kind === "promise" && isNew) this.#follow(id, value as Promise<unknown>);
    if (kind === "promise" || kind === "generator") return ["&", kind, id];
    if (kind === "function") return ["&", kind, id, ["o", "name", String((value as Function).name)]];
    const of = typeof value === "function" ? value : (Object.getPrototypeOf(value)?.constructor ?? Object);
    const known = this.#shapeNumbers.get(of);
    if (known !== undefined) return ["&", kind, id, known];
    const number = this.#shapeNumbers.size + 1;
    this.#shapeNumbers.set(of, number);
    return ["&", kind, id, number, encode(shapeOf(value), () => undefined)];
  }

  #follow(id: number, promise: Promise<unknown>): void {
    const settle = (ok: boolean) => (value: unknown) => {
      let entry: Encoded;
      try {
        entry = [id, ok, ok ? this.encode(value) : this.#failure(value)];
      } catch (error) {
        entry = [id, false, this.#failure(error)];
      }
      this.#settled.push(entry);
      this.onSettled();
    };
    promise.then(settle(true), settle(false));
  }

  #failure(error: unknown): Encoded {
    try {
      return this.encode(error);
    } catch {
      return this.encode(new Error("threw something that cannot be copied"));
    }
  }

  #resolve(reference: Encoded[]): unknown {
    const [mark, kind, id, number, shape] = reference as any[];
    if (mark === "@") return this.owned(kind);
    if (mark !== "&") return this.options.resolve?.(reference) ?? foreign(reference);
    if (!Number.isSafeInteger(id) || id <= 0) return foreign(reference);
    const held = this.#held.get(id);
    if (held) return held.handle;
    if (this.#held.size > MOST_HANDLES)
      throw this.channel.gone(`it gave more than ${MOST_HANDLES.toLocaleString("en")} handles`);
    if (kind === "promise") return this.#promise(id);
    if (kind === "function")
      return this.#hold(id, kind, checkedShape({ name: Array.isArray(number) ? number[2] : "" }));
    if (kind === "generator") return this.#hold(id, kind, checkedShape({}));
    if (!["class", "object"].includes(kind)) return foreign(reference);
    if (shape !== undefined) this.#shapes.set(number, checkedShape(decode(shape, foreign)));
    return this.#hold(id, kind, this.#shapes.get(number) ?? foreign(reference));
  }

  #hold(id: number, kind: Exclude<Kind, "promise">, shape: Shape): unknown {
    const handle = handleFor(this, id, kind, shape);
    this.#held.set(id, { handle });
    return handle;
  }

  #promise(id: number): Promise<unknown> {
    const promise = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    // Who awaits it hears of it; who does not, need not.
    promise.catch(() => {});
    this.#held.set(id, { handle: promise });
    const early = this.#early.get(id);
    if (early) this.#end(id, ...early);
    this.#early.delete(id);
    return promise;
  }
}
