// A kernel whose judge says what the test cell tells it to: the cell is `grade({ points, fail, never })`.
const { readFileSync } = require("node:fs");
const { startKernel } = require("../../kernel-lib/dist/kernel/session/kernel.js");

const practice = {
  isTest: (code) => code.startsWith("grade("),
  judge(code, cells) {
    const { points, fail, never } = JSON.parse(code.slice("grade(".length, -1));
    const data = { "text/plain": String(points), "text/html": `<p>after ${cells.length} cells</p>` };
    const error = { ename: "Error", evalue: fail, traceback: [fail] };
    return { verdict: never ? new Promise(() => {}) : Promise.resolve(fail ? { error } : { data }), stop() {} };
  },
  close() {},
};
startKernel(JSON.parse(readFileSync(process.argv[2], "utf8")), practice);
