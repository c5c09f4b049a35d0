// Runs in the print view before handout.js: what students need in order to draw a figure themselves, or to continue it. A
// handout without answers leaves the figure out, but keeps its axes with their titles, marks and names, the names of its
// series, what was assumed, and what it was judged by.

(async () => {
  const { isOfNodes, isSpaceTime, spreadLabels } = globalThis.verteilt;
  /** Numbers of this length are results, although they stand in a name. */
  const RESULT = /\d[\d.,]{2,}/;
  const RESULTS = new RegExp(RESULT, "g");
  /** How a heading begins that says what a run was judged by, and where students write how. */
  const JUDGED = /^("[^"]+") is violated\b/;
  const GAP = 30;
  /** Axes and the lines at their marks. */
  const RULES =
    ":is(.gridlayer, .zerolinelayer) path, :is(.xaxislayer-above, .yaxislayer-above) path, path:is(.xlines-above, .ylines-above)";
  const SVG = "http://www.w3.org/2000/svg";
  /** What a row of a figure needs for its name, in pixels as figures are made. */
  const ROW = 34;
  /** How much of its height a figure with a scale keeps where words about it are to be written. */
  const PART_OF_HEIGHT = 0.86;
  /** How much longer the time of a diagram becomes that is to be continued: its end would say when all is over. */
  const LONGER = 1.25;

  const figures = document.querySelectorAll(".reveals figure.plot[data-drawn]");
  for (const figure of figures) {
    await lower(figure);
    await prolong(figure);
  }
  for (const figure of figures) outline(figure);

  /** Rows with names need little height, a sketch less than a figure, and what they mean is to be written below them. */
  async function lower(figure) {
    const canvas = figure.querySelector(".canvas");
    const { yaxis, margin, height } = canvas._fullLayout;
    const isTable = canvas._fullData.some(({ type }) => type === "heatmap");
    if (isTable || isSpaceTime(canvas._fullData) || !figure.closest(".sheet").querySelector(".prose.folded")) return;
    const isRows = yaxis?.type === "category";
    const least = isRows ? margin.t + margin.b + ROW * yaxis._categories.length : Math.round(PART_OF_HEIGHT * height);
    if (least >= height) return;
    canvas.style.height = `${least}px`;
    await Plotly.relayout(canvas, { height: least });
  }

  /** A space-time diagram goes on after its end, with the lines of its nodes. */
  async function prolong(figure) {
    const canvas = figure.querySelector(".canvas");
    const { _fullData: traces, _fullLayout: layout } = canvas;
    if (!isSpaceTime(traces) || layout.xaxis.type !== "linear") return;
    const { range, tick0, dtick } = layout.xaxis;
    const [left, right] = range;
    const further = left + LONGER * (right - left);
    const nodes = traces.filter(isOfNodes);
    const last = Math.max(...nodes.flatMap(({ x }) => [...x]).filter(Number.isFinite));
    const prolonged = nodes.map(({ x }) => [...x].map((at) => (at === last ? further : at)));
    canvas.dataset.end = right;
    await Plotly.update(
      canvas,
      { x: prolonged },
      { "xaxis.range": [left, further], "xaxis.tick0": tick0, "xaxis.dtick": dtick },
      nodes.map(({ index }) => index),
    );
    spreadLabels(canvas);
  }

  function outline(figure) {
    const canvas = figure.querySelector(".canvas");
    for (const title of figure.querySelectorAll(".xtitle, .ytitle")) title.classList.add("outline");
    // Where a legend stands on its line, the axis's title is a remark.
    for (const [index, { name }] of (canvas._fullLayout.annotations ?? []).entries())
      if (name === "xtitle") figure.querySelector(`.annotation[data-index="${index}"] text`)?.classList.add("outline");
    for (const remark of figure.querySelectorAll(".gtitle, .annotation text")) outlineHeading(remark);
    const measured = canvas._fullData.flatMap(({ type, orientation }) =>
      type === "bar" ? [orientation === "h" ? ".xtick" : ".ytick"] : [],
    );
    // Numbers beside bars would say how long they are.
    for (const name of figure.querySelectorAll(".xtick text, .ytick text"))
      if (!measured.some((axis) => name.closest(axis))) outlineName(name, isCategory(canvas, name));
    // What the legend of a space-time diagram keeps, handout-half-drawn.js knows.
    if (!isSpaceTime(canvas._fullData))
      for (const series of figure.querySelectorAll(".legend .traces")) {
        series.querySelector(".layers").classList.add("outline");
        outlineName(series.querySelector(".legendtext"), true);
      }
    // A table has lines of its own.
    const isTable = canvas._fullData.some(({ type }) => type === "heatmap");
    if (!isTable) for (const rule of figure.querySelectorAll(RULES)) outlineRule(rule);
    for (const [index, table] of canvas._fullData.filter(({ type }) => type === "heatmap").entries())
      grid(figure.querySelectorAll(".hm image")[index], table);
  }

  /** Of a heading the last lines, below the one that says what was found, and of that the property that was judged. */
  function outlineHeading(remark) {
    const found = Array.from(remark.querySelectorAll("tspan.line"));
    const lines = found.length > 0 ? found : [remark];
    const assumed = lines.findIndex((line) => line.textContent.startsWith("Assumed: "));
    if (assumed >= 0) for (const line of lines.slice(assumed)) line.classList.add("outline");
    for (const line of lines) leaveVerdict(line);
  }

  function leaveVerdict(line) {
    const [, property] = line.textContent.match(JUDGED) ?? [];
    if (property === undefined) return;
    const copy = line.cloneNode();
    copy.textContent = `${property} holds? ${"_".repeat(GAP)}`;
    copy.setAttribute("class", "outline copy verdict");
    line.after(copy);
  }

  function isCategory(canvas, name) {
    return canvas._fullLayout[name.closest(".xtick") ? "xaxis" : "yaxis"]?.type === "category";
  }

  /** As a line that can be seen on paper. */
  function outlineRule(rule) {
    const copy = rule.cloneNode(true);
    Object.assign(copy.style, { stroke: "#b9c3cc", strokeOpacity: "1", strokeWidth: "1px" });
    copy.setAttribute("class", "outline copy");
    rule.after(copy);
  }

  /** The name of a row or column stays, a result in it is to be filled in. */
  function outlineName(name, isCategory) {
    if (!isCategory || !RESULT.test(name.textContent)) return name.classList.add("outline");
    const copy = name.cloneNode(true);
    const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode())
      text.textContent = text.textContent.replaceAll(RESULTS, (result) => "_".repeat(result.length));
    copy.setAttribute("class", "outline copy");
    name.after(copy);
  }

  /** The lines of a table, in place of its coloured cells. */
  function grid(image, { z }) {
    if (!image) return;
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(image.getAttribute(name)));
    const ruled = (count) => Array.from({ length: count + 1 }, (_, index) => index / count);
    const across = ruled(z.length).map((part) => `M${x},${y + part * height}h${width}`);
    const down = ruled(z[0].length).map((part) => `M${x + part * width},${y}v${height}`);
    const lines = document.createElementNS(SVG, "path");
    lines.setAttribute("d", [...across, ...down].join(""));
    lines.setAttribute("class", "outline grid");
    image.after(lines);
  }
})();
