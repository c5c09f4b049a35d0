// npm run bench: our speed against the physical limit or a plain alternative, measured in turn in one run.
import { clusterRows } from "./bench/cluster.mjs";
import { coresRows } from "./bench/cores.mjs";
import { explorerRows } from "./bench/explorer.mjs";
import { farmRows } from "./bench/farm.mjs";
import { grading } from "./bench/grading.mjs";
import { kernel } from "./bench/kernel.mjs";
import { memory } from "./bench/memory.mjs";
import { messages } from "./bench/messages.mjs";
import { profileOf } from "./bench/profile.mjs";
import { measureRow } from "./bench/rows.mjs";
import { simulatorRows } from "./bench/simulator.mjs";
import { skynet } from "./bench/skynet.mjs";
import { spinRows } from "./bench/spin.mjs";
import { startup } from "./bench/startup.mjs";
import { sweepRows } from "./bench/sweep.mjs";
import { transactions } from "./bench/transactions.mjs";

const help = `npm run bench [-- NAME...] [-- --profile] [-- --json]

Measures kernel-lib against the best the machine can do. Ratios hold everywhere; single figures vary with the machine.

  NAME       only rows whose name contains it, such as "simulated"
  --profile  also where the time goes in rows that missed what is to be reached
  --json     one JSON document instead of a table
  --help     this text
`;

const args = process.argv.slice(2);
if (args.includes("--help")) {
  process.stdout.write(help);
} else {
  const json = args.includes("--json");
  const names = args.filter((arg) => !arg.startsWith("--"));
  const measures = [
    ...messages,
    ...clusterRows,
    ...startup,
    ...explorerRows,
    ...spinRows,
    ...coresRows,
    ...transactions,
    ...simulatorRows,
    ...skynet,
    ...sweepRows,
    ...memory,
    ...kernel,
    ...grading,
    ...farmRows,
  ].filter(({ what }) => names.every((name) => what.includes(name)));
  /** @type {(import("./bench/rows.mjs").Row & { profile?: { name: string, share: number }[] })[]} */
  const rows = [];
  for (const measure of measures) {
    if (!json && process.stderr.isTTY) process.stderr.write(`\r\u001b[Kmeasuring: ${measure.what} ...`);
    const row = await measureRow(measure);
    rows.push(args.includes("--profile") && !row.reached ? { ...row, profile: await profileOf(measure.ours) } : row);
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  if (json)
    console.log(
      JSON.stringify({ node: process.version, platform: `${process.platform} ${process.arch}`, rows }, undefined, 2),
    );
  else {
    printTable(rows);
    for (const { what, profile } of rows) if (profile) printProfile(what, profile);
  }
}

/** @param {string} what @param {{ name: string, share: number }[]} profile */
function printProfile(what, profile) {
  console.log(`\nWhere the time of "${what}" goes:`);
  for (const { name, share } of profile) console.log(`${(100 * share).toFixed(1).padStart(6)} %  ${name}`);
}

/** @param {import("./bench/rows.mjs").Row[]} rows */
function printTable(rows) {
  const table = [["", "ours", "limit", "", "ratio", "to reach"]];
  for (const { what, unit, ours, limit, against, ratio, reach, reached } of rows)
    table.push([
      what,
      `${round(ours)} ${unit}`,
      `${round(limit)} ${unit}`,
      against,
      `${round(ratio)}x`,
      `${reach}x ${reached ? "reached" : "missed"}`,
    ]);
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  for (const line of table)
    console.log(
      line
        .map((cell, column) =>
          column === 0 || column === 3 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
        )
        .join("  "),
    );
}

/** @param {number} value */
function round(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
