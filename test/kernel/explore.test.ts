// The explorer in a notebook: what takes long says how far it is, and an interruption shows what is known by then.
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
  await kernel.execute(`
    import { explore, Node, type View } from "kernel-lib";
    class Counter extends Node {
      n = 0;
      onStart() { this.send(this.id, { type: "up" }); }
      onUp() { this.n++; this.send(this.id, { type: "up" }); }
    }
    const counters = { nodes: { a: Counter, b: Counter } };
  `);
});
afterAll(() => kernel.shutdown());

function lines(id: string): { text: string; html: string; id: string; update: boolean }[] {
  return kernel.published
    .filter(({ parent, header }) => parent.msg_id === id && header.msg_type.endsWith("display_data"))
    .map(({ header, content }) => ({
      text: content.data["text/plain"],
      html: content.data["text/html"],
      id: content.transient.display_id,
      update: header.msg_type === "update_display_data",
    }));
}

test("an exploration of over two seconds shows its progress in one place, and finally what it found", async () => {
  const id = kernel.begin("(await explore(counters, { seconds: 3.5 })).limit");
  expect((await kernel.answer(id)).result!["text/plain"]).toBe("'3.5 seconds'");
  const [first, ...others] = lines(id);
  expect(first!.text).toMatch(/^[\d,]+ states after \d+ s, [\d,]+ of them still to explore$/);
  expect(first!.html).toMatch(/^<progress aria-label="under way"><\/progress> <span>[\d,]+ states after/);
  expect(first!.update).toBe(false);
  expect(others.length).toBeGreaterThan(0);
  for (const other of others) expect(other).toMatchObject({ id: first!.id, update: true });
  expect(others.at(-1)!.text).toMatch(/^[\d,]+ states in \d\.\d s$/);
});

test("a short exploration shows no progress", async () => {
  const id = kernel.begin("(await explore(counters, { unique: 1000 })).limit");
  expect((await kernel.answer(id)).types).toEqual(["execute_input", "execute_result"]);
});

test.each([
  ["while it searches", "explore(counters, { seconds: 60, always: { begun } })", "Nothing is violated in"],
  [
    "while it misses something",
    "explore(counters, { seconds: 60, sometimes: { never } })",
    "Not everything was reached in",
  ],
  [
    "while it looks for circles",
    "explore(wheels, { seconds: 60, eventually: { begun: (view) => !begun(view) } })",
    "Nothing is violated in",
  ],
  [
    "while it shortens",
    "explore(wheels, { seconds: 60, search: 'depth', always: { high } })",
    '"high" is violated: too high.',
  ],
])("interrupted %s, it shows what it knows so far", async (_, code, words) => {
  await kernel.execute(`
    class Wheel extends Node {
      at = 0;
      onStart() { this.setTimer("on", 1); }
      onTimer() { this.at = (this.at + 1) % 60; this.setTimer("on", 1); }
    }
    const wheels = { nodes: { a: Wheel, b: Wheel, c: Wheel } };
    let told = false;
    function begun(_: View) { if (!told) { told = true; console.log("begun"); } return true; }
    function never(view: View) { return !begun(view); }
    let asked = 0;
    function high({ nodes: { a, b, c } }: View) {
      if (++asked === 200_000) console.log("begun");
      return a.at + b.at + c.at < 170 || "too high";
    }
  `);
  const id = kernel.begin(`told = false; await ${code}`);
  await kernel.printed(id, "begun");
  await kernel.interrupt();
  expect((await kernel.answer(id)).error).toMatchObject({ ename: "KeyboardInterrupt" });
  await kernel.until(() => lines(id).length > 0);
  const { text } = lines(id).at(-1)!;
  expect(text.startsWith(words)).toBe(true);
  expect(text).toMatch(/states.*\(the interruption\): not every schedule was explored\. Assumed: .*\.$/);
  expect((await kernel.execute("(await explore(counters, { unique: 10 })).unique")).result!["text/plain"]).toBe("10");
});
