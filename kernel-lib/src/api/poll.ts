// A poll on the board: bars of its choices, or a list of words, drawn live while answers come in. No name is ever there.
import type { OpenPoll } from "../engine/cluster/public-types.js";
import { escapeHtml, literal } from "../figure/escape.js";
import type { Bundle, Figure } from "../figure/figure.js";
import { plot } from "../figure/plot.js";
import { screen } from "../figure/screen.js";
import { counted as count } from "../figure/time.js";

/** A question to the room. */
export interface Poll {
  /** So far, without names; hidden words are left out. */
  readonly answers: readonly { readonly answer: string }[];
  /** Keeps a word off the board, also when it comes again. */
  hide(word: string): void;
  /** Ends it, and returns the last picture. */
  close(): Promise<Figure>;
}

const REDRAW_MS = 250;

/** Draws the poll under the cell that runs, again and again until it is closed. */
export function showPoll(poll: OpenPoll): Poll {
  const place = screen();
  const id = crypto.randomUUID();
  let drawn: string | undefined;
  const draw = () => {
    const bundle = board(poll);
    const text = JSON.stringify(bundle);
    if (!place || text === drawn) return;
    place.display(bundle, { id, update: drawn !== undefined });
    drawn = text;
  };
  draw();
  const timer = setInterval(draw, REDRAW_MS);
  timer.unref?.();
  return {
    get answers() {
      return poll.answers;
    },
    hide(word) {
      poll.hide(word);
      draw();
    },
    async close() {
      clearInterval(timer);
      await poll.end();
      draw();
      return pollFigure(poll);
    },
  };
}

/** How often each answer was given: choices in their order, words by their number. */
function counted({ choices, answers }: OpenPoll): { answer: string; count: number }[] {
  const counts = new Map<string, { answer: string; count: number }>();
  for (const choice of choices ?? []) counts.set(choice, { answer: choice, count: 0 });
  for (const { answer } of answers) {
    // Words differ by more than their capitals.
    const key = choices ? answer : answer.toLocaleLowerCase();
    const row = counts.get(key) ?? { answer, count: 0 };
    row.count++;
    counts.set(key, row);
  }
  const rows = [...counts.values()];
  return choices ? rows : rows.sort((a, b) => b.count - a.count || (a.answer < b.answer ? -1 : 1));
}

function inWords(poll: OpenPoll): string {
  const rows = counted(poll).map(({ answer, count }) => `  ${answer}: ${count}`);
  return [`${poll.question} (${count(poll.answers.length, "answer")})`, ...rows].join("\n");
}

/** A picture of HTML, because JupyterLab draws a changed Plotly figure no second time. */
function board(poll: OpenPoll): Bundle {
  const rows = counted(poll);
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const bar = ({ answer, count }: { answer: string; count: number }) =>
    `<div style="display:grid;grid-template-columns:minmax(6em,30%) 1fr 2.5em;gap:.8em;align-items:center;margin:.35em 0">` +
    `<span style="overflow-wrap:anywhere">${escapeHtml(answer)}</span>` +
    `<span style="background:#1f77b4;height:1.3em;border-radius:.2em;width:${(100 * count) / most}%"></span><b>${count}</b></div>`;
  const shown = rows.map(bar).join("");
  return {
    "text/html":
      `<div style="font-size:1.3em;max-width:44em"><p><b>${escapeHtml(poll.question)}</b></p>${shown}` +
      `<p>${count(poll.answers.length, "answer")}</p></div>`,
    "text/plain": inWords(poll),
  };
}

function pollFigure(poll: OpenPoll): Figure {
  const rows = counted(poll).reverse();
  return plot({
    data: [
      {
        type: "bar",
        orientation: "h",
        x: rows.map(({ count }) => count),
        y: rows.map(({ answer }) => literal(answer)),
      },
    ],
    layout: {
      title: literal(poll.question),
      xaxis: { title: "answers", dtick: rows.some(({ count }) => count > 10) ? undefined : 1 },
    },
    alt: inWords(poll),
  });
}
