// Figures and diagrams of a lecture: enlarged ones get their room, and diagrams the colours of slides.

/** How a diagram's address begins. */
const PICTURE = "data:image/svg+xml,";
const DIAGRAMS = ".jp-RenderedMermaid img";
/** Where in a diagram the colours of slides begin. */
const OURS = "<!-- colours of slides -->";
/** What JupyterLab says about its theme. */
const THEME = "data-jp-theme-light";

/** Pixels of the view that a figure leaves free, the first line of its code among them. */
const MARGIN = 64;
/** The part of the view that is not behind the heads of the room. */
const SEEN = 7 / 8;
const FIGURE = ".jp-OutputArea-output.jp-RenderedPlotly";
/** Of a figure without a title, what stands free above it. */
const ABOVE = 16;
/** To what part of its height a figure may be squeezed before its letters get smaller, alone or with a remark below it. */
const LEAST_OF_A_FIGURE = 0.6;
const LEAST_WITH_A_REMARK = 0.7;

/** Gives diagrams the colours of slides: JupyterLab draws them with Mermaid's own, as pictures that no style sheet reaches. */
export function recolour() {
  const change = () => {
    const style = `<style>${diagramStyle(getComputedStyle(document.body))}</style>`;
    for (const picture of /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll(DIAGRAMS))) {
      if (!picture.src.startsWith(PICTURE) || picture.dataset.recoloured === style) continue;
      picture.dataset.recoloured = style;
      const svg = decodeURIComponent(picture.src.slice(PICTURE.length));
      const end = svg.includes(OURS) ? svg.indexOf(OURS) : svg.lastIndexOf("</svg>");
      picture.src = PICTURE + encodeURIComponent(`${svg.slice(0, end)}${OURS}${style}</svg>`);
    }
  };
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: [THEME] };
  new MutationObserver(change).observe(document.body, changes);
  change();
}

function diagramStyle(style) {
  const [wash, accent, paper, ink, line] = ["wash", "accent", "paper", "ink", "line"].map((name) =>
    style.getPropertyValue(`--verteilt-${name}`),
  );
  return `
    :is(text, tspan, p, span, .label) { color: ${ink} !important; fill: ${ink} !important }
    :is(.flowchart-link, .transition, [class*="messageLine"], line) { stroke: ${line} !important }
    marker :is(path, polygon, circle) { fill: ${line} !important; stroke: ${line} !important }
    .cluster rect { fill: none !important; stroke: ${line} !important }
    :is(.node :is(rect, polygon, circle, path), rect.actor) { fill: ${wash} !important; stroke: ${accent} !important }
    :is(.edgeLabel, .edgeLabel *, .labelBkg) { background-color: ${paper} !important }
    .edgeLabel rect { fill: ${paper} !important; opacity: 1 !important }`;
}

/**
 * Scaling a figure leaves its place as it was: gives it the room it takes below. None becomes higher than the view: its
 * rows come closer, and only then its letters shrink. While a remark is open below it, both are seen.
 */
export function makeRoomForFigures(app) {
  const large = Number(getComputedStyle(document.body).getPropertyValue("--verteilt-large"));
  const fit = (figure) => {
    const view = figure.closest(".jp-Notebook")?.clientHeight ?? innerHeight;
    const room = view - MARGIN;
    const remark = figure.closest(".jp-Cell")?.nextElementSibling;
    const isRead = Boolean(remark?.querySelector("details[open]"));
    const most = isRead ? view * SEEN - remark.offsetHeight : room;
    // It is drawn anew, and comes back here.
    if (squeezed(figure, most / large, isRead ? LEAST_WITH_A_REMARK : LEAST_OF_A_FIGURE))
      rendererOf(app, figure)?.update();
    const scale = Math.max(1, Math.min(large, most / figure.offsetHeight));
    figure.style.setProperty("--verteilt-large", scale);
    figure.style.marginBottom = `${figure.offsetHeight * (scale - 1)}px`;
  };
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) fit(target);
  });
  const onToggle = ({ target }) => {
    const figure = target.closest(".jp-Cell")?.previousElementSibling?.querySelector(FIGURE);
    if (figure) fit(figure);
  };
  document.addEventListener("toggle", onToggle, { capture: true });
  const seen = new WeakSet();
  const look = () => {
    for (const figure of document.querySelectorAll(FIGURE)) {
      if (seen.has(figure)) continue;
      seen.add(figure);
      sizes.observe(figure);
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}

/** The height of each layout as it was made: Plotly forgets it when a figure is drawn for another width. */
const heights = new WeakMap();

/** Gives a figure of Plotly's at most so many pixels of height; whether that changes it. */
function squeezed({ layout }, most, least) {
  if (!layout || !(layout.height || heights.has(layout))) return false;
  if (!heights.has(layout)) {
    const { title, margin = {} } = layout;
    const spare = title?.text ? 0 : Math.max(0, (margin.t ?? 0) - ABOVE);
    layout.margin = { ...margin, t: (margin.t ?? 0) - spare };
    heights.set(layout, layout.height - spare);
  }
  const height = Math.max(Math.min(heights.get(layout), most), least * heights.get(layout));
  if (Math.abs(height - (layout.height ?? 0)) < 1) return false;
  layout.height = height;
  return true;
}

/** The widget that draws a figure. */
function rendererOf(app, figure) {
  let widgets = [...app.shell.widgets("main")];
  for (;;) {
    const found = widgets.find(({ node }) => node.contains(figure));
    if (found === undefined || found.node === figure) return found;
    widgets = [...found.children()];
  }
}
