// Schedules on which something that must happen eventually never does: those that end without it, and lassos, which
// lead into a circle. Circles count only where they are fair: an event that could happen all the time happens (weak
// fairness). A fair circle exists exactly where all states that can reach each other form one, so whole components are
// judged (Tarjan 1972).

import { isOptional } from "./components.js";
import type { Property } from "./options.js";
import type { Step } from "./schedule.js";
import type { Search } from "./search.js";

/** A way to a state where it ends, or into a circle of steps. */
export interface Endless {
  readonly path: readonly number[];
  readonly circle: readonly Step[];
}

/**
 * A schedule on which `property` never holds; the shortest where it ends.
 * @param goOn lets other work happen, and says whether there is time left
 */
export async function findEndless(
  search: Search,
  property: [string, Property],
  goOn: () => Promise<boolean>,
): Promise<Endless | undefined> {
  const graph = new Without(search, property);
  const end = await graph.build(goOn);
  if (end !== undefined) return { path: graph.path(end), circle: [] };
  for await (const component of graph.components(goOn)) {
    const circle = await graph.circle(component, goOn);
    if (circle) return { path: graph.path(circle.start), circle: circle.steps };
  }
  return undefined;
}

/** Marks of states that have none of a number yet. */
const NONE = -2;
const PAUSE = 1024;

interface Edge {
  readonly to: number;
  readonly step: Step;
  /** Its event, where fairness asks for it. */
  readonly event: string | undefined;
}

interface Circle {
  readonly start: number;
  readonly steps: Step[];
}

/** The states that can be reached without the property ever holding. */
class Without {
  /** The state before each, -1 for first states. */
  #before: Int32Array;
  /** In order of distance. */
  #order: number[] = [];

  constructor(
    readonly search: Search,
    readonly property: [string, Property],
  ) {
    this.#before = new Int32Array(search.states.size).fill(NONE);
  }

  /** Returns a state where a schedule ends, if there is one. */
  async build(goOn: () => Promise<boolean>): Promise<number | undefined> {
    const { states } = this.search;
    for (let state = 0; state < states.size && states.parents[state] === -1; state++) this.#reach(state, -1);
    for (let i = 0; i < this.#order.length; i++) {
      if (i % PAUSE === 0 && !(await goOn())) return undefined;
      const state = this.#order[i]!;
      if (!this.search.isExpanded(state)) continue;
      const targets: number[] = [];
      let ends = true;
      this.#each(state, (to) => {
        if (!isOptional(this.search.space.step.kind)) ends = false;
        targets.push(to);
      });
      if (ends) return state;
      for (const to of targets) this.#reach(to, state);
    }
    return undefined;
  }

  #reach(state: number, before: number): void {
    if (this.#before[state] !== NONE || this.#holds(state)) return;
    this.#before[state] = before;
    this.#order.push(state);
  }

  path(state: number): number[] {
    const path: number[] = [];
    for (let at = state; at >= 0; at = this.#before[at]!) path.push(at);
    return path.reverse();
  }

  /** The strongly connected components of two states and more. */
  async *components(goOn: () => Promise<boolean>): AsyncGenerator<Set<number>> {
    const { size } = this.search.states;
    const indices = new Int32Array(size).fill(NONE);
    const low = new Int32Array(size);
    const stacked = new Uint8Array(size);
    const stack: number[] = [];
    let next = 0;
    for (const root of this.#order) {
      if (indices[root] !== NONE) continue;
      const open: { state: number; targets: number[]; at: number }[] = [];
      const enter = (state: number) => {
        indices[state] = low[state] = next++;
        stack.push(state);
        stacked[state] = 1;
        open.push({ state, targets: this.#targets(state), at: 0 });
      };
      enter(root);
      while (open.length > 0) {
        const frame = open.at(-1)!;
        const { state } = frame;
        const target = frame.targets[frame.at++];
        if (target !== undefined) {
          if (indices[target] === NONE) {
            if (next % PAUSE === 0 && !(await goOn())) return;
            enter(target);
          } else if (stacked[target] === 1) low[state] = Math.min(low[state]!, indices[target]!);
          continue;
        }
        open.pop();
        const above = open.at(-1)?.state;
        if (above !== undefined) low[above] = Math.min(low[above]!, low[state]!);
        if (low[state] !== indices[state]) continue;
        const members = stack.splice(stack.lastIndexOf(state));
        for (const member of members) stacked[member] = 0;
        if (members.length > 1) yield new Set(members);
      }
    }
  }

  /** A fair circle through a component, if there is one. */
  async circle(component: ReadonlySet<number>, goOn: () => Promise<boolean>): Promise<Circle | undefined> {
    let always: Set<string> | undefined;
    const taken = new Set<string>();
    let count = 0;
    for (const state of component) {
      if (count++ % PAUSE === 0 && !(await goOn())) return undefined;
      const edges = this.#all(state);
      const enabled = new Set(edges.flatMap(({ event }) => event ?? []));
      always = always ? new Set([...always].filter((event) => enabled.has(event))) : enabled;
      for (const { to, event } of edges) if (event !== undefined && component.has(to)) taken.add(event);
    }
    if ([...always!].some((event) => !taken.has(event))) return undefined;
    const start = this.#order.find((state) => component.has(state))!;
    const steps = await this.#walk(component, start, goOn);
    return steps && { start, steps };
  }

  /** Walks through the component until nothing that could happen all the time is left out, and back. */
  async #walk(
    component: ReadonlySet<number>,
    start: number,
    goOn: () => Promise<boolean>,
  ): Promise<Step[] | undefined> {
    const steps: Step[] = [];
    let owed = this.#enabled(start);
    let at = start;
    const go = (goal: (edge: Edge) => boolean) => {
      for (const edge of this.#shortest(component, at, goal)) {
        steps.push(edge.step);
        at = edge.to;
        const enabled = this.#enabled(at);
        owed = new Set([...owed].filter((event) => event !== edge.event && enabled.has(event)));
      }
    };
    go(() => true);
    for (let [event] = owed; event !== undefined; [event] = owed) {
      if (!(await goOn())) return undefined;
      const due = event;
      go((edge) => edge.event === due || !this.#enabled(edge.to).has(due));
    }
    if (at !== start) go(({ to }) => to === start);
    return steps;
  }

  /** The shortest way inside the component from `from` over an edge that reaches the goal. */
  #shortest(component: ReadonlySet<number>, from: number, goal: (edge: Edge) => boolean): Edge[] {
    const ways = new Map<number, Edge[]>([[from, []]]);
    for (const [state, way] of ways)
      for (const edge of this.#all(state)) {
        if (!component.has(edge.to)) continue;
        if (goal(edge)) return [...way, edge];
        if (!ways.has(edge.to)) ways.set(edge.to, [...way, edge]);
      }
    return [];
  }

  #enabled(state: number): Set<string> {
    return new Set(this.#all(state).flatMap(({ event }) => event ?? []));
  }

  /** The states in this graph that a state leads to. */
  #targets(state: number): number[] {
    const targets: number[] = [];
    if (this.search.isExpanded(state))
      this.#each(state, (to) => {
        if (this.#before[to] !== NONE) targets.push(to);
      });
    return targets;
  }

  #all(state: number): Edge[] {
    const edges: Edge[] = [];
    if (!this.search.isExpanded(state)) return edges;
    this.#each(state, (to) => {
      const { step } = this.search.space;
      edges.push({ to, step, event: isOptional(step.kind) ? undefined : `${step.node} ${step.kind} ${step.what}` });
    });
    return edges;
  }

  #each(state: number, show: (to: number) => void): void {
    const { search } = this;
    const { states, space } = search;
    space.successors(states.rows, states.start(state), states.hash(state), () => {
      const to = space.error === undefined ? search.find() : -1;
      if (to >= 0) show(to);
      return false;
    });
  }

  #holds(state: number): boolean {
    const { states, judge } = this.search;
    return judge.holds(states.row(state), this.property);
  }
}
