// What properties have read of states so far. A step that changes none of it changes nothing that they say.
import { encode } from "./encode.js";
import type { LocalState } from "./local-state.js";

/** What is read of a node by looking at `outputs`. No field has this name. */
const OUTPUTS = "\u0000outputs";

export class Reads {
  /** Grows whenever something is read for the first time. */
  version = 0;
  /** What is in flight has been read. */
  messages = false;
  /** The fields read of each node; undefined if no property looked at it. */
  readonly #fields: (Set<string> | undefined)[] = [];
  #texts: string[] = [];
  #textsOf = 0;

  /** @param all every state of a node, by number */
  constructor(readonly all: readonly LocalState[]) {}

  /** A property reads a node: whether it is up, and what fields it has. */
  node(node: number): void {
    if (this.#fields[node]) return;
    this.#fields[node] = new Set();
    this.version++;
  }

  field(node: number, name: string): void {
    if (this.#fields[node]!.has(name)) return;
    this.#fields[node]!.add(name);
    this.version++;
  }

  outputs(node: number): void {
    this.node(node);
    this.field(node, OUTPUTS);
  }

  inFlight(): void {
    if (!this.messages) this.version++;
    this.messages = true;
  }

  /** Whether properties can tell two states of one node apart, as far as they have looked. */
  differ(a: number, b: number): boolean {
    if (a === b) return false;
    if (this.#textsOf !== this.version) {
      this.#texts = [];
      this.#textsOf = this.version;
    }
    return this.#text(a) !== this.#text(b);
  }

  #text(number: number): string {
    const known = this.#texts[number];
    if (known !== undefined) return known;
    const { node, status, fields, disk, outputs } = this.all[number]!;
    const read = this.#fields[node];
    // Together, because what fields share can be read too.
    const shown = [...(read ?? [])].map((name) => (name === OUTPUTS ? outputs : name === "disk" ? disk : fields[name]));
    const text = read ? encode([status, Object.keys(fields).sort(), ...shown]) : "";
    this.#texts[number] = text;
    return text;
  }
}
