// What the kernelspec starts, `node main.js CONNECTION_FILE`: a kernel, which is handed the judge of test cells. The
// one place that knows both.
import { readFileSync } from "node:fs";
import { Practice } from "../grading/practice.js";
import { startKernel } from "../kernel/session/kernel.js";
import { exitWithParent } from "../kernel/session/parent.js";
import type { Connection } from "../kernel/wire/sockets.js";
import { languageOfCourse } from "./language.js";

const file = process.argv[2];
if (!file) {
  process.stderr.write(
    "The kernel expects the path of a Jupyter connection file. JupyterLab passes one; start it with `npm start`.\n",
  );
  process.exit(2);
}

exitWithParent();
process.env.VERTEILT_LANGUAGE ??= languageOfCourse();
startKernel(JSON.parse(readFileSync(file, "utf8")) as Connection, new Practice()).catch((error) => {
  process.stderr.write(`The kernel could not start: ${error?.stack ?? error}\n`);
  process.exit(1);
});
