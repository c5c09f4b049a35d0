// The explorer beside a plain one, written without any of its code, on random systems: the same states, and as many steps.
import { type ExploreOptions, explore } from "kernel-lib";
import { expect, test } from "vitest";
import { lot, Machine, type Rule, type Rules, randomRules } from "./machines.js";

const IDS = ["a", "b", "c"];
const MOST = 3;

type Timers = { name: string; ms: number; after: string[] }[];
interface Plain {
  nodes: { up: boolean; s: number; disk: number | null; timers: Timers }[];
  messages: { from: number; to: number; n: number }[];
  crashes: number;
}

/** Counts states and steps the plain way: every state a JSON text. */
function explorePlainly(rules: Rules[], { network, lossy, crashes = 0 }: ExploreOptions) {
  const text = (state: Plain) => {
    const messages = state.messages.map((m) => JSON.stringify(m));
    const sorted =
      network === "ordered"
        ? [...state.messages.entries()]
            .sort(([i, a], [j, b]) => a.to - b.to || a.from - b.from || i - j)
            .map(([, m]) => m)
        : messages.sort();
    return JSON.stringify({ ...state, messages: sorted });
  };
  const follow = (state: Plain, node: number, rule: Rule) => {
    const one = state.nodes[node]!;
    one.s = rule.s;
    for (const { to, n } of rule.sends) {
      const sent = { from: node, to: IDS.indexOf(to), n };
      if (network !== "duplicating" || !state.messages.some((m) => JSON.stringify(m) === JSON.stringify(sent)))
        state.messages.push(sent);
    }
    const drop = (name: string) => {
      one.timers = one.timers.filter((t) => t.name !== name);
      for (const t of one.timers) t.after = t.after.filter((other) => other !== name);
    };
    if (rule.set) {
      const [name, ms] = rule.set;
      drop(name);
      one.timers.push({ name, ms, after: one.timers.filter((t) => t.ms <= ms).map((t) => t.name) });
      one.timers.sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    if (rule.clear) drop(rule.clear);
    if (rule.save) one.disk = rule.s;
  };
  const first: Plain = {
    nodes: IDS.map(() => ({ up: true, s: 0, disk: null, timers: [] })),
    messages: [],
    crashes: 0,
  };
  for (const [i, { start }] of rules.entries()) follow(first, i, start);
  const seen = new Set<string>();
  const open: Plain[] = [];
  let generated = 0;
  const add = (state: Plain, before?: string) => {
    const key = text(state);
    if (state.messages.length > MOST || key === before) return;
    generated++;
    if (seen.has(key)) return;
    seen.add(key);
    open.push(state);
  };
  add(first);
  for (let state = open.pop(); state; state = open.pop()) {
    const before = text(state);
    const change = (f: (next: Plain) => void) => {
      const next: Plain = structuredClone(state!);
      f(next);
      add(next, before);
    };
    const tried = new Set<string>();
    for (const [i, { from, to, n }] of state.messages.entries()) {
      const key = network === "ordered" ? `${from} ${to}` : `${from} ${to} ${n}`;
      if (tried.has(key)) continue;
      tried.add(key);
      const { up } = state.nodes[to]!;
      if (up)
        change((next) => {
          if (network !== "duplicating") next.messages.splice(i, 1);
          follow(next, to, rules[to]!.message[n]![next.nodes[to]!.s]!);
        });
      if (up ? lossy && from !== to : network !== "duplicating" || lossy) change((next) => next.messages.splice(i, 1));
    }
    for (const [i, { up, timers, disk }] of state.nodes.entries()) {
      for (const { name, after } of timers)
        if (after.length === 0)
          change((next) => {
            const one = next.nodes[i]!;
            one.timers = one.timers.filter((t) => t.name !== name);
            for (const t of one.timers) t.after = t.after.filter((other) => other !== name);
            follow(next, i, rules[i]!.timer[name]![one.s]!);
          });
      if (up && state.crashes < crashes)
        change((next) => {
          next.nodes[i] = { up: false, s: 0, disk, timers: [] };
          next.crashes++;
        });
      if (!up)
        change((next) => {
          next.nodes[i] = { up: true, s: disk ?? 0, disk, timers: [] };
          follow(next, i, rules[i]!.start);
        });
    }
    if (seen.size > 1000) return undefined;
  }
  return { unique: seen.size, generated };
}

test("24 random systems, with every kind of network, losses and crashes", async () => {
  const random = lot(12345);
  const sizes: number[] = [];
  for (let tries = 0; sizes.length < 24 && tries < 1000; tries++) {
    const rules = IDS.map((_, i) => randomRules(random, IDS, i));
    const options: ExploreOptions = {
      network: (["unordered", "duplicating", "ordered"] as const)[tries % 3]!,
      lossy: random(2) === 0,
      crashes: random(3) === 0 ? 1 : 0,
    };
    const plain = explorePlainly(rules, options);
    if (!plain || plain.unique < 20) continue;
    const nodes = Object.fromEntries(IDS.map((id, i) => [id, Machine.with({ rules: rules[i]! })]));
    for (const search of ["breadth", "depth"] as const) {
      const verdict = await explore(
        { nodes },
        { ...options, search, within: ({ messages }) => messages.length <= MOST },
      );
      expect({ tries, options, unique: verdict.unique, generated: verdict.generated }).toEqual({
        tries,
        options,
        ...plain,
      });
    }
    sizes.push(plain.unique);
  }
  expect(sizes).toHaveLength(24);
});
