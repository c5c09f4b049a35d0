// The look of cards: reports, predictions and what `explore` found. Colours come from JupyterLab if there is one; each
// fallback has its own ground, so a page without them is readable whatever its colour. Signs and words say what colours
// say.

export const RULE = "1px solid var(--jp-border-color2,#d5dae0)";

export const CARD =
  "box-sizing:border-box;width:100%;max-width:780px;margin:4px 0;padding:10px 14px;border:1px solid var(--jp-border-color1,#bdc3ca);border-left-width:5px;" +
  "border-radius:6px;background:var(--jp-layout-color0,#fff);color:var(--jp-ui-font-color1,#1f2328);" +
  "font-family:var(--jp-ui-font-family,system-ui,sans-serif);font-size:14px;line-height:1.45;overflow-wrap:anywhere";

/** Verdicts: white on these has a contrast of at least 4.8:1. */
export const VERDICTS = {
  passed: { sign: "✓", colour: "#1a7f4b" },
  failed: { sign: "✗", colour: "#c4401c" },
  surprise: { sign: "≠", colour: "#1f6fb2" },
  open: { sign: "○", colour: "#626a75" },
} as const;

export const BADGE =
  "display:inline-block;min-width:4.9em;padding:1px 6px;border-radius:4px;color:#fff;font-size:12px;font-weight:600;text-align:center;white-space:nowrap";
