// The console of a node: its lines go where the engine wants them.
import { format, inspect } from "node:util";

export type Print = (text: string, stream: "stdout" | "stderr") => void;

/** A console that hands each of its texts to `print`, without a line end. */
export function consoleTo(print: Print): Console {
  const out = (...values: unknown[]) => print(format(...values), "stdout");
  const err = (...values: unknown[]) => print(format(...values), "stderr");
  const show = (value: unknown) => print(inspect(value), "stdout");
  return { ...console, log: out, info: out, debug: out, dir: show, table: show, warn: err, error: err, trace: err };
}

/** A node's text with its name before every line. */
export function labelled(id: string, text: string): string {
  return text.replace(/^/gm, `[${id}] `);
}
