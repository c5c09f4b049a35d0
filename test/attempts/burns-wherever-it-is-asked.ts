// earns: 0 0
// Uses up all that a submission may, in each way that there is: an exercise that does not is marked all the same.
import { writeSync } from "node:fs";
const text = Buffer.from(JSON.stringify(["get", 1, "x", Array(1e6).fill(["o"])]));
const length = Buffer.alloc(4);
length.writeUInt32LE(text.length);
const frame = Buffer.concat([length, text]);
function twice(n: number): number {
  for (;;)
    for (let at = 0; at < frame.length; )
      try {
        at += writeSync(1, frame, at);
      } catch {}
}
class Echo extends Node {
  onSay() {
    for (;;);
  }
}
class Keeper extends Node {
  onAdd() {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}
