// Runs inside the slides: draws figures and diagrams in the slide's colours, their labels as large as a room needs.

(() => {
  /** What a label measures on a slide, the best first, in pixels; diagrams are made with the last. */
  const LABELS = [24, 22, 20];
  const LABEL = LABELS.at(-1);
  /** Pixels around letters, which do not fill their boxes. */
  const INSET = 2;
  /** The smallest text of a figure as it is made, in pixels; narrower than this its labels would cover each other. */
  const FIGURE_TEXT = 12;
  const NARROW = 520;
  const ROW_OF_A_TABLE = 24;
  const AXIS_OF_A_TABLE = 60;
  /** Between the boxes of a diagram: narrow slides have no room to give away. */
  const SPACING = {
    "16x9": { nodeSpacing: 36, rankSpacing: 34, padding: 12 },
    "4x3": { nodeSpacing: 7, rankSpacing: 32, padding: 4 },
  };
  /** To what part of its height a figure may be squeezed, and below which part its legend needs to be squeezed, too. */
  const LEAST_OF_A_FIGURE = 0.5;
  const ROOM_FOR_A_LEGEND = 0.62;
  const LEGEND_ROW = 20;
  /** Of a legend, in pixels: a letter, and a sample with what is left free around it. */
  const CHARACTER = 6.6;
  const SAMPLE = 44;
  /** The marks that stand above a node's line: so many pixels as the figure is made, at least so many on a slide. */
  const ABOVE_LINES = ["hourglass", "diamond", "square-open"];
  const MARK_APART = 13;
  const LEAST_MARK_APART = 10;
  const HALF_A_MARK = 8;
  /** The cells of tables that chapters draw, and what they are on a dark ground. */
  const ON_DARK = { "#d8d8d8": "#39434d", "#8fc1e8": "#2c6592" };
  const root = document.documentElement;
  const { all } = globalThis.verteilt;

  /** Draws a figure into the room its slide gives it, its type as large as leaves it its form and covers nothing. */
  async function draw(figure) {
    if (figure.dataset.drawn) return;
    if (figure.clientWidth === 0 || figure.clientHeight === 0) return;
    figure.dataset.drawn = "true";
    const canvas = figure.querySelector(".canvas");
    for (const label of LABELS) if (await isDrawn(figure, canvas, label)) break;
    // The caption says what the drawing shows; its buttons are for all readers.
    canvas.removeAttribute("aria-hidden");
    for (const svg of all("svg.main-svg", canvas)) svg.setAttribute("aria-hidden", "true");
  }

  /** Draws a figure with labels of this size, unless that asks for more room than there is and they can be smaller. */
  async function isDrawn(figure, canvas, label) {
    const { clientWidth, clientHeight } = figure;
    const style = getComputedStyle(root);
    const [sans, ink] = ["--sans", "--ink"].map((name) => style.getPropertyValue(name).trim());
    const isDark = root.dataset.theme === "dark";
    const ours = (key, value) => {
      if (isDark && typeof value === "string" && value in ON_DARK) return ON_DARK[value];
      // It was chosen for light cells; Plotly's own choice suits all.
      if (isDark && key === "textfont" && /^#1+$/.test(value?.color)) return {};
      if (/font$/.test(key) && value?.size < FIGURE_TEXT) value.size = FIGURE_TEXT;
      return key === "family" ? sans : value;
    };
    const { data, layout = {}, config, frames } = JSON.parse(figure.querySelector("script").textContent, ours);
    // Nobody clicks on paper.
    if (verteilt.printing) delete layout.updatemenus;
    // A figure is made for a page read close by: squeeze its rows rather than shrink its letters.
    const enlarged = label / FIGURE_TEXT;
    const width = Math.floor(clientWidth / enlarged);
    const height = Math.floor(clientHeight / enlarged);
    const isSmallest = label === LABELS.at(-1);
    if (!isSmallest && (width < NARROW || height < leastHeight(layout, data))) return false;
    setHeading(layout, width, sans);
    trimMargins(layout, data);
    plainAxes(layout);
    if (height < ROOM_FOR_A_LEGEND * layout.height) squeezeLegend(layout, data, { width, height });
    spreadMarks(layout, data, height);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.style.transform = `scale(${enlarged})`;
    await Plotly.newPlot(canvas, {
      // Nobody turns their head to read a number.
      data: data.map((trace) => (trace.type === "bar" && trace.text ? withTexts(trace, data, layout) : trace)),
      frames,
      layout: {
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        ...layout,
        font: { ...layout.font, family: sans, color: ink },
        autosize: false,
        width,
        height,
      },
      // Plotly's buttons would cover the heading as soon as the pointer comes near.
      config: { responsive: false, ...config, displayModeBar: false, ...(verteilt.printing && { staticPlot: true }) },
    });
    verteilt.spreadLabels(canvas);
    if (isSmallest || !isCrowded(canvas)) return true;
    Plotly.purge(canvas);
    return false;
  }

  /** So high that a figure keeps its form, and its table's cells their texts. */
  function leastHeight(layout, data) {
    const rows = data.filter(({ type }) => type === "heatmap").map(({ z }) => z.length);
    const ofTable = rows.length > 0 ? Math.max(...rows) * ROW_OF_A_TABLE + AXIS_OF_A_TABLE : 0;
    return Math.max(LEAST_OF_A_FIGURE * layout.height, ofTable);
  }

  /** Whether a text is covered by another, or was left out because it would be. */
  function isCrowded(canvas) {
    const texts = all("svg text", canvas).filter((text) => text.textContent.trim() !== "");
    const boxes = texts.map((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      return { left: left + INSET, right: right - INSET, top: top + INSET, bottom: bottom - INSET };
    });
    return (
      texts.some((text) => text.style.display === "none") ||
      boxes.some((box, index) => boxes.slice(index + 1).some((other) => verteilt.meet(box, other)))
    );
  }

  /** Breaks the lines of a figure's heading for the width it has here: the figure was made for a page of 600 px. */
  function setHeading(layout, width, sans) {
    const [text, ...remarks] = layout.meta?.heading ?? [];
    if (text === undefined) return;
    const [first, ...rest] = broken(text, width - 28, `${layout.title.font.size}px ${sans}`);
    const small = `${FIGURE_TEXT}px ${sans}`;
    const left = layout.margin.l + 12;
    const lines = [rest.join(" "), ...remarks]
      .filter((part) => part !== "")
      .flatMap((part) => broken(part, width - left - 90, small));
    const ink = (line) => `<span style="fill:currentColor">${literal(line)}</span>`;
    const isBelow = ({ yref, yanchor, y }) => yref === "paper" && yanchor === "bottom" && y === 1;
    const below = layout.annotations.find(isBelow);
    layout.title.text = ink(first);
    const before = below ? below.text.split("<br>").length : 0;
    if (below) below.text = lines.map(ink).join("<br>");
    layout.annotations = layout.annotations.filter((one) => one !== below || lines.length > 0);
    layout.margin = { ...layout.margin, t: layout.margin.t + 16 * lines.length - 14 * before };
  }

  /**
   * A low figure has its legend on the line of its axis's title, or close below it. The lowest, where that line is too short
   * for all, name only what has no label of its own, unlike arrows: marks and signs.
   */
  function squeezeLegend(layout, data, { width, height }) {
    const title = layout.xaxis?.title;
    if (!layout.meta?.heading || !title) return;
    const named = data.filter(({ name, showlegend, visible }) => name && showlegend !== false && visible !== false);
    if (named.length === 0) {
      layout.showlegend = false;
      layout.margin = { ...layout.margin, b: 44 };
      return;
    }
    const room = width - layout.margin.l - layout.margin.r;
    const beside = room - plain(title.text).length * CHARACTER;
    const isLow = height < LEAST_OF_A_FIGURE * layout.height;
    if (isLow && legendWidth(named) > beside) for (const type of named.filter(isTypeOfMessage)) type.showlegend = false;
    const shown = named.filter(({ showlegend }) => showlegend !== false);
    const rows = shown.length > 0 && legendWidth(shown) > beside ? Math.ceil(legendWidth(shown) / room) : 0;
    layout.showlegend = shown.length > 0;
    // Of entries without a group, Plotly would make one group, with an entry in each row.
    const traceorder = shown.some(({ legendgroup }) => legendgroup) ? "grouped" : "normal";
    layout.legend = { ...layout.legend, traceorder };
    layout.margin = { ...layout.margin, b: 44 + LEGEND_ROW * rows };
    if (rows > 0 || shown.length === 0) return;
    const place = { xref: "paper", x: 1, xanchor: "right", yref: "paper", y: 0, yanchor: "top", yshift: -22 };
    layout.annotations = [
      ...(layout.annotations ?? []),
      { name: "xtitle", text: title.text, font: title.font, showarrow: false, borderpad: 0, ...place },
    ];
    layout.xaxis.title = { ...title, text: "" };
    const below = -24 / (height - layout.margin.t - layout.margin.b);
    layout.legend = { ...layout.legend, yref: "paper", y: below, yanchor: "top" };
  }

  const isTypeOfMessage = ({ legendgroup, x }) => Boolean(legendgroup) && x?.length === 1 && x[0] === null;
  const plain = (markup) => markup.replace(/<[^>]*>/g, "");
  const legendWidth = (traces) => traces.reduce((sum, { name }) => sum + plain(name).length * CHARACTER + SAMPLE, 0);

  /** Where rows are squeezed, the marks of a node's own doings stay clear of its line. */
  function spreadMarks(layout, data, height) {
    const [bottom, top] = layout.yaxis?.range ?? [];
    if (!layout.meta?.heading || !(bottom > top)) return;
    const { t, b } = layout.margin;
    const before = (layout.height - t - b) / (bottom - top);
    const after = (height - t - b) / (bottom - top);
    const apart = Math.max(1, (LEAST_MARK_APART / MARK_APART) * (before / after));
    const isOfMarks = ({ marker, legendgroup, name }) =>
      ABOVE_LINES.includes(marker?.symbol) || (!legendgroup && /^(?:<[^>]*>)?labels/.test(name));
    for (const trace of data.filter(isOfMarks)) {
      const spread = (y) => Math.ceil(y) - (Math.ceil(y) - y) * apart;
      trace.y = trace.y.map(spread);
      // Labels say where the mark is that they name.
      trace.customdata = trace.customdata?.map((ends) => ends.map(([x, y]) => [x, spread(y)]));
      layout.yaxis.range[1] = Math.min(layout.yaxis.range[1], Math.min(...trace.y) - HALF_A_MARK / after);
    }
  }

  /** A line for each power of ten: what stands between them is too small to be read. */
  function plainAxes(layout) {
    for (const name of Object.keys(layout).filter((key) => /^[xy]axis/.test(key)))
      if (layout[name].type === "log") layout[name] = { dtick: 1, ...layout[name] };
  }

  /** A bar's text upright and whole: inside where the bar is long enough for it, otherwise beyond its end. */
  function withTexts(trace, data, layout) {
    const upright = { textangle: 0, constraintext: "none", ...trace };
    if (trace.textposition && trace.textposition !== "auto") return upright;
    const along = trace.orientation === "h" ? "x" : "y";
    const { type, range } = layout[`${along}axis`] ?? {};
    const scale = type === "log" ? Math.log10 : Number;
    const values = data.flatMap((each) => each[along] ?? []).map(scale);
    const least = range?.[0] ?? (type === "log" ? Math.min(...values) : 0);
    const most = range?.[1] ?? Math.max(...values);
    const isLong = (value) => (scale(value) - least) / (most - least) > 0.25;
    return {
      ...upright,
      textposition: trace[along].map((value) => (isLong(value) ? "inside" : "outside")),
      cliponaxis: false,
    };
  }

  /** No room for a title or a legend that is not there. */
  function trimMargins(layout, data) {
    const { title, margin, showlegend, meta, xaxis } = layout;
    if (!margin || meta?.heading) return;
    const hasLegend = showlegend ?? data.filter(({ name, showlegend: shown }) => name && shown !== false).length > 1;
    const most = hasLegend ? margin.b : xaxis?.title ? 52 : 34;
    layout.margin = {
      ...margin,
      t: title?.text || title?.length > 0 ? margin.t : Math.min(margin.t, 16),
      b: Math.min(margin.b, most),
    };
  }

  const pen = document.createElement("canvas").getContext("2d");
  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", $: "&#36;" };
  const literal = (text) => text.replace(/[&<>$]/g, (letter) => ENTITIES[letter]);

  /** Text in lines of at most so many pixels. */
  function broken(text, pixels, font) {
    pen.font = font;
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
      if (lines.length > 0 && pen.measureText(longer).width <= pixels) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  let drawn = 0;
  async function drawDiagrams() {
    const diagrams = all("[data-mermaid]");
    if (diagrams.length === 0) return;
    const style = getComputedStyle(root);
    const colour = (name) => style.getPropertyValue(name).trim();
    mermaid.initialize({
      startOnLoad: false,
      theme: "base",
      // Flat boxes with one line around them can be read from afar.
      look: "classic",
      htmlLabels: false,
      flowchart: { subGraphTitleMargin: { top: 8, bottom: 8 }, ...SPACING[root.dataset.ratio] },
      fontSize: LABEL,
      sequence: {
        mirrorActors: false,
        actorMargin: 36,
        messageMargin: 2,
        boxMargin: 2,
        height: 30,
        noteMargin: 2,
        diagramMarginY: 2,
        bottomMarginAdj: 0,
      },
      themeVariables: {
        fontFamily: style.getPropertyValue("--sans"),
        fontSize: "20px",
        primaryColor: colour("--wash"),
        primaryBorderColor: colour("--accent"),
        primaryTextColor: colour("--ink"),
        lineColor: colour("--ink"),
        noteBkgColor: colour("--lit"),
        noteBorderColor: colour("--line"),
        noteTextColor: colour("--ink"),
        clusterBkg: colour("--paper"),
        clusterBorder: colour("--quiet"),
        titleColor: colour("--ink"),
      },
    });
    drawn++;
    for (const [index, diagram] of diagrams.entries()) {
      const bytes = Uint8Array.from(atob(diagram.dataset.mermaid), (letter) => letter.charCodeAt(0));
      // What a diagram sets for itself is meant for a page.
      const source = new TextDecoder().decode(bytes).replace(/^\s*%%\{init:.*\}%%\n/, "");
      const { svg } = await mermaid.render(`diagram-${drawn}-${index}`, source);
      diagram.innerHTML = svg;
      enlarge(diagram.querySelector("svg"));
    }
  }

  /** Mermaid sizes for a page that scrolls; a slide has room to fill. */
  function enlarge(svg) {
    const { width, height } = svg.viewBox.baseVal;
    const room = root.dataset.ratio === "4x3" ? 912 : 1144;
    // A sequence of many steps is tall, and what stands around it can give way.
    const most = svg.querySelector(".actor") ? 524 : 510;
    const factor = Math.min(1.7, room / width, most / height);
    svg.removeAttribute("style");
    svg.removeAttribute("width");
    svg.style.setProperty("--width", `${width * factor}px`);
    svg.style.setProperty("--height", `${height * factor}px`);
  }

  /** Draws again what has taken its colours from the theme. */
  async function redraw() {
    for (const figure of all("figure.plot[data-drawn]")) {
      delete figure.dataset.drawn;
      Plotly.purge(figure.querySelector(".canvas"));
    }
    await drawDiagrams();
  }

  Object.assign(globalThis.verteilt, { draw, drawDiagrams, redraw });
})();
