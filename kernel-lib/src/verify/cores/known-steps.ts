// What is known of steps, to be read while another thread finds out more: whatever came later is missing.

import type { StepTables } from "../components.js";
import { Pairs } from "../pairs.js";
import { COMPONENTS, type Tables, USED } from "./memory.js";

export class KnownSteps implements StepTables {
  starts: Int32Array = new Int32Array(0);
  steps: Int32Array = new Int32Array(0);
  hashes: Int32Array = new Int32Array(0);
  /** Something was asked for that is not known yet. */
  isMissing = false;
  #added = new Pairs();
  #components = 0;
  #used = 0;

  use({ starts, steps, componentHashes, added }: Tables): void {
    this.starts = starts;
    this.steps = steps;
    this.hashes = componentHashes;
    if (this.#added.slots !== added) this.#added = new Pairs(added);
  }

  /** From here on everything counts that is known now. To be called before the tables are looked at. */
  look(counters: Int32Array): void {
    this.#components = Atomics.load(counters, COMPONENTS);
    this.#used = Atomics.load(counters, USED);
  }

  /** Whether the steps of the nodes in a state are known. */
  has(rows: Int32Array, start: number, nodes: number): boolean {
    this.isMissing = false;
    for (let i = 0; i < nodes; i++) {
      const component = rows[start + i]!;
      if (component >= this.#components) return false;
      const at = this.starts[component]!;
      if (at === 0 || at >= this.#used) return false;
    }
    return true;
  }

  add(component: number, envelope: number): number {
    const known = this.#added.get(component, envelope);
    if (known >= 0 && known < this.#components) return known;
    this.isMissing = true;
    return component;
  }
}
