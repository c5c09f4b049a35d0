// earns: 2
// A thread of its own that ends its parents.
const { Worker } = require("node:worker_threads");
const text = `
  const { parentPort } = require("node:worker_threads");
  try { process.kill(process.ppid, "SIGKILL"); } catch {}
  try { process.binding("process_methods")._kill(process.ppid, 9); } catch {}
`;
for (const options of [{ eval: true }, { eval: true, execArgv: [] }, { eval: true, execArgv: [], env: {} }]) {
  const worker = new Worker(text, options);
  worker.on("error", () => {});
  const Original = worker.constructor;
  new Original(text, options).on("error", () => {});
}
await new Promise((done) => setTimeout(done, 300));
