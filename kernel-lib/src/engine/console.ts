// The console of a node: its lines go where the engine wants them.
import { format, inspect } from "node:util";
import { host } from "./host.js";

export type Print = (text: string, stream: "stdout" | "stderr") => void;

/** A console that hands each of its texts to `print`, without a line end. */
export function consoleTo(print: Print): Console {
  const out = (...values: unknown[]) => print(format(...values), "stdout");
  const err = (...values: unknown[]) => print(format(...values), "stderr");
  const show = (value: unknown) => print(inspect(value), "stdout");
  return { ...console, log: out, info: out, debug: out, dir: show, table: show, warn: err, error: err, trace: err };
}

/**
 * Prints a node's text, its name before every line, under the cell that started it; without a notebook, to this
 * program's own output.
 */
export function printNode(id: string, text: string, stream: "stdout" | "stderr", cell: number | undefined): void {
  const lines = `${text.replace(/^/gm, `[${id}] `)}\n`;
  const kernel = host();
  if (kernel) kernel.print(lines, stream, cell);
  else process[stream].write(lines);
}
