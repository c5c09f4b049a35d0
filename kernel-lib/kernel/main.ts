// The Jupyter kernel's entry: `node main.js CONNECTION_FILE`. Sockets and protocol live on this thread, cells in a
// worker.
import { readFileSync } from "node:fs";
import { startKernel } from "./session/kernel.js";
import { exitWithParent } from "./session/parent.js";
import type { Connection } from "./wire/sockets.js";

const file = process.argv[2];
if (!file) {
  process.stderr.write(
    "The kernel expects the path of a Jupyter connection file. JupyterLab passes one; start it with `npm start`.\n",
  );
  process.exit(2);
}

exitWithParent();
startKernel(JSON.parse(readFileSync(file, "utf8")) as Connection).catch((error) => {
  process.stderr.write(`The kernel could not start: ${error?.stack ?? error}\n`);
  process.exit(1);
});
