// Handlers that wait show where, and what their variables hold, while one steps through a run or explores by hand.
import { exploreByHand, Node, run, stepThrough } from "kernel-lib";
import { unguarded, withWaits } from "kernel-lib/dist/src/engine/ship/guarded-text.js";
import { expect, test } from "vitest";

class Memory extends Node {
  value = 5;
  onRead() {
    return this.value;
  }
  onWrite({ value }: { type: "write"; value: number }) {
    this.value = value;
    return true;
  }
}
class Thread extends Node {
  left = 1;
  async onStart() {
    while (this.left-- > 0) {
      const read = await this.call("memory", { type: "read" });
      const twice = (n: number) => n * 2;
      await this.add({ read }, twice);
      let later = 1;
      later++;
      this.output(later);
    }
  }
  async add({ read }: { read: number }, twice: (n: number) => number) {
    const value = read + twice(1);
    await this.call("memory", { type: "write", value }, { timeout: 50 }).catch(() => 0);
    return value;
  }
}
const nodes = { memory: Memory, t: Thread.with({ left: 1 }) };
/** Places in plain Node are files; what matters here is which line of the class it is. */
const lines = (waits: readonly { place: string; locals: object }[] | undefined) =>
  waits?.map(({ place, locals }) => [Number(/(\d+)$/.exec(place)![1]) - first, locals]);
let first = 0;

test("stepThrough shows what a thread has read, frame by frame, until it resumes", async () => {
  const shown = stepThrough(await run({ nodes }, { engine: "simulator" }));
  const moments = await shown.moments();
  const start = moments.findIndex(({ step }) => step.startsWith("t: start"));
  first = Number(/(\d+)$/.exec(moments[start]!.waiting.t![0]!.place)![1]);
  expect(moments.map(({ step, waiting }) => [step.slice(0, 12), lines(waiting.t)])).toEqual([
    ["memory: star", undefined],
    ["t: start; se", [[0, {}]]],
    ["memory: rece", [[0, {}]]],
    [
      "t: receive r",
      [
        [2, { read: 5 }],
        [10, { read: 5, value: 7 }],
      ],
    ],
    [
      "memory: rece",
      [
        [2, { read: 5 }],
        [10, { read: 5, value: 7 }],
      ],
    ],
    ["t: receive r", undefined],
  ]);
  expect(moments.every(({ waiting }) => !("memory" in waiting))).toBe(true);
  const { "text/html": html } = await (shown as any)[Symbol.for("Jupyter.display")]();
  expect(html).toMatch(/"waits","at [^"]+: read = 5, value = 7"/);
});

test("a function that waits again keeps its place in the list", async () => {
  class Twice extends Node {
    async onStart() {
      await this.both();
    }
    async both() {
      const one = await this.call("memory", { type: "read" });
      const two = await this.call("memory", { type: "read" });
      return one + two;
    }
  }
  const moments = await stepThrough(
    await run({ nodes: { memory: Memory, t: Twice } }, { engine: "simulator" }),
  ).moments();
  const waits = moments.map(({ waiting }) => waiting.t?.map(({ locals }) => locals));
  expect(waits).toEqual([undefined, [{}, {}], [{}, {}], [{}, { one: 5 }], [{}, { one: 5 }], undefined]);
});

test("exploring by hand shows it too, in the text, on every way", async () => {
  const hand = exploreByHand({ nodes: { memory: Memory, t: Thread, u: Thread } });
  const begun = await hand.now();
  first = Number(/(\d+)$/.exec(begun.waiting.t![0]!.place)![1]);
  await hand.choose("deliver read from t to memory");
  const { choices } = await hand.now();
  const { waiting } = await hand.choose(choices.find(({ words }) => /^deliver reply .* to t$/.test(words))!.words);
  expect(lines(waiting.t)).toEqual([
    [2, { read: 5 }],
    [10, { read: 5, value: 7 }],
  ]);
  expect(lines(waiting.u)).toEqual([[0, {}]]);
  const { "text/plain": text } = await (hand as any)[Symbol.for("Jupyter.display")]();
  expect(text).toMatch(
    / {2}t: left 0, set time-out of a call, waits at .*: read = 5, waits at .*: read = 5, value = 7\n/,
  );
  expect((await hand.goTo(0)).waiting.t).toEqual(begun.waiting.t);
});

test("what is noted in a text can be taken out again", () => {
  const text = String(Thread);
  const places: unknown[] = [];
  const noted = withWaits(text, ({ at, names }) => places.push([text.slice(at, at + 20), names]) - 1);
  expect(unguarded(noted)).toBe(text);
  expect(noted.split("\n")).toHaveLength(text.split("\n").length);
  expect(places.map((place: any) => place[1])).toEqual([
    ["read", "twice", "later"],
    ["read", "twice", "later"],
    ["read", "twice", "value"],
  ]);
});
