// Two console methods for which a page can do more than a terminal: `table` is a table, `clear` empties the cell's
// output.

import { escapeHtml } from "../../src/figure/escape.js";
import type { FromExecutor, MimeBundle } from "../messages.js";
import { owner } from "./context.js";
import { text } from "./display.js";

type Send = (message: FromExecutor & { cell: string }) => void;

export function installConsole(send: Send): void {
  const { table } = console;
  console.clear = () => {
    const cell = owner();
    if (cell) send({ type: "clear", cell: cell.id, wait: false });
  };
  console.table = (data, columns) => {
    const cell = owner();
    if (!cell || data === null || typeof data !== "object") return table.call(console, data, columns);
    const { head, rows } = tabular(data, columns);
    const bundle: MimeBundle = { "text/plain": plain(head, rows), "text/html": html(head, rows) };
    send({ type: "display", cell: cell.id, content: { data: bundle, metadata: {}, transient: {} }, update: false });
  };
}

/** One row per entry, one column per property; values that are not objects have a column of their own. */
function tabular(data: object, only: readonly string[] | undefined): { head: string[]; rows: string[][] } {
  const entries: [unknown, unknown][] =
    data instanceof Map
      ? [...data]
      : data instanceof Set
        ? [...data].map((value, i) => [i, value])
        : Object.entries(data);
  const isRow = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === "object";
  const columns = only ?? [...new Set(entries.flatMap(([, value]) => (isRow(value) ? Object.keys(value) : [])))];
  const single = entries.some(([, value]) => !isRow(value));
  const rows = entries.map(([key, value]) => [
    shown(key),
    ...columns.map((column) => (isRow(value) && column in value ? shown(value[column]) : "")),
    ...(single ? [isRow(value) ? "" : shown(value)] : []),
  ]);
  return { head: ["", ...columns, ...(single ? ["value"] : [])], rows };
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : text(value);
}

function plain(head: string[], rows: string[][]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function html(head: string[], rows: string[][]): string {
  const line = (row: string[], tag: string) =>
    `<tr>${row.map((cell, i) => `<${i ? tag : "th"}>${escapeHtml(cell)}</${i ? tag : "th"}>`).join("")}</tr>`;
  return `<table><thead>${line(head, "th")}</thead><tbody>${rows.map((row) => line(row, "td")).join("")}</tbody></table>`;
}
