// Why a test failed: a sentence as a sentence, lines as preformatted text. Of what `assert` says, the lines that came
// and the lines that were expected stand apart.
import { escapeHtml } from "../../figure/escape.js";
import { reportWords } from "../words.js";
import { EXPECTED, GOT, PRE, SENTENCE, SUMMARY } from "./looks.js";

/** More lines than this are folded after `SHOWN`. */
const MOST = 14;
const SHOWN = 10;
/** A line of this many characters is no sentence. */
const LONG = 1000;

/** Long reasons are folded. */
export function reasonHtml(why: string): string {
  if (!why.includes("\n") && why.length < LONG) return `<div style="${SENTENCE}">${escapeHtml(why)}</div>`;
  const lines = marked(why.split("\n"));
  if (lines.length <= MOST) return pre(lines);
  const more = lines.length - SHOWN;
  return `${pre(lines.slice(0, SHOWN))}<details><summary style="${SUMMARY}">${reportWords().moreLines(more)}</summary>${pre(lines.slice(SHOWN))}</details>`;
}

function pre(lines: readonly string[]): string {
  return `<pre style="${PRE}">${lines.join("\n")}</pre>`;
}

/** Lines as HTML. A line that came starts with "+", one that was expected with "-", as Node's assert writes them. */
function marked(lines: readonly string[]): string[] {
  const unequal = lines.length === 3 && lines[1] === "" ? lines[2]!.split(" !== ") : [];
  if (unequal.length === 2) return [escapeHtml(lines[0]!), key(), got(`+ ${unequal[0]}`), expected(`- ${unequal[1]}`)];
  const top = lines.findIndex((line) => line.startsWith("+ actual - expected"));
  if (top === -1) return lines.map(escapeHtml);
  return lines.map((line, i) => {
    if (i === top) return key() + escapeHtml(line.slice("+ actual - expected".length));
    if (i > top && line.startsWith("+")) return got(line);
    if (i > top && line.startsWith("-")) return expected(line);
    return escapeHtml(line);
  });
}

function got(line: string): string {
  return `<span style="${GOT}">${escapeHtml(line)}</span>`;
}

function expected(line: string): string {
  return `<span style="${EXPECTED}">${escapeHtml(line)}</span>`;
}

/** What the two kinds of lines mean. */
function key(): string {
  const words = reportWords();
  return `${got(`+ ${words.got}`)}   ${expected(`- ${words.expected}`)}`;
}
