// Runs inside the slides: draws figures and diagrams in the slide's colours, their labels as large as a room needs.

(() => {
  /** What a label measures on a slide, and the smallest text of a figure as it is made, in pixels. */
  const LABEL = 20;
  const FIGURE_TEXT = 12;
  /** To what part of its height a figure with a legend may be squeezed. */
  const LEAST_OF_A_FIGURE = 0.62;
  const root = document.documentElement;
  const { all } = globalThis.verteilt;

  /** Draws a figure into the room its slide gives it, its type as large as that of the slide. */
  async function draw(figure) {
    if (figure.dataset.drawn) return;
    const canvas = figure.querySelector(".canvas");
    const { clientWidth, clientHeight } = figure;
    if (clientWidth === 0 || clientHeight === 0) return;
    figure.dataset.drawn = "true";
    const style = getComputedStyle(root);
    const [sans, ink] = ["--sans", "--ink"].map((name) => style.getPropertyValue(name).trim());
    const ours = (key, value) => {
      if (/font$/.test(key) && value?.size < FIGURE_TEXT) value.size = FIGURE_TEXT;
      return key === "family" ? sans : value;
    };
    const { data, layout = {}, config, frames } = JSON.parse(figure.querySelector("script").textContent, ours);
    // Nobody clicks on paper.
    if (verteilt.printing) delete layout.updatemenus;
    // A figure is made for a page read close by: squeeze its rows rather than shrink its letters.
    const enlarged = LABEL / FIGURE_TEXT;
    const width = Math.floor(clientWidth / enlarged);
    const height = Math.floor(clientHeight / enlarged);
    // Arrows have labels of their own; better no legend than no picture.
    if (height < LEAST_OF_A_FIGURE * layout.height) {
      layout.showlegend = false;
      layout.margin = { ...layout.margin, b: 44 };
    }
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.style.transform = `scale(${enlarged})`;
    await Plotly.newPlot(canvas, {
      data,
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
      config: { displaylogo: false, responsive: false, ...config, ...(verteilt.printing && { staticPlot: true }) },
    });
    // The caption says what the drawing shows; its buttons are for all readers.
    canvas.removeAttribute("aria-hidden");
    for (const svg of all("svg.main-svg", canvas)) svg.setAttribute("aria-hidden", "true");
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
      htmlLabels: false,
      flowchart: { subGraphTitleMargin: { top: 4, bottom: 8 }, nodeSpacing: 36, rankSpacing: 44, padding: 12 },
      fontSize: LABEL,
      sequence: { mirrorActors: false, actorMargin: 36, messageMargin: 14, boxMargin: 4, height: 40, noteMargin: 4 },
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
    const room = root.dataset.ratio === "4x3" ? 824 : 1144;
    const factor = Math.min(1.7, room / width, 500 / height);
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
