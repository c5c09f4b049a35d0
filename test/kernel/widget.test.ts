// Figures that change: a progress bar in its place, and widgets whose state a cell and a front end share.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../kernel-lib/dist/kernel/wire/message.js";
import { progress, slider } from "../../kernel-lib/dist/src/index.js";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.shutdown());

const view = "application/vnd.jupyter.widget-view+json";
const ofType = (messages: Message[], type: string) => messages.filter(({ header }) => header.msg_type === type);

test("a progress bar is shown once and then updated in place, once a percent at most", async () => {
  const { published, types, result } = await kernel.execute(
    'import { progress } from "kernel-lib"; let sum = 0; for (const x of progress(Array.from({ length: 1000 }, (_, i) => i), "numbers added")) sum += x; sum',
  );
  expect(result).toEqual({ "text/plain": "499500" });
  expect(types.filter((type) => type === "display_data").length).toBe(1);
  const updates = ofType(published, "update_display_data");
  expect(updates.length).toBe(100);
  const id = ofType(published, "display_data")[0].content.transient.display_id;
  expect(new Set(updates.map(({ content }) => content.transient.display_id))).toEqual(new Set([id]));
  expect(updates.at(-1)!.content.data).toEqual({
    "text/plain": "numbers added: 1,000 of 1,000 (100 %)",
    "text/html":
      '<progress max="100" value="100" aria-label="numbers added"></progress> <span>numbers added: 1,000 of 1,000 (100 %)</span>',
  });
});

test("without a notebook a progress bar prints quarters", () => {
  const { log } = console;
  const lines: string[] = [];
  console.log = (line: string) => lines.push(line);
  const bar = progress(8, "runs");
  for (let i = 0; i < 8; i++) bar.advance();
  console.log = log;
  expect(lines).toEqual(["runs: 2 of 8 (25 %)", "runs: 4 of 8 (50 %)", "runs: 6 of 8 (75 %)", "runs: 8 of 8 (100 %)"]);
  expect(() => progress(-1)).toThrow("progress(-1) expects how many steps there are");
});

test("without a notebook a slider is its text, and its value can be set", () => {
  const delay = slider({ label: "delay (ms)", min: 1, max: 5 });
  delay.value = 4;
  expect((delay as any)[Symbol.for("Jupyter.display")]()).toEqual({
    "text/plain": "delay (ms): 4",
    "text/html": "<p>delay (ms): 4</p>",
  });
  expect(() => slider({ min: 2, value: 1 })).toThrow("expects min <= value <= max");
});

describe("a slider", () => {
  let model: string;
  const fromFront = (data: object) => kernel.send("comm_msg", { comm_id: model, data });

  test("opens a comm as anywidget reads it, and is shown as a view of it", async () => {
    const { published, result } = await kernel.execute(
      'import { slider } from "kernel-lib"; const delay = slider({ label: "delay", min: 0, max: 10, value: 2 });\ndelay.onChange(value => console.log("set to", value)); delay',
    );
    const [opened] = ofType(published, "comm_open");
    model = opened.content.comm_id;
    expect(opened.metadata).toEqual({ version: "2.1.0" });
    expect(opened.content).toMatchObject({
      target_name: "jupyter.widget",
      data: {
        state: {
          _model_module: "anywidget",
          _model_name: "AnyModel",
          _view_name: "AnyView",
          _esm: expect.stringContaining("export default"),
          label: "delay",
          value: 2,
        },
        buffer_paths: [],
      },
    });
    expect(result).toEqual({
      [view]: { model_id: model, version_major: 2, version_minor: 0 },
      "text/plain": "delay: 2",
      "text/html": "<p>delay: 2</p>",
    });
    const { comms } = (await kernel.request("comm_info_request", { target_name: "jupyter.widget" })).reply.content;
    expect(comms).toEqual({ [model]: { target_name: "jupyter.widget" } });
  });

  test("that a reader moves has its new value in the next cell, and its listeners print under their cell", async () => {
    const shown = kernel.published.find(({ content }) => content.comm_id === model)!.parent.msg_id!;
    fromFront({ method: "update", state: { value: 7, _esm: "not taken", unknown: 1 }, buffer_paths: [] });
    await kernel.printed(shown, "set to 7");
    expect((await kernel.execute("delay.value")).result).toEqual({ "text/plain": "7" });
  });

  test("that is moved while a cell awaits has its value in that cell", async () => {
    const id = kernel.begin(
      'console.log("waiting"); while (delay.value !== 9) await new Promise(r => setTimeout(r, 5)); "seen"',
    );
    await kernel.printed(id, "waiting");
    fromFront({ method: "update", state: { value: 9 }, buffer_paths: [] });
    expect((await kernel.answer(id)).result).toEqual({ "text/plain": "'seen'" });
  });

  test("that a cell sets updates the front end, and sends its whole state to one that asks", async () => {
    const { published } = await kernel.execute("delay.value = 3");
    expect(ofType(published, "comm_msg")[0].content).toEqual({
      comm_id: model,
      data: { method: "update", state: { value: 3 }, buffer_paths: [] },
    });
    const asked = fromFront({ method: "request_state" });
    const answer = await kernel.until(() =>
      kernel.published.find((m) => m.parent.msg_id === asked && m.header.msg_type === "comm_msg"),
    );
    expect(answer.content.data).toMatchObject({
      method: "update",
      state: { value: 3, max: 10, _view_name: "AnyView" },
    });
  });

  test("whose listener throws shows the error under the cell", async () => {
    await kernel.execute('delay.onChange(() => { throw new RangeError("too far") })');
    fromFront({ method: "update", state: { value: 1 }, buffer_paths: [] });
    const { content } = await kernel.until(() => kernel.published.find((m) => m.content.ename === "RangeError"));
    expect(content.evalue).toBe("too far");
  });
});

test("binary state travels in buffers, both ways", async () => {
  const { published } = await kernel.execute(
    'import { widget } from "kernel-lib"; const bytes = widget({ esm: "export default {}", state: { raw: new Uint8Array([1, 2, 3]) }, text: () => "bytes" });',
  );
  const [{ content, buffers }] = ofType(published, "comm_open");
  expect([content.data.buffer_paths, content.data.state.raw]).toEqual([[["raw"]], undefined]);
  expect(buffers.map((buffer) => [...buffer])).toEqual([[1, 2, 3]]);
  const data = { method: "update", state: {}, buffer_paths: [["raw"]] };
  kernel.send("comm_msg", { comm_id: content.comm_id, data }, "shell", [Buffer.from([9, 8])]);
  expect((await kernel.execute("[...bytes.state.raw]")).result).toEqual({ "text/plain": "[ 9, 8 ]" });
});

test("comms end when the variables are gone", async () => {
  const { comm_id } = kernel.published.find(({ header }) => header.msg_type === "comm_open")!.content;
  await kernel.execute("process.exit()");
  await kernel.until(() =>
    kernel.published.find((m) => m.header.msg_type === "comm_close" && m.content.comm_id === comm_id),
  );
  expect((await kernel.request("comm_info_request")).reply.content.comms).toEqual({});
});
