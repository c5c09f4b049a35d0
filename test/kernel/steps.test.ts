// Stepping through traces and exploring by hand in the kernel: what cells show, and what a front end says and hears.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../kernel-lib/dist/kernel/wire/message.js";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
  await kernel.execute('import { Node, run, exploreByHand, stepThrough, linearizable, register } from "kernel-lib";');
  await kernel.execute(
    [
      "class Asker extends Node { last = 0;",
      '  onStart() { this.send("echo", { type: "say", n: 1 }); }',
      "  onSaid({ n }: { type: string; n: number }) { this.last = n; } }",
      "class Echo extends Node { heard = 0;",
      '  onSay({ n }: { type: string; n: number }, from: string) { this.heard++; this.send(from, { type: "said", n }); } }',
      "const system = { nodes: { asker: Asker, echo: Echo } };",
    ].join("\n"),
  );
});
afterAll(() => kernel.shutdown());

const view = "application/vnd.jupyter.widget-view+json";
const ofType = (messages: Message[], type: string) => messages.filter(({ header }) => header.msg_type === type);

test("a run that is stepped through is a page of its own, without a comm", async () => {
  const { result, types } = await kernel.execute("stepThrough(await run(system))");
  expect(types).toEqual(["execute_input", "execute_result"]);
  expect(Object.keys(result!).sort()).toEqual(["text/html", "text/plain"]);
  expect(result!["text/html"]).toContain("stepThrough(host, ");
  expect(result!["text/plain"]).toMatch(/^2 nodes, 2 messages, quiet after/);
});

test("a handler that waits shows its cell, its line and what it has read", async () => {
  await kernel.execute(
    [
      "class Memory extends Node { value = 5; onRead() { return this.value; } onWrite() {} }",
      "class Thread extends Node {",
      "  async onStart() {",
      '    const read = await this.call("memory", { type: "read" });',
      '    const label: string = "read " + read;',
      '    await this.call("memory", { type: "write" });',
      "  }",
      "}",
    ].join("\n"),
  );
  const nodes = "{ nodes: { memory: Memory, t: Thread } }";
  const { result } = await kernel.execute(
    `(await stepThrough(await run(${nodes}, { engine: "simulator" })).moments()).at(-1).waiting.t`,
  );
  const place = String.raw`Cell In\[\d+\], line 6`;
  expect(result!["text/plain"]).toMatch(
    new RegExp(String.raw`^\[ \{ place: '${place}', locals: \{ read: 5, label: 'read 5' \} \} \]$`),
  );
  const { result: byHand } = await kernel.execute(
    `const waits = exploreByHand(${nodes}); for (const way of [0, 0]) await waits.choose(way); (await waits.now()).waiting.t`,
  );
  expect(byHand).toEqual(result);
});

test("a history's verdict draws itself", async () => {
  const { result } = await kernel.execute(
    'await linearizable([{ process: "a", input: { type: "read" }, output: 3, call: 0, return: 1 }], register)',
  );
  expect(result!["text/plain"].split("\n")[0]).toBe("Not linearizable: read() → 3 by a cannot follow");
  expect(result!["application/vnd.plotly.v1+json"].data.length).toBeGreaterThan(0);
});

describe("an exploration by hand", () => {
  let model: string;
  /** Says something as a front end does, and waits for the view that follows. */
  const answer = async (data: object) => {
    const before = kernel.published.length;
    kernel.send("comm_msg", { comm_id: model, data });
    const { content } = await kernel.until(() =>
      kernel.published
        .slice(before)
        .find((message) => message.header.msg_type === "comm_msg" && message.content.comm_id === model),
    );
    return content.data.state.view;
  };
  const command = (content: object) => answer({ method: "update", state: { command: content }, buffer_paths: [] });

  test("is shown by a cell without await, as a widget with a picture beside it", async () => {
    const { published, result } = await kernel.execute("const hand = exploreByHand(system, { lossy: true });\nhand");
    const [opened] = ofType(published, "comm_open");
    model = opened.content.comm_id;
    const { state } = opened.content.data;
    expect([state._model_module, state.command]).toEqual(["anywidget", null]);
    expect(state.view.groups).toEqual([
      { title: "Deliver", items: [{ index: 0, words: 'deliver say {"n":1} from asker to echo', tried: "" }] },
      { title: "Lose", items: [{ index: 1, words: 'lose say {"n":1} from asker to echo', tried: "" }] },
    ]);
    expect(result![view]).toEqual({ model_id: model, version_major: 2, version_minor: 0 });
    expect(result!["text/html"]).toContain('<img alt="Explored by hand: 2 nodes. All nodes have started."');
  });

  test("lets a reader's choice happen, and answers with the new moment", async () => {
    const next = await command({ choose: 0, from: 0, at: 1 });
    expect([next.number, next.say]).toEqual([1, 'Step 1: deliver say {"n":1} from asker to echo.']);
    expect(next.rows[1]).toEqual({
      id: "echo",
      kind: "Echo",
      held: [["heard", "1"]],
      before: [["heard", "0"]],
      acts: true,
    });
    expect(next.flying).toEqual(['said {"n":1} from echo to asker']);
  });

  test("goes back to where a reader wants, and marks what was tried", async () => {
    const start = await command({ goTo: 0, from: 1, at: 2 });
    expect(start.groups[0].items[0].tried).toBe("tried");
    expect(start.path.length).toBe(1);
  });

  test("ignores a choice that was meant for another moment", async () => {
    const same = await command({ choose: 1, from: 1, at: 3 });
    expect(same.number).toBe(0);
  });

  test("says so if there is no such choice", async () => {
    const problem = await command({ choose: 9, from: 0, at: 4 });
    expect([problem.alarm, problem.say]).toEqual([true, expect.stringContaining("There is no choice 9 here.")]);
  });

  test("follows what a cell chooses, and shows cells where it is", async () => {
    const { published, result } = await kernel.execute("(await hand.choose(1)).path.map(({ words }) => words)");
    expect(result!["text/plain"]).toBe(`[ 'lose say {"n":1} from asker to echo' ]`);
    expect(ofType(published, "comm_msg").map(({ content }) => content.data.state.view.number)).toEqual([2]);
  });

  test("sends its whole state to a page that was reloaded", async () => {
    expect((await answer({ method: "request_state" })).number).toBe(2);
  });

  test("shown again is where it was, with the same comm", async () => {
    const { published, result } = await kernel.execute("hand");
    expect(ofType(published, "comm_open")).toEqual([]);
    expect(result![view].model_id).toBe(model);
    expect(result!["text/plain"]).toMatch(/^Explored by hand: 2 nodes\. Step 1: lose say/);
  });

  test("can be chosen from while a cell awaits something else", async () => {
    const id = kernel.begin(
      'console.log("waiting"); while ((await hand.now()).number !== 0) await new Promise((r) => setTimeout(r, 5)); "seen"',
    );
    await kernel.printed(id, "waiting");
    await command({ goTo: 0, from: 2, at: 5 });
    expect((await kernel.answer(id)).result).toEqual({ "text/plain": "'seen'" });
  });
});
