// What `explore` found where there is no schedule to draw, as a card: a proof stands out, and what ended at a limit does
// not look like one.
import { BADGE, CARD, VERDICTS } from "../figure/card.js";
import { escapeHtml } from "../figure/escape.js";
import type { Verdict } from "../verify/options.js";
import { isViolated, sentencesOf } from "./verdict-words.js";

const LOOKS = {
  holds: VERDICTS.passed,
  violated: VERDICTS.failed,
  "not reached": VERDICTS.failed,
  unfinished: VERDICTS.open,
};

const HEAD = "display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 10px";
/** Its words are not squeezed by the sign beside them. */
const FOUND = "flex:1 1 16em;font-size:15px;line-height:1.4";
const REST = "margin-top:6px;font-size:13px";
/** A word is only broken where it alone is too long. */
const WHOLE_WORDS = "overflow-wrap:break-word;word-break:normal";

/** A card with a sign and a word, what was found, and below it what that rests on. */
export function verdictCard(verdict: Verdict): string {
  const [found, ...rest] = sentencesOf(verdict);
  const word = wordFor(verdict);
  const { sign, colour } = LOOKS[word];
  return (
    `<div style="${CARD};${WHOLE_WORDS};border-left-color:${colour}" role="group" aria-label="What explore found" data-part="explored">` +
    `<div style="${HEAD}"><span style="${BADGE};background:${colour}"><span aria-hidden="true">${sign}</span> ${word}</span>` +
    `<strong style="${FOUND}">${escapeHtml(found)}</strong></div>` +
    `<div style="${REST}">${escapeHtml(rest.join(" "))}</div></div>`
  );
}

function wordFor(verdict: Verdict): keyof typeof LOOKS {
  if (isViolated(verdict)) return "violated";
  if (!verdict.complete) return "unfinished";
  return verdict.ok ? "holds" : "not reached";
}
