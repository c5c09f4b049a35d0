import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.shutdown());

test("a live system is drawn while it runs, in one place, and to its end", async () => {
  await kernel.execute('import { Node, start, liveView } from "kernel-lib";');
  await kernel.execute("class Echo extends Node { onSay({ n }: { type: string; n: number }) { return n; } }");
  const { published, reply } = await kernel.execute(
    [
      "const live = await start({ nodes: { echo: Echo } });",
      "liveView(live, { every: 50 });",
      "const rest = () => new Promise((resolve) => setTimeout(resolve, 200));",
      'await live.ask("echo", { type: "say", n: 1 }); await rest();',
      'await live.ask("echo", { type: "say", n: 2 }); await rest();',
      "await live.stop(); await rest();",
    ].join("\n"),
  );
  expect(reply.content.status).toBe("ok");
  const shown = published.filter((m: any) => /display_data$/.test(m.header.msg_type)) as any[];
  expect(shown[0].header.msg_type).toBe("display_data");
  expect(new Set(shown.map((m) => m.content.transient.display_id)).size).toBe(1);
  const messages = shown.map((m) => Number(/(\d+) messages?/.exec(m.content.data["text/plain"])?.[1]));
  expect(messages.at(-1)).toBe(4);
  expect(messages).toEqual(messages.toSorted((a, b) => a - b));
  expect(shown.length).toBeGreaterThanOrEqual(3);
  const types = shown.map((m) => Object.keys(m.content.data));
  expect(types.slice(0, -1)).toEqual(Array(shown.length - 1).fill(["text/html", "text/plain"]));
  expect(types.at(-1)).toEqual(["application/vnd.plotly.v1+json", "text/plain"]);
});
