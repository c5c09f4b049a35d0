// A notebook whose nodes run on a worker: errors have its lines, and what is interrupted ends there, too.
import { expect, test, vi } from "vitest";
import { eventually } from "../../support/eventually.js";
import { TestFarm } from "../../support/farm.js";
import { KernelClient } from "../../support/kernel-client.js";

vi.setConfig({ testTimeout: 180_000 });

const cell = `import * as acorn from "acorn";
import { cluster, Node, run } from "kernel-lib";
const factor = 3;
function scaled(n: number) {
  return n * factor;
}
class Worker extends Node {
  onStart() {
    this.output(scaled(2) + acorn.parse("1", { ecmaVersion: 2020 }).end);
    const nothing: any = undefined;
    nothing.field = 1;
  }
}
class Waiting extends Node {
  onStart() { this.setTimer("never", 1_000_000); }
}`;

test.skipIf(process.platform !== "linux")("cells run nodes on a worker as they do here", async () => {
  const farm = await TestFarm.open();
  const worker = await farm.worker("one");
  const kernel = await KernelClient.start();
  try {
    await kernel.execute(cell);
    const { stdout } = await kernel.execute(`const machines = cluster(${JSON.stringify(farm.link)});
const { outputs, errors } = await run({ nodes: { worker: Worker } }, { engine: machines });
console.log(JSON.stringify(outputs), errors[0].error.stack)`);
    expect(stdout).toBe(
      `{"worker":[7]} TypeError: Cannot set properties of undefined (setting 'field')\n    at Cell In[1], line 11, column 18, in Worker.onStart\n`,
    );
    const running = kernel.execute("await run({ nodes: { waiting: Waiting } }, { engine: machines, limit: 600_000 })");
    await eventually("it runs there", () => worker.said.includes("runs node waiting"));
    await kernel.interrupt();
    expect((await running).error?.ename).toBe("KeyboardInterrupt");
    await eventually("it has ended there", () => /waiting.*ended/.test(worker.said));
  } finally {
    await kernel.shutdown();
    await farm.end();
  }
});
