// Terminates what a thread waits for, as often as asked: node terminations.cjs TIMES. Prints how often the thread
// survived. Threads that only compute take the processors, so that the main thread is held up where it would rarely be.
const { availableParallelism } = require("node:os");
const { isMainThread, parentPort, Worker } = require("node:worker_threads");
const { installTermination, terminate } = require("../../kernel-lib/dist/kernel/executor/terminate.js");

if (isMainThread) {
  const times = Number(process.argv[2]);
  for (let i = 0; i < availableParallelism(); i++) new Worker("while (true) {}", { eval: true });
  const execArgv = ["--no-warnings", "--no-force-async-hooks-checks"];
  const worker = new Worker(__filename, { execArgv });
  let survived = 0;
  let isAsked = false;
  worker.on("message", (message) => {
    if (message === "waits") {
      isAsked = true;
      // It has announced that it is going to wait.
      setTimeout(terminate, 5);
    } else if (isAsked) {
      isAsked = false;
      if (++survived < times) return worker.postMessage("again");
      console.log(survived);
      process.exit(0);
    }
  });
  worker.postMessage("again");
} else {
  installTermination(() => true);
  process.on("uncaughtException", () => {});
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  parentPort.on("message", async () => {
    await null;
    parentPort.postMessage("waits");
    Atomics.wait(nothing, 0, 0);
  });
  // Only a thread that runs on says so.
  setInterval(() => parentPort.postMessage("runs"), 2);
}
