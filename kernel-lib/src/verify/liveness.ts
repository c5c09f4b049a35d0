// Schedules on which something that must happen eventually never does: those that end without it, and lassos, which lead into a circle.
// Circles count only where they are fair: an event that could happen all the time happens (weak fairness). A fair circle exists exactly where
// all states that can reach each other form one, so whole components are judged (Tarjan 1972).
import type { Property } from "./options.js";
import { CRASH, DROP } from "./places.js";
import type { Step } from "./schedule.js";
import type { Search } from "./search.js";

/** A way to a state where it ends, or into a circle of steps. */
export interface Endless {
  readonly path: readonly number[];
  readonly circle: readonly Step[];
}

/** A schedule on which `property` never holds; the shortest where it ends. */
export async function findEndless(
  search: Search,
  property: [string, Property],
  breathe: () => Promise<void>,
): Promise<Endless | undefined> {
  const graph = new Without(search, property);
  const end = await graph.build(breathe);
  if (end !== undefined) return { path: graph.path(end), circle: [] };
  for (const component of graph.components()) {
    if (component.size < 2) continue;
    const circle = graph.circle(component);
    if (circle) return { path: graph.path(circle.start), circle: circle.steps };
  }
  return undefined;
}

interface Edge {
  readonly to: number;
  readonly step: Step;
  /** Its event, where fairness asks for it. */
  readonly event: string | undefined;
}

/** The states that can be reached without the property ever holding. */
class Without {
  /** The state before, by state: in order of distance. */
  #before = new Map<number, number>();

  constructor(
    readonly search: Search,
    readonly property: [string, Property],
  ) {}

  /** Returns a state where a schedule ends, if there is one. */
  async build(breathe: () => Promise<void>): Promise<number | undefined> {
    const { states } = this.search;
    for (let state = 0; state < states.size && states.parents[state] === -1; state++)
      if (!this.#holds(state)) this.#before.set(state, -1);
    let count = 0;
    for (const state of this.#before.keys()) {
      if (++count % 1024 === 0) await breathe();
      if (!this.search.isExpanded(state)) continue;
      let ends = true;
      await this.search.space.prepare(states.rows, state * states.width);
      this.#each(state, ({ to }) => {
        ends = false;
        if (!this.#before.has(to) && !this.#holds(to)) this.#before.set(to, state);
      });
      if (ends) return state;
    }
    return undefined;
  }

  path(state: number): number[] {
    const path: number[] = [];
    for (let at = state; at >= 0; at = this.#before.get(at)!) path.push(at);
    return path.reverse();
  }

  /** The strongly connected components. */
  components(): Set<number>[] {
    const found: Set<number>[] = [];
    const indices = new Map<number, number>();
    const low = new Map<number, number>();
    const stack: number[] = [];
    const stacked = new Set<number>();
    for (const root of this.#before.keys()) {
      if (indices.has(root)) continue;
      const open = [{ state: root, targets: undefined as number[] | undefined, next: 0 }];
      while (open.length > 0) {
        const frame = open.at(-1)!;
        const { state } = frame;
        if (!frame.targets) {
          indices.set(state, indices.size);
          low.set(state, indices.get(state)!);
          stack.push(state);
          stacked.add(state);
          frame.targets = this.#edges(state).map(({ to }) => to);
        }
        const target = frame.targets[frame.next++];
        if (target !== undefined) {
          if (!indices.has(target)) open.push({ state: target, targets: undefined, next: 0 });
          else if (stacked.has(target)) low.set(state, Math.min(low.get(state)!, indices.get(target)!));
          continue;
        }
        open.pop();
        const above = open.at(-1);
        if (above) low.set(above.state, Math.min(low.get(above.state)!, low.get(state)!));
        if (low.get(state) !== indices.get(state)) continue;
        const component = new Set<number>();
        for (let member = -1; member !== state; ) {
          member = stack.pop()!;
          stacked.delete(member);
          component.add(member);
        }
        found.push(component);
      }
    }
    return found;
  }

  /** A fair circle through a component, if there is one. */
  circle(component: ReadonlySet<number>): { start: number; steps: Step[] } | undefined {
    let always: Set<string> | undefined;
    const taken = new Set<string>();
    for (const state of component) {
      const edges = this.#all(state);
      const enabled = new Set(edges.flatMap(({ event }) => event ?? []));
      always = always ? new Set([...always].filter((event) => enabled.has(event))) : enabled;
      for (const { to, event } of edges) if (event !== undefined && component.has(to)) taken.add(event);
    }
    if ([...always!].some((event) => !taken.has(event))) return undefined;
    const start = [...this.#before.keys()].find((state) => component.has(state))!;
    return { start, steps: this.#walk(component, start) };
  }

  /** Walks through the component until nothing that could happen all the time is left out, and back. */
  #walk(component: ReadonlySet<number>, start: number): Step[] {
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

  /** Steps to states in this graph. */
  #edges(state: number): Edge[] {
    return this.#all(state).filter(({ to }) => this.#before.has(to));
  }

  #all(state: number): Edge[] {
    const edges: Edge[] = [];
    if (this.search.isExpanded(state)) this.#each(state, (edge) => edges.push(edge));
    return edges;
  }

  #each(state: number, show: (edge: Edge) => void): void {
    const { search } = this;
    const { states, space } = search;
    space.successors(states.rows, state * states.width, states.hashes[state]!, () => {
      const to = space.error === undefined ? search.find() : -1;
      if (to < 0) return false;
      const { step } = space;
      const free = step.kind === DROP || step.kind === CRASH;
      show({ to, step, event: free ? undefined : `${step.node} ${step.kind} ${step.what}` });
      return false;
    });
  }

  #holds(state: number): boolean {
    const { states, judge } = this.search;
    return judge.holds(states.rows.subarray(state * states.width, (state + 1) * states.width), this.property);
  }
}
