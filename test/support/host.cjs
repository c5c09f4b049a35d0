// A worker that lends its process to the owner of a server: test/support/hosts.ts starts it.
const { Host } = require("../../kernel-lib/dist/src/engine/cluster/hosts/host.js");

Host.lend(process.argv[2], process.argv[3]).then(() => process.send("here"));
process.on("disconnect", () => process.exit());
