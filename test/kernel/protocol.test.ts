// The Jupyter protocol, message by message: https://jupyter-client.readthedocs.io/en/stable/messaging.html
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.shutdown());

test("kernel_info describes TypeScript as front ends expect it", async () => {
  const { reply } = await kernel.request("kernel_info_request");
  expect(reply.header.msg_type).toBe("kernel_info_reply");
  expect(reply.content).toMatchObject({
    status: "ok",
    protocol_version: "5.4",
    implementation: "verteilt",
    language_info: {
      name: "typescript",
      version: "5.0.4",
      mimetype: "application/typescript",
      file_extension: ".ts",
      codemirror_mode: "typescript",
      pygments_lexer: "typescript",
    },
  });
});

test("kernel_info and comm_info are answered on shell and control while a cell is busy", async () => {
  const id = kernel.begin("console.log('on'); while (true) {}");
  await kernel.printed(id, "on");
  expect((await kernel.request("kernel_info_request", {}, "control")).reply.content.status).toBe("ok");
  expect((await kernel.request("comm_info_request", {}, "shell")).reply.content).toEqual({ status: "ok", comms: {} });
  expect((await kernel.interrupt()).reply.content).toEqual({ status: "ok" });
  await kernel.answer(id);
});

test("every request is framed by busy and idle, and published messages carry its header", async () => {
  const { published, reply } = await kernel.execute("console.log(1); 2");
  expect(published.map(({ header, content }) => content.execution_state ?? header.msg_type)).toEqual([
    "busy",
    "execute_input",
    "stream",
    "execute_result",
    "idle",
  ]);
  expect(reply.parent.msg_type).toBe("execute_request");
});

test("of two clients each gets its own replies, and every published message names the request it is for", async () => {
  const other = await kernel.another();
  const ids = [kernel.begin("console.log('a'); await null; 1"), kernel.begin("console.log('b'); 2")];
  const others = [other.begin("console.log('c'); 3"), other.send("kernel_info_request", {}, "control")];
  const answers = [...(await Promise.all(ids.map((id) => kernel.answer(id))))];
  answers.push(...(await Promise.all(others.map((id) => other.answer(id)))));
  expect(answers.map(({ stdout, result }) => [stdout, result?.["text/plain"]])).toEqual([
    ["a\n", "1"],
    ["b\n", "2"],
    ["c\n", "3"],
    ["", undefined],
  ]);
  for (const { published, reply } of answers) for (const { parent } of published) expect(parent).toEqual(reply.parent);
  expect(kernel.answered()).toEqual(expect.arrayContaining(ids));
  expect(kernel.answered().filter((id) => others.includes(id))).toEqual([]);
  expect(other.answered().filter((id) => ids.includes(id))).toEqual([]);
  const known = new Set([...kernel.sent, ...other.sent]);
  expect(kernel.published.filter(({ parent }) => parent.msg_id && !known.has(parent.msg_id))).toEqual([]);
  other.disconnect();
});

describe("execute_request", () => {
  test("counts cells, but not silent ones and not those without history", async () => {
    const count = async (options: object) => (await kernel.execute("1", options)).reply.content.execution_count;
    const first = await count({});
    expect([await count({ silent: true }), await count({ store_history: false }), await count({})]).toEqual([
      first,
      first,
      first + 1,
    ]);
  });

  test("that is silent publishes nothing but its status", async () => {
    const { types, reply } = await kernel.execute("console.log(1); 2", { silent: true });
    expect([types, reply.content.status]).toEqual([[], "ok"]);
  });

  test("evaluates user_expressions after the cell", async () => {
    const { reply } = await kernel.execute("const base = 20", {
      user_expressions: { sum: "base + 1", bad: "nowhere", thrown: "null.x" },
    });
    expect(reply.content.user_expressions).toMatchObject({
      sum: { status: "ok", data: { "text/plain": "21" }, metadata: {} },
      bad: { status: "error", ename: "CompileError", evalue: expect.stringMatching(/^Cannot find name 'nowhere'\./) },
      thrown: { status: "error" },
    });
  });

  test("that fails aborts the queued ones, unless stop_on_error is false", async () => {
    const statuses = async (stop_on_error: boolean) => {
      const ids = ["throw 1", "1", "2"].map((code) => kernel.begin(code, { stop_on_error }));
      const answers = await Promise.all(ids.map((id) => kernel.answer(id)));
      return answers.map(({ reply }) => reply.content.status);
    };
    expect(await statuses(true)).toEqual(["error", "aborted", "aborted"]);
    expect(await statuses(false)).toEqual(["error", "ok", "ok"]);
  });

  test("that is sent after an error was seen is run", async () => {
    await kernel.execute("throw 1");
    expect((await kernel.execute("3")).result).toEqual({ "text/plain": "3" });
  });
});

test("is_complete_request distinguishes complete, incomplete and invalid code", async () => {
  const status = async (code: string) => (await kernel.request("is_complete_request", { code })).reply.content;
  for (const code of ["1 + 1", "const a = 1;", "class A {}", ""])
    expect([code, await status(code)]).toEqual([code, { status: "complete" }]);
  expect(await status("function f() {")).toEqual({ status: "incomplete", indent: "  " });
  for (const code of ["foo(", "const a = ", "`open", "if (x) {\n  y"])
    expect([code, (await status(code)).status]).toEqual([code, "incomplete"]);
  for (const code of ["const = 3", "}", "a b c"])
    expect([code, (await status(code)).status]).toEqual([code, "invalid"]);
});

test("history_request supports tail, range and search", async () => {
  await kernel.execute("'history one'");
  await kernel.execute("'history two'");
  const { reply } = await kernel.execute("'history two'");
  const n = reply.content.execution_count;
  const history = async (request: object) =>
    (await kernel.request("history_request", { raw: true, output: false, ...request })).reply.content.history;
  expect(await history({ hist_access_type: "tail", n: 2 })).toEqual([
    [0, n - 1, "'history two'"],
    [0, n, "'history two'"],
  ]);
  expect(await history({ hist_access_type: "tail", n: 1, output: true })).toEqual([
    [0, n, ["'history two'", "'history two'"]],
  ]);
  expect(await history({ hist_access_type: "range", session: 0, start: n - 2, stop: n - 1 })).toEqual([
    [0, n - 2, "'history one'"],
  ]);
  expect(await history({ hist_access_type: "search", pattern: "*history*", unique: true, n: 5 })).toEqual([
    [0, n - 2, "'history one'"],
    [0, n, "'history two'"],
  ]);
});

test("a comm to an unknown target is closed, and every comm message is framed by busy and idle", async () => {
  const id = kernel.send("comm_open", { comm_id: "c1", target_name: "nobody", data: {} });
  const closed = await kernel.until(() => kernel.published.find(({ header }) => header.msg_type === "comm_close"));
  expect(closed.content).toEqual({ comm_id: "c1", data: {} });
  expect(closed.parent.msg_id).toBe(id);
  for (const type of ["comm_msg", "comm_close"]) {
    const other = kernel.send(type, { comm_id: "c1", data: {} });
    await kernel.until(() => kernel.published.filter((m) => m.parent.msg_id === other).length === 2);
  }
  expect((await kernel.request("comm_info_request", { target_name: "nobody" })).reply.content.comms).toEqual({});
});

test("a message with a wrong signature is ignored", async () => {
  const honest = (kernel as any).connection.key;
  (kernel as any).connection.key = "forged";
  const id = kernel.send("kernel_info_request", {});
  (kernel as any).connection.key = honest;
  await kernel.request("kernel_info_request");
  expect(kernel.published.some(({ parent }) => parent.msg_id === id)).toBe(false);
});

describe("completion and inspection", () => {
  const complete = async (code: string, cursor_pos = [...code].length) =>
    (await kernel.request("complete_request", { code, cursor_pos })).reply.content;
  const inspect = async (code: string, cursor_pos = [...code].length) =>
    (await kernel.request("inspect_request", { code, cursor_pos, detail_level: 0 })).reply.content;

  test("complete members after a dot by their types, and count in code points", async () => {
    await kernel.execute(
      "/** Counts. */ function tally(what: string, times = 1) { return times } ; const thing = { alpha: 1, beta: 2 };",
    );
    expect(await complete("thing.")).toMatchObject({
      status: "ok",
      matches: ["alpha", "beta"],
      cursor_start: 6,
      cursor_end: 6,
    });
    expect(await complete('"😀"; thing.')).toMatchObject({
      matches: ["alpha", "beta"],
      cursor_start: 11,
      cursor_end: 11,
    });
    expect(await complete('"😀"; thing.al')).toMatchObject({ matches: ["alpha"], cursor_start: 11, cursor_end: 13 });
    expect((await complete("tal")).matches).toContain("tally");
  });

  test("show type and doc comment, also inside the parentheses of a call", async () => {
    for (const [code, at] of [
      ["tally", 3],
      ["tally(", 6],
      ['tally("a", 2)', 8],
    ] as const) {
      const { found, data } = await inspect(code, at);
      expect([code, found]).toEqual([code, true]);
      expect(data["text/plain"]).toBe("function tally(what: string, times?: number): number\n\nCounts.");
      expect(data["text/markdown"]).toBe(
        "```typescript\nfunction tally(what: string, times?: number): number\n```\n\nCounts.\n",
      );
    }
    await kernel.execute("interface Square {\n/** In metres. */\nside: number } ; const square: Square = { side: 1 };");
    for (const code of ["square.side", "const { side: s } = square"])
      expect((await inspect(code, code.indexOf("side") + 2)).data["text/plain"]).toBe(
        "(property) Square.side: number\n\nIn metres.",
      );
    await kernel.execute('import { run, Node } from "kernel-lib";');
    for (const [code, at, signature, comment] of [
      ["await run(", 10, "(alias) run<System>(system: System & HandlersFit", "Runs a system"],
      [
        "class A extends Node { onStart() { this.send",
        44,
        ".send<M extends Message>(to: string, message: M): void",
        "Sends",
      ],
    ] as const) {
      const { data } = await inspect(code, at);
      expect(data["text/plain"]).toContain(signature);
      expect(data["text/markdown"]).toContain(comment);
      expect(data["text/markdown"]).toMatch(/^```typescript\n/);
    }
    expect(await inspect("   ", 1)).toEqual({ status: "ok", found: false, data: {}, metadata: {} });
  });
});
