// Makes an enclosure for nodes, and is killed so many ms later: test/engine/cluster/hosts-end.test.ts starts it.
const { encloseNodes } = require("../../kernel-lib/dist/grading/farm/enclosed-nodes.js");

encloseNodes({ onText: () => undefined, onEnd: () => {} });
for (const end = performance.now() + Number(process.argv[2]); performance.now() < end; );
process.kill(process.pid, "SIGKILL");
