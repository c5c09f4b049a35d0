// Runs the system on real threads and draws what happened: open run.svg in a browser.
import { writeFileSync } from "node:fs";
import { latency, loss, run, spaceTime } from "kernel-lib";
import { chat } from "./chat.js";

const faults = [latency({ min: 5, max: 15 }), loss(0.3)];
const result = await run({ ...chat(["Hello!", "Is the golden key there?"]), faults });

console.log("The server has shown:", result.outputs.server);
console.log("Messages:", result.stats.messages, "of them lost:", result.stats.lost);
for (const { node, error } of result.errors) console.error(`${node}: ${error.message}`);
writeFileSync("run.svg", spaceTime(result).svg());
console.log("The picture of the run is in run.svg.");
