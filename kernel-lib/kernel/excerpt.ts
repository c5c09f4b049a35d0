// The lines of a cell around a place, with colours as other kernels use them.
import type { Position } from "./positions.js";

const colour = (code: string) => (part: string) => `\u001b[${code}m${part}\u001b[0m`;
export const red = colour("1;31");
export const green = colour("32");
export const dim = colour("2");

/** "Cell In[7], line 3, column 9" */
export function label(count: number, { line, column }: Position): string {
  return `Cell In[${count}], line ${line + 1}, column ${column + 1}`;
}

/** The line with two around it, and carets below the column. */
export function excerpt(code: string, { line, column }: Position, width: number): string {
  const lines = code.split("\n");
  const at = Math.min(line, lines.length - 1);
  const first = Math.max(0, at - 2);
  const last = Math.min(lines.length - 1, at + 2);
  const digits = String(last + 1).length;
  const shown: string[] = [];
  for (let i = first; i <= last; i++) {
    const number = String(i + 1).padStart(digits);
    shown.push(i === at ? `${red(">")} ${number} | ${lines[i]}` : dim(`  ${number} | ${lines[i]}`));
    if (i !== at) continue;
    const start = Math.min(column, lines[i].length);
    const space = lines[i].slice(0, start).replace(/[^\t]/g, " ");
    const carets = "^".repeat(Math.max(1, Math.min(width, lines[i].length - start)));
    shown.push(`  ${" ".repeat(digits)} | ${space}${red(carets)}`);
  }
  return shown.join("\n");
}
