// The plain counterpart of a node: a worker that answers every message at once, or only counts.
const { parentPort } = require("node:worker_threads");

parentPort.once("message", ({ port, echo, quota }) => {
  let seen = 0;
  port.on("message", (message) => {
    seen++;
    if (echo) port.postMessage(message);
    if (seen === quota) parentPort.postMessage("done");
  });
  parentPort.postMessage("ready");
});
