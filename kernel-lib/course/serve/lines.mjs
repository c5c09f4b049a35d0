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
    // What is drawn anew has to fit: the cursor cannot go back further than the top, nor know how lines were broken.
    const width = Math.max(20, (out.columns ?? 80) - 1);
    const most = Math.max(3, (out.rows ?? 24) - 3);
    const shown = below.length > most ? [...below.slice(0, most - 1), `and ${below.length - most + 1} more`] : below;
    if (line !== undefined) out.write(`  ${line}\n`);
    for (const one of shown) out.write(`${cut(`> ${one}`, width)}\n`);
    this.#drawn = shown.length;
  }
}

/** @param {string} text @param {number} width */
function cut(text, width) {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
