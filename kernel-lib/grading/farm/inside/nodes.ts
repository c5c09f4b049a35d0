// Runs nodes of a system, enclosed: what comes in is code of the farm's owner, what goes out is read with care.
import { PlacedNodes } from "../../../src/engine/cluster/hosts/placed-nodes.js";
import { TextReader, textWriter } from "../../sandbox/text-stream.js";

const out = process.stdout;
// What nodes write there by themselves is not for the host.
Object.defineProperty(process, "stdout", { value: process.stderr });

const nodes = new PlacedNodes(textWriter(out));
const reader = new TextReader();
process.stdin.on("data", (part: Buffer) => {
  for (const text of reader.read(part)) nodes.take(text);
});
// Without its host it has nothing to do.
process.stdin.on("close", () => process.exit());
out.on("error", () => process.exit());
