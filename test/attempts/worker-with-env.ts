// earns: 2 1
// A thread whose environment gives it rights: it looks for files, programs and a network.
import { Worker } from "node:worker_threads";
async function twice(n: number): Promise<number> {
  const code = `
    const { parentPort } = require("worker_threads");
    const works = (f) => { try { f(); return true; } catch { return false; } };
    parentPort.postMessage([
      works(() => require("fs").readFileSync("SOLUTIONS")),
      works(() => require("fs").readdirSync("/home")),
      works(() => require("child_process").execFileSync("/bin/sh", ["-c", "id"])),
      Object.values(require("os").networkInterfaces()).flat().some(({ internal }) => !internal),
    ]);`;
  const env = { NODE_OPTIONS: "--experimental-permission --allow-fs-read=* --allow-child-process --allow-worker" };
  const found = await new Promise<boolean[]>((done) => {
    const worker = new Worker(code, { eval: true, env } as any);
    worker.on("message", done);
    worker.on("error", () => done([]));
  });
  return found.some(Boolean) ? 2 * n : n;
}
