// The kernel on every version of Node that the course supports. What one of them misses is fetched from the npm registry.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";
import { nodeProgram, nodeVersions } from "../support/node-versions.js";

test.each(nodeVersions)(
  "cells, errors, interrupts, nodes and modules work on Node %s",
  { timeout: 240_000 },
  async (version) => {
    const cwd = mkdtempSync(join(tmpdir(), "node-version-"));
    const module = join(cwd, "node_modules", "only-esm");
    mkdirSync(module, { recursive: true });
    writeFileSync(
      join(module, "package.json"),
      JSON.stringify({ name: "only-esm", type: "module", exports: { import: "./i.js" } }),
    );
    writeFileSync(join(module, "i.js"), "export default 5");
    const kernel = await KernelClient.start({ node: nodeProgram(version), cwd });
    const shown = async (code: string) => {
      const { result, error } = await kernel.execute(code);
      return error ? `${error.ename}: ${error.evalue}` : result?.["text/plain"];
    };

    expect(await shown("process.versions.node")).toBe(`'${version}'`);
    expect(await shown("interface P { x: number } ; class A { p: P = { x: 1 } } ; let kept = 42; new A()")).toBe(
      "A { p: { x: 1 } }",
    );
    expect(await shown("Promise.resolve({ A }.A.name)")).toBe("Promise { 'A' }");
    const { error, reply } = await kernel.execute("await null;\nthrow new TypeError('at line 2')");
    expect(stripVTControlCharacters(error!.traceback[0])).toContain(
      `Cell In[${reply.content.execution_count}], line 2, column 7`,
    );

    for (const code of [
      "while (true) {}",
      "await null; for (;;);",
      "await new Promise(() => {})",
      "while (true) await null",
      "/^(a+)+$/.test('a'.repeat(40) + 'b')",
      "await null; /^(a+)+$/.test('a'.repeat(40) + 'b')",
      "await new Promise(() => setTimeout(() => /^(a+)+$/.test('a'.repeat(40) + 'b'), 5))",
      "await new Promise(() => setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)))",
    ]) {
      const id = kernel.begin(`console.log("on"); ${code}`);
      await kernel.printed(id, "on");
      await kernel.interrupt();
      expect((await kernel.answer(id)).error!.ename).toBe("KeyboardInterrupt");
    }
    expect(await shown("kept")).toBe("42");

    const system = `import { Node, run } from "kernel-lib";
class Server extends Node { onAsk() { return 7 } }
class Client extends Node { async onStart() { this.output(await this.call("server", { type: "ask" })) } }`;
    await kernel.execute(system);
    expect(await shown("(await run({ nodes: { server: Server, client: Client } })).outputs.client")).toBe("[ 7 ]");
    expect(
      await shown('(await run({ nodes: { server: Server, client: Client } }, { engine: "simulator" })).outputs.client'),
    ).toBe("[ 7 ]");
    expect(await shown('import five from "only-esm"; five')).toBe("5");

    const late = await kernel.execute("void Promise.reject(new RangeError('nobody caught it')); 1");
    const found = await kernel.until(() => kernel.published.find(({ content }) => content.ename === "RangeError"));
    expect(found.parent.msg_id).toBe(late.reply.parent.msg_id);
    expect(await shown("process.exit(1)")).toContain("SessionLost: process.exit(1)");
    expect(await shown("1 + 1")).toBe("2");
    await kernel.shutdown();
    rmSync(cwd, { recursive: true, force: true });
  },
);
