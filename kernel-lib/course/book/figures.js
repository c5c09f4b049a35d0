// Runs on every page of the book, before book.js: draws figures and diagrams, on a phone so that they fit its width with
// letters of their usual size. Expects the globals Plotly and mermaid where the page needs them.

(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  /** A figure less wide than this has its title above it, where it wraps, and no bar of buttons. */
  const WIDE = 560;
  /** A diagram whose letters would shrink to less than this share of their size is turned. */
  const LEAST_SCALE = 0.7;

  /** How close together the parts of diagrams are on a phone. */
  const CLOSE = {
    flowchart: { nodeSpacing: 16, rankSpacing: 30 },
    sequence: { width: 84, actorMargin: 10, messageMargin: 28, wrap: true, mirrorActors: false, diagramMarginX: 4 },
  };

  async function draw(figure) {
    const { data, layout: given = {}, config, frames } = JSON.parse(figure.querySelector("script").textContent);
    const canvas = figure.querySelector(".canvas");
    const narrow = figure.clientWidth < WIDE;
    const layout = narrow ? titleAside(figure, canvas, given) : given;
    await Plotly.newPlot(canvas, {
      data,
      frames,
      layout: {
        ...layout,
        height: layout.height ?? 340,
        font: { ...layout.font, family: colour("--sans") },
        ...(narrow && { autosize: true, width: undefined, dragmode: false }),
      },
      config: { displaylogo: false, ...config, responsive: true, ...(narrow && { displayModeBar: false }) },
    });
    // The caption says what the drawing shows; its buttons are for all readers.
    canvas.removeAttribute("aria-hidden");
    for (const svg of all("svg.main-svg", canvas)) svg.setAttribute("aria-hidden", "true");
    figure.style.minHeight = "";
    figure.dataset.drawn = "true";
  }

  /** Writes a figure's title, and what stands between it and the drawing, above the canvas; returns the layout without. */
  function titleAside(figure, canvas, layout) {
    const isAbove = (note) =>
      note.xref === "paper" && note.yref === "paper" && note.y === 1 && note.yanchor === "bottom";
    const above = (layout.annotations ?? []).filter(isAbove);
    const title = typeof layout.title === "string" ? layout.title : (layout.title?.text ?? "");
    const words = sentences([title, ...above.map(({ text }) => text)].flatMap(lines));
    const menus = (layout.updatemenus ?? []).map((menu) => ({
      ...menu,
      x: 1,
      xanchor: "right",
      y: 1,
      yanchor: "bottom",
    }));
    const line = Object.assign(document.createElement("p"), { className: "figure-title", textContent: words });
    line.setAttribute("aria-hidden", "true");
    if (words) figure.insertBefore(line, canvas);
    const top = menus.length > 0 ? 44 : 14;
    const saved = Math.max((layout.margin?.t ?? 100) - top, 0);
    return {
      ...layout,
      title: undefined,
      annotations: (layout.annotations ?? []).filter((note) => !isAbove(note)),
      margin: { ...layout.margin, t: top },
      height: (layout.height ?? 340) - saved,
      // A button may restore the height of the figure with its title.
      updatemenus: menus.map((menu) => ({ ...menu, buttons: menu.buttons.map((button) => shorter(button, saved)) })),
    };
  }

  function shorter(button, by) {
    const [change, layout, ...rest] = button.args;
    if (layout?.height === undefined) return button;
    return { ...button, args: [change, { ...layout, height: layout.height - by }, ...rest] };
  }

  /** The lines of a text of Plotly's, without tags. */
  function lines(text) {
    const parse = (line) => new DOMParser().parseFromString(line, "text/html").body.textContent.trim();
    return text
      .split(/<br\s*\/?>/)
      .map(parse)
      .filter(Boolean);
  }

  /** Lines as one text; one that begins with a capital begins a sentence. */
  const sentences = (parts) =>
    parts.reduce((text, line) => (text === "" ? line : `${text}${/^\p{Lu}/u.test(line) ? ". " : " "}${line}`), "");

  function drawFigures() {
    const seen = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          seen.unobserve(target);
          draw(target);
        }
      },
      { rootMargin: "600px" },
    );
    for (const figure of all("figure.plot")) {
      const { layout } = JSON.parse(figure.querySelector("script").textContent);
      figure.style.minHeight = `${layout?.height ?? 340}px`;
      seen.observe(figure);
    }
  }

  async function drawDiagrams() {
    const diagrams = all("[data-mermaid]");
    if (diagrams.length === 0) return;
    mermaid.initialize({
      startOnLoad: false,
      theme: "base",
      htmlLabels: false,
      ...(document.querySelector("main").clientWidth < WIDE && CLOSE),
      themeVariables: {
        fontFamily: colour("--sans"),
        fontSize: "16px",
        primaryColor: colour("--wash"),
        primaryBorderColor: colour("--accent"),
        primaryTextColor: colour("--ink"),
        lineColor: colour("--ink"),
        textColor: colour("--ink"),
      },
    });
    for (const [index, diagram] of diagrams.entries()) {
      const bytes = Uint8Array.from(atob(diagram.dataset.mermaid), (letter) => letter.charCodeAt(0));
      await drawDiagram(diagram, new TextDecoder().decode(bytes), `diagram-${index}-${root.dataset.theme}`);
    }
  }

  /** As it is written if that is legible here, else the way it is least wide: from top to bottom, or from left to right. */
  async function drawDiagram(diagram, text, id) {
    const ways = [text, turned(text, "TB"), turned(text, "LR")];
    let best;
    for (const [index, way] of [...new Set(ways)].entries()) {
      const { svg } = await mermaid.render(`${id}-${index}`, way);
      const width = Number(/viewBox="\S+ \S+ (\S+)/.exec(svg)?.[1]);
      if (best === undefined || width < best.width) best = { svg, width };
      // A diagram that is folded away has no width yet.
      const room = diagram.closest("main").clientWidth - 32;
      if (best.width * LEAST_SCALE <= room) break;
    }
    diagram.innerHTML = best.svg;
  }

  /** A flowchart in which every part runs in one direction. */
  function turned(text, direction) {
    if (!/^\s*(?:flowchart|graph)\b/.test(text)) return text;
    return text
      .replace(/^(\s*(?:flowchart|graph)) +\w+/, `$1 ${direction}`)
      .replace(/^(\s*direction) +\w+/gm, `$1 ${direction}`);
  }

  globalThis.verteiltFigures = { drawFigures, drawDiagrams };
})();
