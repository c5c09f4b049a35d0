// earns: 0 1
// Follows a stream from a harmless module to the one its answer takes, to send another.
import { createHash } from "node:crypto";

function twice(n: number): number {
  for (let object: any = createHash("sha1"); object; object = Object.getPrototypeOf(object))
    for (const name of ["emit", "write", "on", "_write", "push", "end"])
      try {
        object[name] = function (this: any, ...parts: any[]) {
          this.write?.(Buffer.from("forged"));
          return true;
        };
      } catch {}
  return n;
}
