// Nodes that may change places: of all states that differ only by such a change, one stands for all. After Ip and Dill
// (1996): the smallest of the rows is kept. Ids inside fields and messages change along.
import { MisuseError } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";
import type { Components } from "./components.js";
import { encode } from "./encode.js";
import type { LocalState } from "./local-state.js";

/**
 * More permutations than this are not tried: nodes that look alike then keep their order, which may count some states
 * twice.
 */
const MOST = 5040;

export class Symmetry {
  /** The row that stands for the one last normalised. */
  readonly row: Int32Array;
  readonly #groups: readonly (readonly number[])[];
  readonly #members: ReadonlyMap<NodeId, string>;
  #looks: number[] = [];
  #lookNumbers = new Map<string, number>();
  #moved = new Map<string, Map<number, number>>();

  constructor(
    readonly components: Components,
    groups: readonly (readonly NodeId[])[],
    width: number,
  ) {
    const { ids } = components.localStates.system;
    this.row = new Int32Array(width);
    this.#groups = groups.map((group) => group.map((id) => ids.indexOf(id)));
    this.#members = new Map(groups.flatMap((group, i) => group.map((id) => [id, `\u0000group ${i}`] as const)));
  }

  /** @throws MisuseError if nodes that should be able to change places differ from the start, or in their faults */
  check(firsts: readonly Int32Array[]): void {
    const difference = this.difference(firsts);
    if (difference !== undefined) throw new MisuseError(`symmetry: ${difference}`);
  }

  /** Why nodes cannot change places, in words; undefined if they can. */
  difference(firsts: readonly Int32Array[]): string | undefined {
    const { ids } = this.components.localStates.system;
    const { rules } = this.components.envelopes;
    for (const group of this.#groups)
      for (const member of group.slice(1)) {
        const cannot = `${ids[group[0]!]} and ${ids[member]} cannot change places, because`;
        const fault = rules.tellsApart(group[0]!, member);
        if (fault !== undefined) return `${cannot} the fault ${fault} does not treat them alike.`;
        const order = ids.map((_, i) => (i === group[0] ? member : i === member ? group[0]! : i));
        for (const row of firsts) {
          const moved = this.#move(row, order);
          if (!firsts.some((other) => other.every((place, i) => place === moved[i])))
            return `${cannot} they differ from the start: their classes, fields or first messages are not alike.`;
        }
      }
    return undefined;
  }

  /** Puts the smallest row that differs from `row` only by a change of places into `this.row`, and returns its hash. */
  normalise(row: Int32Array, hashes: { hashOf(row: Int32Array): number }): number {
    let smallest: Int32Array | undefined;
    for (const order of this.#orders(row)) {
      const moved = this.#move(row, order);
      if (!smallest || isSmaller(moved, smallest)) smallest = moved;
    }
    this.row.set(smallest!);
    return hashes.hashOf(this.row);
  }

  /** Orders worth trying: nodes sorted by how they look without names; those that look alike in every order. */
  #orders(row: Int32Array): number[][] {
    let orders: number[][] = [Array.from({ length: this.components.localStates.system.ids.length }, (_, i) => i)];
    for (const group of this.#groups) {
      const looks = group.map((node) => this.#look(row[node]!));
      const sorted = [...group.keys()].sort((a, b) => looks[a]! - looks[b]!);
      const ties: number[][] = [];
      for (const member of sorted) {
        const last = ties.at(-1);
        if (last && looks[last[0]!] === looks[member]) last.push(member);
        else ties.push([member]);
      }
      const arrangements = ties.reduce<number[][]>(
        (all, tie) => {
          const orderings = all.length * factorial(tie.length) <= MOST ? permutations(tie) : [tie];
          return all.flatMap((one) => orderings.map((other) => [...one, ...other]));
        },
        [[]],
      );
      orders = orders.flatMap((order) =>
        arrangements.map((arrangement) => {
          const next = [...order];
          for (const [position, member] of arrangement.entries()) next[group[member]!] = group[position]!;
          return next;
        }),
      );
    }
    return orders;
  }

  /** The row in which node i has become node order[i]. */
  #move(row: Int32Array, order: readonly number[]): Int32Array {
    const key = order.join();
    let known = this.#moved.get(key);
    if (!known) this.#moved.set(key, (known = new Map()));
    const moved = row.slice();
    for (let i = 0; i < order.length; i++) {
      const component = row[i]!;
      let next = known.get(component);
      if (next === undefined) known.set(component, (next = this.#rename(component, order)));
      moved[order[i]!] = next;
    }
    return moved;
  }

  /** A component with other names in it. */
  #rename(component: number, order: readonly number[]): number {
    const { components } = this;
    const { localStates, inboxes, envelopes } = components;
    const { ids } = localStates.system;
    const names = new Map(order.map((to, from) => [ids[from]!, ids[to]!]));
    const rename = (id: string) => names.get(id) ?? id;
    const envelope = (number: number) => {
      const { from, to, message, call, answers, isCopy } = envelopes.all[number]!;
      const ends = { from: order[from]!, to: order[to]! };
      return envelopes.intern({ ...ends, message: renamed(message, rename), call, answers }, isCopy);
    };
    const change = (local: LocalState): LocalState => ({
      ...(renamed({ ...local, node: 0, waiting: undefined }, rename) as LocalState),
      node: order[local.node]!,
      ...(local.waiting && {
        waiting: {
          asked: local.waiting.asked,
          since: localStates.intern(change(localStates.all[local.waiting.since]!)),
          inputs: local.waiting.inputs.map(({ input, script }) => ({
            script,
            input:
              input.kind === "message"
                ? { kind: "message", envelope: envelope(input.envelope) }
                : renamed(input, rename),
          })) as any,
        },
      }),
    });
    const local = localStates.intern(change(localStates.all[components.localOf[component]!]!));
    return components.of(local, inboxes.of(inboxes.all[components.inboxOf[component]!]!.map(envelope)));
  }

  /** What a component looks like once every name of a group is the same: changes of places do not alter it. */
  #look(component: number): number {
    const known = this.#looks[component];
    if (known !== undefined) return known;
    const { components } = this;
    const { node, waiting, ...local } = components.localStates.all[components.localOf[component]!]!;
    const { ids } = components.localStates.system;
    const blur = (id: string) => (id === ids[node] ? "\u0000self" : (this.#members.get(id) ?? id));
    const inbox = components.inboxes.all[components.inboxOf[component]!]!.map((number) => {
      const { from, message, call, answers, isCopy } = components.envelopes.all[number]!;
      return `${blur(ids[from]!)} ${call} ${answers} ${isCopy} ${look(message, blur)}`;
    });
    const text = `${look({ ...local, waiting: waiting?.inputs.length }, blur)}\n${inbox.sort().join("\n")}`;
    let number = this.#lookNumbers.get(text);
    if (number === undefined) this.#lookNumbers.set(text, (number = this.#lookNumbers.size));
    this.#looks[component] = number;
    return number;
  }
}

/** A value as text in which names are blurred: whatever has names for keys or members counts as unordered. */
function look(value: unknown, blur: (id: string) => string): string {
  if (typeof value === "string") return JSON.stringify(blur(value));
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof Date)
    return encode(value);
  if (Array.isArray(value)) return `[${value.map((part) => look(part, blur)).join()}]`;
  const parts =
    value instanceof Set ? [...value].map((v) => [v]) : [...(value instanceof Map ? value : Object.entries(value))];
  return `{${parts.map((part) => part.map((one: unknown) => look(one, blur)).join(":")).sort()}}`;
}

/** A copy in which strings that are names have changed, as values and as keys. */
function renamed(value: unknown, rename: (id: string) => string): any {
  if (typeof value === "string") return rename(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => renamed(part, rename));
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [renamed(k, rename), renamed(v, rename)]));
  if (value instanceof Set) return new Set([...value].map((v) => renamed(v, rename)));
  const prototype = Object.getPrototypeOf(value);
  if (ArrayBuffer.isView(value) || value instanceof Date || value instanceof RegExp) return value;
  const copy = Object.create(prototype);
  for (const [key, part] of Object.entries(value)) copy[rename(key)] = renamed(part, rename);
  return copy;
}

function isSmaller(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]!;
  return false;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function permutations(members: readonly number[]): number[][] {
  if (members.length <= 1) return [[...members]];
  return members.flatMap((first, i) =>
    permutations([...members.slice(0, i), ...members.slice(i + 1)]).map((rest) => [first, ...rest]),
  );
}
