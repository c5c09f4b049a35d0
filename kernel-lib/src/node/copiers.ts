// Code that copies objects, made once there have been several with the same keys in the same order: a literal with
// these keys, which takes half the time of setting one after the other.

/** Copies an object whose parts lie at `depth`. */
export type Copier = (value: object, depth: number) => object;
export type CopyPart = (part: unknown, depth: number) => unknown;

/** So many are copied without. */
const FEW = 50;
/** What has more keys, or one of very many lists of keys, is a dictionary: its keys are data. */
const MOST_KEYS = 16;
const MOST_LISTS = 2000;

let lists = 0;

/** A list of keys, reached from the empty list by one key after the other. */
class Keys {
  copier: Copier | undefined;
  /** The key that followed last, and where it led. */
  key: string | undefined;
  next: Keys | undefined;
  readonly #longer = new Map<string, Keys>();
  #seen = 0;

  constructor(readonly list: readonly string[]) {
    lists++;
  }

  follow(key: string): Keys | undefined {
    this.key = key;
    this.next = this.#longer.get(key);
    if (!this.next && lists < MOST_LISTS && this.list.length < MOST_KEYS) {
      this.next = new Keys([...this.list, key]);
      this.#longer.set(key, this.next);
    }
    return this.next;
  }

  /** One more object has these keys. */
  meet(copyPart: CopyPart): Copier | undefined {
    if (++this.#seen === FEW) this.copier = copierFor(this.list, copyPart);
    return this.copier;
  }
}

/** By depth: a message's keys begin with `type`, those of its parts with others. */
const empty: Keys[] = [];
const isOwn = Object.prototype.hasOwnProperty;

/** The copier for an object at `depth`; undefined if it inherits anything, or has to be copied key by key. */
export function copierOf(value: object, depth: number, copyPart: CopyPart): Copier | undefined {
  empty[depth] ??= new Keys([]);
  let keys = empty[depth];
  for (const key in value) {
    const longer = key === keys.key ? keys.next : keys.follow(key);
    if (!longer || !isOwn.call(value, key)) return undefined;
    keys = longer;
  }
  return keys.copier ?? keys.meet(copyPart);
}

function copierFor(keys: readonly string[], copyPart: CopyPart): Copier | undefined {
  // In a literal, this one would set the prototype.
  if (keys.includes("__proto__")) return undefined;
  const parts = keys.map((key) => JSON.stringify(key)).map((key) => `${key}: copyPart(value[${key}], depth)`);
  try {
    return new Function("copyPart", `return (value, depth) => ({ ${parts.join(", ")} });`)(copyPart);
  } catch {
    // A page may forbid code that is made of text.
    return undefined;
  }
}
