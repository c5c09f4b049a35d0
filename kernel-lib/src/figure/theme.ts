// How every figure looks, defined once. Lines and marks keep a contrast of 3:1 on white and on JupyterLab's dark
// #111111; no single colour reaches 4.5:1 on both, so text takes the colour of the page it stands on, and TEXT where a
// viewer cannot.
import { literal } from "./escape.js";
import { titleLine, wrap } from "./text.js";

/** For text where the page's own colour is out of reach: 4.3:1 on white and on #111111. */
export const TEXT = "#797979";
/** Node lines, dots, axes. */
export const LINE = "#808080";
/** Grid lines and shades: decoration, never the only sign. */
export const FAINT = "rgba(128, 128, 128, 0.2)";
/** Whatever went wrong: lost, crashed, thrown. */
export const FAILURE = "#d55e00";
/** Node's own doings: timers, outputs, notes. */
export const OWN = "#797979";
/** A node that is back. */
export const RECOVERY = "#0b8f6a";
/**
 * Message types; the arrow's head distinguishes them too. After Okabe and Ito, darkened or
 * lightened to mid-tone.
 */
export const TYPES = [
  { color: "#1f77b4", head: "arrow" },
  { color: "#a87800", head: "arrow-open" },
  { color: "#b5589a", head: "arrow-wide" },
  { color: "#0b8f6a", head: "arrow-wide-open" },
  { color: "#7b68c8", head: "triangle-up" },
  { color: "#8c6d4f", head: "triangle-up-open" },
] as const;
/** All further message types share one look. */
export const OTHER_TYPES = { color: "#797979", head: "arrow" } as const;

/** Transparent, so that the page's own background shows. */
const CLEAR = "rgba(0, 0, 0, 0)";

/** Opens a span whose text has the colour of the page around it: JupyterLab's if there is one. */
const INK = '<span style="fill:var(--jp-content-font-color1, currentColor)">';

/** Text that already is Plotly markup, in the colour of the page around it. */
export function inked(markup: string): string {
  return markup === "" ? "" : `${INK}${markup}</span>`;
}

/** Plain text in the colour of the page around it, markup escaped. */
export function ink(text: string): string {
  return inked(literal(text));
}

export const FONT = {
  family: "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif",
  size: 12,
  color: TEXT,
};

/** Layout all figures share. Width follows the page; hover labels bring their own ground. */
export const LAYOUT = {
  font: FONT,
  paper_bgcolor: CLEAR,
  plot_bgcolor: CLEAR,
  autosize: true,
  hovermode: "closest",
  hoverlabel: { bgcolor: "#262626", bordercolor: LINE, font: { ...FONT, color: "#f5f5f5" }, align: "left" },
  modebar: { bgcolor: CLEAR, color: LINE, activecolor: TYPES[0].color },
  legend: {
    orientation: "h",
    x: 0,
    xanchor: "left",
    y: 0,
    yref: "container",
    yanchor: "bottom",
    font: FONT,
    bgcolor: CLEAR,
  },
};

/** An axis in the theme. */
export const AXIS = {
  color: TEXT,
  gridcolor: FAINT,
  linecolor: LINE,
  tickcolor: LINE,
  zeroline: false,
  automargin: true,
};

/**
 * The same with tick labels in the colour of the page. Only where hover labels bring their own text: Plotly would put
 * axis values into them in that colour too, dark on dark.
 */
export const INKED_AXIS = { ...AXIS, tickprefix: INK, ticksuffix: "</span>" };

/** An axis's title. */
export function axisTitle(text: string): object {
  return { text: ink(text), standoff: 6, font: FONT };
}

/**
 * Plotly's button that uploads a chart to its maker is off: nothing leaves the notebook. Not `responsive`: JupyterLab
 * lets figures follow the page's width itself, and the two together lose the height.
 */
export const CONFIG = {
  displaylogo: false,
  showSendToCloud: false,
  modeBarButtonsToRemove: ["select2d", "lasso2d"],
};

/** What a page leaves to a heading, in pixels: figures are drawn on pages of 600 and more. */
const PAGE = 576;

/**
 * A title at the top left, smaller lines below it for what does not fit 600 px and for remarks, and the top margin they
 * need. A second line is an annotation, since Plotly's titles are placed for one line; it begins where the diagram
 * does. `meta` has the texts for who shows the figure larger, and breaks its lines elsewhere.
 * @param left pixels that names take to the left of the diagram
 */
export function heading(
  text: string,
  remarks: readonly string[] = [],
  left = 24,
): { title: object; annotations: object[]; top: number; meta: { heading: readonly string[] } } {
  const first = titleLine(text, PAGE, 13);
  const rest = text.slice(first.length).trimStart();
  const lines = [rest, ...remarks].filter((part) => part !== "").flatMap((part) => wrap(part, PAGE - left, 11));
  const title = { text: ink(first), font: { ...FONT, size: 13 }, pad: { l: 12, t: 12 } };
  return {
    title: { ...title, x: 0, xref: "container", xanchor: "left", y: 1, yref: "container", yanchor: "top" },
    annotations: lines.length === 0 ? [] : [below(lines.map((line) => ink(line)).join("<br>"))],
    top: 36 + 14 * lines.length,
    meta: { heading: [text, ...remarks] },
  };
}

function below(markup: string): object {
  const place = { xref: "paper", x: 0, xanchor: "left", yref: "paper", y: 1, yanchor: "bottom" };
  return { text: markup, ...place, align: "left", showarrow: false, borderpad: 0, font: { ...FONT, size: 11 } };
}
