// How figures that are stepped through look. They live in a shadow tree, so that no page's own rules reach them;
// colours come from the page where it names them (JupyterLab, slides, book), and each fallback has its own ground.
import { FAILURE, TYPES } from "../theme.js";

/** From this width of the frame on, states and choices stand beside the diagram: that of a cell on a screen of 1280. */
const BESIDE = 720;

export const STYLE = `
:host { display: block; }
* { box-sizing: border-box; margin: 0; }
.frame { color: var(--jp-content-font-color1, #1f2328); background: var(--jp-layout-color0, #ffffff); padding: 6px 8px; max-width: 1200px;
  font: 13px/1.4 var(--jp-ui-font-family, system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif); }
.frame:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid ${TYPES[0].color}; outline-offset: 1px; }
.frame:focus-visible { outline-offset: -3px; }
h3 { font-size: 13px; font-weight: 600; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; }
.bar input { flex: 1 1 120px; min-width: 60px; accent-color: ${TYPES[0].color}; }
.bar output { min-width: 5.5em; text-align: right; font-variant-numeric: tabular-nums; }
button { font: inherit; color: inherit; background: rgba(128, 128, 128, .14); border: 1px solid #808080; border-radius: 4px; padding: 3px 9px;
  min-height: 28px; min-width: 32px; cursor: pointer; text-align: left; }
button:hover:not(:disabled) { background: rgba(128, 128, 128, .28); }
button:disabled { opacity: .45; cursor: default; }
.say { min-height: 2.8em; padding: 6px 0 4px; overflow-wrap: anywhere; }
.alarm { border-left: 4px solid ${FAILURE}; padding-left: 8px; font-weight: 600; }
.remark { font-size: 12px; }
.drawing { overflow-x: auto; }
.drawing svg { display: block; width: 100%; min-width: 380px; max-width: 740px; height: auto; }
.below { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 4px 18px; padding-top: 6px; align-content: start; }
@container (max-width: 460px) { .below { grid-template-columns: minmax(0, 1fr); } }
@container (min-width: ${BESIDE}px) {
  .stage { display: grid; grid-template-columns: minmax(0, 1fr) clamp(230px, 31%, 420px); gap: 0 16px; }
  .below { grid-template-columns: minmax(0, 1fr); }
}
.frame { container-type: inline-size; }
table { border-collapse: collapse; width: 100%; font: inherit; color: inherit; }
th, td { text-align: left; vertical-align: top; padding: 2px 10px 2px 0; border-top: 1px solid rgba(128, 128, 128, .35); overflow-wrap: anywhere; }
th { white-space: nowrap; font-weight: 600; width: 1%; }
td code { font-family: var(--jp-code-font-family, ui-monospace, Menlo, Consolas, monospace); font-size: 12px; margin-right: 12px; display: inline-block; }
td .new { font-weight: 700; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 2px; }
tr.acts th::before { content: "▸ "; }
ul, ol { list-style: none; padding: 0; }
li { padding: 1px 0; overflow-wrap: anywhere; }
.choices { display: flex; flex-wrap: wrap; gap: 4px; padding: 2px 0 6px; }
.choices button { overflow-wrap: anywhere; }
.tried { font-size: 12px; }
.path { max-height: 9em; overflow-y: auto; display: flex; flex-wrap: wrap; gap: 4px; align-items: center; padding: 4px 0; }
.path [aria-current] { font-weight: 700; border-width: 2px; }
.path li::before { content: "› "; }
.path li:first-child::before { content: ""; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { .bar, .choices, .future, .front, .ring, .glow { display: none; } }
`;
