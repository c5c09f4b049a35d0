// What the types of the library catch in a cell, without a word from whoever writes it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
  await kernel.execute(`
    import { Node, run, explore, start } from "kernel-lib";
    type Ping = { type: "ping"; n: number };
    interface Pong { type: "pong"; n: number }
    class Server extends Node {
      onPing({ n }: Ping) { return n + 1; }
    }
    class Client extends Node {
      count = 0;
      async onStart() {
        this.count = await this.call<number>("server", { type: "ping", n: 1 });
      }
      onPong({ n }: Pong | Ping) {}
      onBare({ n }: { n: number }) {}
      onAny(message: any) {}
      onOdd() {}
    }
    class Wrong extends Node {
      onPing({ n }: Pong) {}
    }
    const pair = { nodes: { server: Server, client: Client.with({ count: 3 }) } };
  `);
});
afterAll(() => kernel.shutdown());

async function errorOf(cell: string): Promise<string | undefined> {
  return (await kernel.execute(cell)).error?.evalue;
}

describe("a handler is named after its message", () => {
  const words = 'onPing takes a message of type \\"pong\\": name it onPong';

  test.each([
    "run({ nodes: { server: Wrong } })",
    "explore({ nodes: { server: Server, client: Wrong.with({}) } })",
    'start({ nodes: { server: Wrong } }, { engine: "simulator" })',
  ])("or %s does not compile", async (cell) => {
    expect(await errorOf(cell)).toContain(words);
  });

  test("and everything else may be", async () => {
    const { result } = await kernel.execute('(await run(pair, { engine: "simulator" })).states.client.count');
    expect(result).toEqual({ "text/plain": "2" });
    expect(await errorOf("const nodes: Record<string, typeof Server> = { server: Server }; explore({ nodes });")).toBe(
      undefined,
    );
  });
});

describe("an answer", () => {
  test("is of the type that is named", async () => {
    expect(
      await errorOf(
        "const live = await start(pair); const text: string = await live.ask<number>('server', { type: 'ping', n: 1 })",
      ),
    ).toBe("Type 'number' is not assignable to type 'string'.");
    const { result } = await kernel.execute(`
      const asked = await start(pair, { engine: "simulator" });
      const sum: number = await asked.ask<number>("server", { type: "ping", n: 1 });
      await asked.stop();
      sum`);
    expect(result).toEqual({ "text/plain": "2" });
  });

  test("is of any type where none is named, and asked for by a message of whatever parts", async () => {
    expect(
      await errorOf(`
        class Asker extends Node {
          async onStart() {
            const pong: Pong = { type: "pong", n: 1 };
            const answer = await this.call("server", pong, { timeout: 3 });
            answer.whatever.it.is;
            const n: number = await this.call("server", { type: "ping", n: 1, more: { deep: true } });
          }
        }`),
    ).toBe(undefined);
    expect(await errorOf('class Typeless extends Node { onStart() { this.call("server", { n: 1 }); } }')).toContain(
      "Property 'type' is missing",
    );
  });
});
