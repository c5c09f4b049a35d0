// Asks the properties about states.
import { MisuseError, quote } from "../node/errors.js";
import type { Components } from "./components.js";
import { type ExploreOptions, isInterrupt, type Property, type View } from "./options.js";
import type { Reads } from "./reads.js";
import { Shown, Watched } from "./view.js";

/** Thrown once a property reads outputs while they are not part of states: explore again, with them. */
export const OUTPUTS_READ = Symbol("outputs read");

export interface Broken {
  readonly name: string;
  /** The property's own words, if it has any. */
  readonly why: string | undefined;
}

export class Judge {
  /** Of `sometimes`: those that no state has shown yet. */
  readonly missing: Set<string>;
  readonly eventually: readonly [string, Property][];
  readonly #always: readonly [string, Property][];
  readonly #sometimes: readonly [string, Property][];
  readonly #within: ExploreOptions["within"];
  readonly #view: Shown;

  /** @param reads records what properties read, if the reduction needs it */
  constructor(components: Components, options: ExploreOptions, reads?: Reads) {
    this.#always = Object.entries(options.always ?? {});
    this.#sometimes = Object.entries(options.sometimes ?? {});
    this.eventually = Object.entries(options.eventually ?? {});
    this.missing = new Set(this.#sometimes.map(([name]) => name));
    this.#within = options.within;
    this.#view = reads ? new Watched(components, reads) : new Shown(components);
  }

  /** Whether a state counts. */
  isWithin(row: Int32Array): boolean {
    if (!this.#within) return true;
    this.#view.show(row);
    return this.#ask("within", this.#within) === undefined;
  }

  /** The first of `always` that a state breaks. */
  broken(row: Int32Array): Broken | undefined {
    if (this.#always.length === 0) return undefined;
    this.#view.show(row);
    for (const [name, property] of this.#always) {
      const why = this.#ask(`always: "${name}"`, property);
      if (why !== undefined) return { name, why: why || undefined };
    }
    return undefined;
  }

  /** Whether a state breaks this one of `always`. */
  breaks(row: Int32Array, name: string): Broken | undefined {
    this.#view.show(row);
    const [, property] = this.#always.find(([other]) => other === name)!;
    const why = this.#ask(`always: "${name}"`, property);
    return why === undefined ? undefined : { name, why: why || undefined };
  }

  /** Those of `sometimes` that this state is the first to show. */
  reached(row: Int32Array): string[] {
    if (this.missing.size === 0) return [];
    this.#view.show(row);
    const names = this.#sometimes
      .filter(([name, property]) => this.missing.has(name) && this.#ask(`sometimes: "${name}"`, property) === undefined)
      .map(([name]) => name);
    for (const name of names) this.missing.delete(name);
    return names;
  }

  /** Whether this one of `eventually` holds in a state. */
  holds(row: Int32Array, [name, property]: [string, Property]): boolean {
    this.#view.show(row);
    return this.#ask(`eventually: "${name}"`, property) === undefined;
  }

  /** undefined if it holds; otherwise why not, or an empty text. */
  #ask(what: string, property: (view: View) => unknown): string | undefined {
    let result: unknown;
    try {
      result = property(this.#view);
    } catch (error) {
      if (error === OUTPUTS_READ || isInterrupt(error)) throw error;
      const down = this.#view.down();
      throw new MisuseError(
        `${what} throws ${error instanceof Error ? `${error.name}: ${error.message}` : quote(error)}. ` +
          (down.length > 0
            ? `In this state ${down.join(" and ")} ${down.length > 1 ? "are" : "is"} down after a crash, so nodes.${down[0]} is undefined.`
            : "A property returns true, false or a sentence."),
        { cause: error },
      );
    }
    if (this.#view.outputsRead && !this.#view.components.localStates.outputs) throw OUTPUTS_READ;
    if (result === true) return undefined;
    if (result === false) return "";
    if (typeof result === "string") return result;
    throw new MisuseError(`${what} gives ${quote(result)}; a property returns true, false or a sentence.`);
  }
}
