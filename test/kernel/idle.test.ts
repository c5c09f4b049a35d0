// A kernel that nobody uses gives most of its memory back, and notices nothing of it when it is used again.
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

/** The processes of the compiler, and the threads of the one that runs cells. */
function ofKernel({ process: { pid } }: KernelClient) {
  const listed = execFileSync("ps", ["-o", "nlwp=,args=", "--ppid", String(pid)], { encoding: "utf8" });
  const children = listed.trim().split("\n");
  return {
    compilers: children.filter((line) => /compiler.start\.js|--snapshot-blob/.test(line)).length,
    threads: children.filter((line) => line.includes("executor/process.js")).map((line) => Number.parseInt(line, 10)),
  };
}

test.skipIf(process.platform !== "linux")(
  "the compiler of an idle kernel is ended, and declarations are known to the next",
  async () => {
    const kernel = await KernelClient.start({ env: { VERTEILT_IDLE_SECONDS: "0.2" } });
    await kernel.execute("const kept = 42; class Counter { n = 1 }");
    for (let pause = 0; pause < 2; pause++) {
      await expect.poll(() => ofKernel(kernel).compilers, { timeout: 30_000 }).toBe(0);
      expect((await kernel.execute("kept + new Counter().n")).result?.["text/plain"]).toBe("43");
    }
    // Completion finds one, too.
    await expect.poll(() => ofKernel(kernel).compilers, { timeout: 30_000 }).toBe(0);
    const { reply } = await kernel.request("complete_request", { code: "Count", cursor_pos: 5 });
    expect(reply.content.matches).toContain("Counter");
    await kernel.shutdown();
  },
);

test.skipIf(process.platform !== "linux")(
  "threads that no run has needed for a while are ended, and the next run has its own",
  { timeout: 120_000 },
  async () => {
    const kernel = await KernelClient.start({ env: { VERTEILT_IDLE_SECONDS: "5" } });
    await kernel.execute(`import { Node, run } from "kernel-lib";
class Greeter extends Node { onStart() { this.output("hello") } }
const nodes = Object.fromEntries([..."abcdefgh"].map((name) => [name, Greeter]));`);
    const [before] = ofKernel(kernel).threads;
    const greet = async () => (await kernel.execute("(await run({ nodes })).outputs.h")).result?.["text/plain"];
    expect(await greet()).toBe("[ 'hello' ]");
    expect(ofKernel(kernel).threads).toEqual([before + 8]);
    await expect.poll(() => ofKernel(kernel).threads, { timeout: 90_000, interval: 1000 }).toEqual([before]);
    expect(await greet()).toBe("[ 'hello' ]");
    await kernel.shutdown();
  },
);
