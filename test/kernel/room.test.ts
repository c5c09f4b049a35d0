// A room in the notebook: opened in one kernel, joined from another, and gone with the kernel that opened it.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { eventually } from "../support/eventually.js";
import { KernelClient } from "../support/kernel-client.js";

vi.setConfig({ testTimeout: 180_000 });

let lecturer: KernelClient;
let student: KernelClient;
beforeAll(async () => {
  [lecturer, student] = await Promise.all([KernelClient.start(), KernelClient.start()]);
}, 180_000);
afterAll(() => Promise.all([lecturer.shutdown(), student.shutdown()]));

const STORE = `import { join, Node, openClass } from "kernel-lib";
type Put = { type: "put"; key: string; value: number };
class Store extends Node {
  data: Record<string, number> = {};
  onPut({ key, value }: Put) { this.data[key] = value; return "stored"; }
}`;

test("cells open a room, join it, ask and poll; with the lecturer's kernel its server ends", async () => {
  const opened = await lecturer.execute(`${STORE}\nconst room = await openClass("ds1", { nodes: { board: Store } });`);
  expect([opened.error, opened.stderr, opened.types]).toEqual([undefined, "", ["execute_input", "display_data"]]);
  const { data } = opened.published.find(({ header }) => header.msg_type === "display_data")!.content;
  const link = /http:\/\/[\d.]+:\d+\/\w+/.exec(data["text/plain"])![0];
  expect(data["text/html"]).toContain(`<a href="${link}">${link}</a>`);
  expect(data["text/html"]).toMatch(/<div role="img" aria-label="QR code of the link"><svg/);

  const joined = await student.execute(
    `${STORE}\nconst me = await join("${link}", { as: "anna", nodes: { anna: Store } });`,
  );
  expect([joined.error, joined.stderr]).toEqual([undefined, ""]);
  const asked = await lecturer.execute(
    'room.liveView();\nawait room.ask("anna", { type: "put", key: "x", value: 1 }, { timeout: 30000 })',
  );
  expect([asked.error, asked.result]).toEqual([undefined, { "text/plain": "'stored'" }]);

  const polled = await lecturer.execute('const poll = await room.poll("Who is right?", { choices: ["A", "B"] });');
  expect(polled.error).toBeUndefined();
  expect((await student.execute('await me.answer("B");')).error).toBeUndefined();
  await eventually("it is counted", async () => {
    const { result } = await lecturer.execute("poll.answers.length");
    return result!["text/plain"] === "1";
  });
  const closed = await lecturer.execute("await poll.close()");
  expect(closed.result!["text/plain"]).toBe("Who is right? (1 answer)\n  A: 0\n  B: 1");
  expect(closed.result!["application/vnd.plotly.v1+json"].data[0]).toMatchObject({ x: [1, 0], y: ["B", "A"] });

  await lecturer.shutdown();
  await eventually("the page is gone", () =>
    fetch(link).then(
      () => false,
      () => true,
    ),
  );
});
