// The look of reports, beyond what all cards share.
import { RULE } from "../../figure/card.js";

/** A line with something at its left and at its right end. */
export const ENDS = "display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:0 16px";

export const LIST = "list-style:none;margin:8px 0 0;padding:0";

/** A test: its verdict, its sentence, its points; its reason below them over the whole width. */
export const ITEM = `display:grid;grid-template-columns:auto 1fr auto;gap:0 10px;align-items:baseline;margin:0;padding:6px 0;border-top:${RULE}`;
export const BELOW = "grid-column:1/-1;min-width:0;margin-top:6px";
export const POINTS = "white-space:nowrap;font-variant-numeric:tabular-nums";

export const FOOT = `margin:4px 0 0;padding-top:8px;border-top:${RULE}`;

/** A reason of one sentence. */
export const SENTENCE = `padding:2px 10px;border-left:3px solid var(--jp-border-color1,#bdc3ca)`;

/** Text as it is, such as code; what is longer than a screen scrolls. */
export const PRE =
  "margin:0;padding:8px 10px;border:0;border-radius:4px;background:rgba(128,128,128,.14);color:inherit;white-space:pre-wrap;word-break:normal;" +
  "overflow-wrap:anywhere;max-height:24em;overflow:auto;font-family:var(--jp-code-font-family,ui-monospace,monospace);font-size:13px;line-height:1.4";

/**
 * Of a notebook it does not trust, JupyterLab drops the SVG's elements but not their text. The drawing has sizes of its
 * own, so a size of 0 hides only what is left then; the words below the diagram remain.
 */
export const FIGURE = "margin:6px 0;font-size:0px;line-height:0";

export const SUMMARY = "cursor:pointer;padding:3px 0";

/** Grounds of lines that differ; the text keeps its colour. */
export const GOT = "background:rgba(213,94,0,.22);box-shadow:0 0 0 1px rgba(213,94,0,.22)";
export const EXPECTED = "background:rgba(11,143,106,.22);box-shadow:0 0 0 1px rgba(11,143,106,.22)";
