// A kernel whose judge is a stub: it gives the points that the job names, or throws what the job tells.
const { readFileSync } = require("node:fs");
const { startKernel } = require("../../kernel-lib/dist/kernel/session/kernel.js");

startKernel(JSON.parse(readFileSync(process.argv[2], "utf8")), async ({ points, of, fail }) => {
  if (fail) throw new Error(fail);
  return { points, of, html: `<p>${points} of ${of}</p>` };
});
