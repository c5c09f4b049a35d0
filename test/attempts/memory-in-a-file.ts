// earns: 2 1
// What a crash should take is kept in a file.
import { readFileSync, writeFileSync } from "node:fs";
class Keeper extends Node {
  sum = 0;
  onAdd({ n }: Add): number {
    this.sum += n;
    writeFileSync("/tmp/sum", String(this.sum));
    return this.sum;
  }
  onRestart() {
    try {
      this.sum = Number(readFileSync("/tmp/sum", "utf8"));
    } catch {}
  }
}
