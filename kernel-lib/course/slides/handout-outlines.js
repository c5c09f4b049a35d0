// Runs in the print view before handout.js: what students need in order to draw a figure themselves. A handout without
// answers leaves the figure out, but keeps its axes' titles, the names of its rows and columns, and a space-time
// diagram's lines.

(() => {
  /** Numbers of this length are results, although they stand in a name. */
  const RESULT = /\d[\d.,]{2,}/;
  const SVG = "http://www.w3.org/2000/svg";

  for (const figure of document.querySelectorAll(".reveals figure.plot[data-drawn]")) outline(figure);

  function outline(figure) {
    const canvas = figure.querySelector(".canvas");
    for (const title of figure.querySelectorAll(".xtitle, .ytitle")) title.classList.add("outline");
    for (const axis of ["x", "y"]) {
      const { type, ticktext } = canvas._fullLayout[`${axis}axis`] ?? {};
      if (type !== "category" && !ticktext) continue;
      for (const name of figure.querySelectorAll(`.${axis}tick text`))
        if (ticktext || !RESULT.test(name.textContent)) name.classList.add("outline");
    }
    // The lines of nodes that are up are a trace of their own, whose name may be set in a colour.
    const up = canvas._fullData.find(({ name, mode }) => mode === "lines" && /^(?:<[^>]*>)?up\b/.test(name));
    if (up) for (const line of figure.querySelectorAll(`.trace${up.uid} .js-line`)) line.classList.add("outline");
    for (const [index, table] of canvas._fullData.filter(({ type }) => type === "heatmap").entries())
      grid(figure.querySelectorAll(".hm image")[index], table);
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
