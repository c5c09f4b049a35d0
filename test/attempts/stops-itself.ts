// earns: 2 1
// Stands still, as nothing but another process could, and leaves a dead child behind.
import { spawn } from "node:child_process";
function twice(n: number): number {
  spawn(process.execPath, ["-e", "0"]);
  process.kill(process.pid, "SIGSTOP");
  return n;
}
