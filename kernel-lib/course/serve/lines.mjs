// Lines on a terminal: those that stay, and below them some that are drawn anew. Where there is no terminal, only those
// that stay.
import { clearScreenDown, moveCursor } from "node:readline";

export class Lines {
  #drawn = 0;

  /** @param {string | undefined} line stays @param {readonly string[]} below drawn anew */
  show(line, below) {
    const out = process.stdout;
    if (!out.isTTY) {
      if (line !== undefined) out.write(`  ${line}\n`);
      return;
    }
    moveCursor(out, 0, -this.#drawn);
    clearScreenDown(out);
    const width = Math.max(20, (out.columns ?? 80) - 1);
    if (line !== undefined) out.write(`  ${line}\n`);
    for (const one of below) out.write(`${`> ${one}`.slice(0, width)}\n`);
    this.#drawn = below.length;
  }
}
