// Partitions and crashes beside the simulator: where only one thing can happen next, the simulator with a fault at every
// time, and healed at every later time, ends in exactly the states that the explorer finds.
import { crash, type Fault, Node, partition, run, type System, type View } from "kernel-lib";
import { expect, test } from "vitest";
import { outcomes } from "./outcomes.js";

/** What happens takes whole milliseconds, so nothing is due between them. */
const MOST = 8;
const TIMES = Array.from({ length: MOST }, (_, i) => i + 0.5);

/** Passes a token along a route; one that was lost is missed at a place of its own. */
class Relay extends Node {
  seen: number[] = [];
  onHop({ at, route }: { type: "hop"; at: number; route: string[] }) {
    this.seen.push(at);
    const next = route[at + 1];
    if (next !== undefined) this.send(next, { type: "hop", at: at + 1, route });
  }
}
class First extends Relay {
  route: string[] = [];
  onStart() {
    this.send(this.route[0]!, { type: "hop", at: 0, route: this.route });
  }
}
/** Offers four times, at set times. */
class Offerer extends Node {
  tries = 0;
  acks = 0;
  onStart() {
    this.setTimer("offer", 1);
  }
  onTimer() {
    this.tries++;
    this.send("b", { type: "offer", n: this.tries });
    if (this.tries < 4) this.setTimer("offer", 3);
  }
  onAck() {
    this.acks++;
  }
}
class Taker extends Node {
  got: number[] = [];
  onOffer({ n }: { type: "offer"; n: number }, from: string) {
    this.got.push(n);
    this.send(from, { type: "ack" });
  }
}

const routes = ["b", "bca", "babab", "bcabca", "cbcba"].map((route) => [...route]);
const relays: System[] = routes.map((route) => ({
  nodes: { a: First.with({ route }), b: Relay, c: Relay },
}));
const offers: System = { nodes: { a: Offerer, b: Taker } };

const held = (nodes: Record<string, any>) =>
  Object.values(nodes).map((node) => (node === undefined ? "down" : [node.seen, node.tries, node.acks, node.got]));

/** Every end that the simulator has under one of these faults, or none. */
async function endsOf(system: System, faults: Fault[][]): Promise<string[]> {
  const seen = new Set<string>();
  for (const some of faults) {
    const { states } = await run({ ...system, faults: some }, { engine: "simulator", trace: false });
    seen.add(JSON.stringify(held(Object.fromEntries(Object.keys(system.nodes).map((id) => [id, states[id]])))));
  }
  return [...seen].sort();
}

/** Those that the explorer has once nothing is in flight, no node is down that may restart, and all offers are made. */
async function explored(system: System, fault: Fault, gone = false): Promise<string[]> {
  const isOver = ({ nodes }: View) =>
    Object.values(nodes).every((node) => (node === undefined ? gone : (node.tries ?? 4) === 4));
  const ends = await outcomes({ ...system, faults: [fault] }, {}, (view) => isOver(view) && held(view.nodes));
  return ends.filter((end) => end !== "false");
}

const windows = TIMES.flatMap((from) => TIMES.filter((until) => until > from).map((until) => [from, until] as const));
const groups = [
  [["a"], ["b"]],
  [["a", "c"], ["b"]],
  [["b"], ["c"], ["a"]],
];

test.each([false, true])("a relay's token, whatever is cut when (one way: %s)", async (oneWay) => {
  for (const system of relays)
    for (const group of groups) {
      const cut = (from: number, until?: number) => [partition(group, { from, until, oneWay })];
      const lasting = await endsOf(system, [[], ...TIMES.map((from) => cut(from))]);
      expect(await explored(system, cut(5)[0]!)).toEqual(lasting);
      const healed = await endsOf(system, [[], ...windows.map(([from, until]) => cut(from, until))]);
      expect(await explored(system, cut(5, 6)[0]!)).toEqual(healed);
      const early = TIMES.map((until) => cut(0, until));
      expect(await explored(system, cut(0, 6)[0]!)).toEqual(await endsOf(system, early));
    }
});

test("a relay's token, whichever node crashes when, and restarts or not", async () => {
  for (const system of relays)
    for (const id of ["b", "c"]) {
      const gone = await endsOf(system, [[], ...TIMES.map((at) => [crash(id, { at })])]);
      expect(await explored(system, crash(id, { at: 5 }), true)).toEqual(gone);
      const restarted = windows.map(([at, restart]) => [crash(id, { at, restart })]);
      expect(await explored(system, crash(id, { at: 5, restart: 6 }))).toEqual(
        await endsOf(system, [[], ...restarted]),
      );
    }
});

test("offers at set times end as in one of the explorer's schedules, in which time is free", async () => {
  for (const oneWay of [false, true]) {
    const cut = (from: number, until?: number) => [partition([["a"], ["b"]], { from, until, oneWay })];
    const ends = await endsOf(offers, [[], ...windows.map(([from, until]) => cut(from, until))]);
    expect(ends.length).toBeGreaterThan(6);
    expect(await explored(offers, cut(5, 6)[0]!)).toEqual(expect.arrayContaining(ends));
  }
});
