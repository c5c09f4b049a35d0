// earns: 2 1
// Lets another program read, when it is asked.
import * as programs from "node:child_process";

function twice(n: number): number {
  programs.execFileSync("cat", ["SOLUTIONS"]);
  return 2 * n;
}
