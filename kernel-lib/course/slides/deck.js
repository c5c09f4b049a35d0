// Runs inside the slides: starts reveal, fits every slide into its 1280 x 720, draws figures, diagrams and formulas.
// Expects the globals Reveal and RevealNotes and, where the chapter needs them, Plotly, mermaid, renderMathInElement.

(() => {
  const LEAST_PRINTED_TEXT = 8;
  const printing = /print-pdf|view=print/.test(location.search);
  const root = document.documentElement;
  /** @type {(selector: string, within?: ParentNode) => any[]} */
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  /** By how many pixels the content of a sheet exceeds its room; negative if it fits. */
  function excess(sheet) {
    const room = sheet.clientHeight - Number.parseFloat(getComputedStyle(sheet).paddingBottom);
    const parts = Array.from(sheet.children).filter((part) => part.offsetParent === sheet);
    return Math.max(...parts.map((part) => part.offsetTop + part.offsetHeight), 0) - room;
  }

  /**
   * Makes room where it hurts least: many short lines are set in columns, diagrams shrink, all type a little, then long
   * outputs scroll on the screen and shrink in print.
   */
  function fit(sheet) {
    if (sheet.dataset.fitted) return;
    sheet.dataset.fitted = "true";
    const full = () => excess(sheet) > 0;
    const shrink = (what, from, to) => {
      for (let scale = from; full() && scale >= to; scale -= 0.03) sheet.style.setProperty(what, scale.toFixed(2));
    };
    const outputs = all(".output.text, .output.html", sheet);
    const hasFigure = sheet.querySelector("[data-figure]") !== null;
    if (hasFigure) shrink("--figure-scale", 1.57, 1);
    if (full()) for (const pre of all(".output.text pre", sheet)) intoColumns(pre);
    if (sheet.querySelector(".diagram")) shrink("--diagram-scale", 0.97, 0.55);
    shrink("--scale", 0.97, 0.88);
    if (hasFigure) shrink("--figure-scale", 0.97, 0.64);
    if (full() && !printing) for (const output of byHeight(outputs)) scroll(output, 170);
    if (outputs.length > 0 && printing) shrink("--output-scale", 0.97, 0.55);
    shrink("--scale", 0.85, 0.76);
    if (full() && !printing) for (const output of byHeight(outputs)) scroll(output, 90);
    if (outputs.length > 0 && printing) shrink("--output-scale", 0.52, 0.3);
  }

  const byHeight = (outputs) => outputs.sort((a, b) => b.offsetHeight - a.offsetHeight);

  /** Shortens an output by what exceeds its slide, but leaves it `least` pixels. */
  function scroll(output, least) {
    const over = excess(output.closest(".sheet"));
    if (over <= 0 || output.offsetHeight <= least) return;
    output.style.maxHeight = `${Math.max(least, output.offsetHeight - over)}px`;
    output.classList.add("scrolls");
    output.tabIndex = 0;
    output.setAttribute("role", "region");
    output.setAttribute("aria-label", "output, scrolls");
  }

  function intoColumns(pre) {
    const lines = pre.textContent.trimEnd().split("\n");
    const columns = Math.min(3, Math.floor(92 / Math.max(...lines.map((line) => line.length + 3))));
    if (columns > 1 && lines.length > 12) pre.style.columns = String(columns);
  }

  /** Draws a figure into the room its slide gives it, its type as large as that of the slide. */
  async function draw(figure) {
    if (figure.dataset.drawn) return;
    const canvas = figure.querySelector(".canvas");
    const { clientWidth, clientHeight } = figure;
    if (clientWidth === 0 || clientHeight === 0) return;
    figure.dataset.drawn = "true";
    const style = getComputedStyle(root);
    const [sans, ink] = ["--sans", "--ink"].map((name) => style.getPropertyValue(name).trim());
    const ours = (key, value) => (key === "family" ? sans : value);
    const { data, layout = {}, config, frames } = JSON.parse(figure.querySelector("script").textContent, ours);
    // A figure is made for a page read close by: squeeze its rows a little rather than shrink its letters.
    const ratio = clientHeight / (layout.height ?? 320);
    const enlarged = Math.min(1.7, Math.max(ratio, Math.min(1.4, ratio * 1.7)));
    const width = Math.floor(clientWidth / enlarged);
    const height = Math.floor(clientHeight / enlarged);
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
      config: { displaylogo: false, responsive: false, ...config, ...(printing && { staticPlot: true }) },
    });
    // The caption says what the drawing shows; its buttons are for all readers.
    canvas.removeAttribute("aria-hidden");
    for (const svg of all("svg.main-svg", canvas)) svg.setAttribute("aria-hidden", "true");
  }

  async function show(slide) {
    for (const sheet of all(".sheet", slide)) fit(sheet);
    for (const figure of all("figure.plot", slide)) await draw(figure);
  }

  async function drawDiagrams() {
    const diagrams = all("[data-mermaid]");
    if (diagrams.length === 0) return;
    const style = getComputedStyle(root);
    const colour = (name) => style.getPropertyValue(name).trim();
    mermaid.initialize({
      startOnLoad: false,
      theme: "base",
      htmlLabels: false,
      flowchart: { subGraphTitleMargin: { top: 4, bottom: 8 } },
      themeVariables: {
        fontFamily: style.getPropertyValue("--sans"),
        fontSize: "20px",
        primaryColor: colour("--wash"),
        primaryBorderColor: colour("--accent"),
        primaryTextColor: colour("--ink"),
        lineColor: colour("--ink"),
      },
    });
    for (const [index, diagram] of diagrams.entries()) {
      const bytes = Uint8Array.from(atob(diagram.dataset.mermaid), (letter) => letter.charCodeAt(0));
      const { svg } = await mermaid.render(`diagram-${index}`, new TextDecoder().decode(bytes));
      diagram.innerHTML = svg;
      enlarge(diagram.querySelector("svg"));
    }
  }

  /** Mermaid sizes for a page that scrolls; a slide has room to fill. */
  function enlarge(svg) {
    const { width, height } = svg.viewBox.baseVal;
    const factor = Math.min(1.7, 1144 / width, 500 / height);
    svg.removeAttribute("style");
    svg.removeAttribute("width");
    svg.style.setProperty("--width", `${width * factor}px`);
    svg.style.setProperty("--height", `${height * factor}px`);
  }

  function setFormulas() {
    if (typeof renderMathInElement === "undefined") return;
    renderMathInElement(document.querySelector(".slides"), {
      delimiters: [
        { left: "$$", right: "$$", display: true },
        { left: "$", right: "$", display: false },
        { left: "\\[", right: "\\]", display: true },
        { left: "\\(", right: "\\)", display: false },
      ],
      ignoredTags: ["script", "noscript", "style", "textarea", "pre", "code", "option", "svg"],
      ignoredClasses: ["input", "text", "html", "plot"],
      throwOnError: false,
    });
  }

  /** What does not fit on its slide in the print view, where nothing scrolls: for the build's check. */
  function overflow() {
    const faults = [];
    for (const [index, sheet] of all(".sheet").entries()) {
      const box = sheet.getBoundingClientRect();
      const heading = sheet.querySelector("h1, h2, h3")?.textContent.trim() ?? "";
      const report = (what, by) => faults.push({ slide: index + 1, heading, what, by: Math.round(by) });
      if (excess(sheet) > 1) report("its content is too high", excess(sheet));
      const reported = [];
      for (const element of all("*", sheet).reverse()) {
        if (element.closest("aside.notes, .for-readers, .canvas, svg, .katex")) continue;
        if (reported.some((inner) => element.contains(inner))) continue;
        const { right, width } = element.getBoundingClientRect();
        const beyond = width > 0 ? right - (box.right - 20) : 0;
        const inside = element.clientWidth > 0 ? element.scrollWidth - element.clientWidth : 0;
        if (Math.max(beyond, inside) <= 1) continue;
        reported.push(element);
        const name = `${element.tagName.toLowerCase()} "${element.textContent.trim().slice(0, 40)}"`;
        report(`${name} is too wide`, Math.max(beyond, inside));
      }
      for (const pre of all(".output.text pre", sheet)) {
        const size = Number.parseFloat(getComputedStyle(pre).fontSize);
        if (size < LEAST_PRINTED_TEXT)
          report(
            `an output of ${pre.textContent.trimEnd().split("\n").length} lines prints too small to read`,
            LEAST_PRINTED_TEXT - size,
          );
      }
    }
    return faults;
  }

  /** The chapter map: its sections as a list to go to, on the key M. */
  function makeMap() {
    const map = document.createElement("dialog");
    map.className = "map";
    map.setAttribute("aria-label", "Chapter map");
    const list = document.createElement("ol");
    for (const [index, section] of all(".slides > section").entries()) {
      const heading = section.querySelector("h1, h2, h3")?.textContent.trim();
      if (!heading) continue;
      const link = Object.assign(document.createElement("a"), { href: `#/${index}`, textContent: heading });
      link.addEventListener("click", () => map.close());
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    map.append(list);
    document.body.append(map);
    Reveal.addKeyBinding({ keyCode: 77, key: "M", description: "Chapter map" }, () => {
      for (const link of all("a", map)) {
        const here = link.hash === `#/${Reveal.getIndices().h}`;
        link.toggleAttribute("aria-current", here);
        if (here) link.setAttribute("autofocus", "");
        else link.removeAttribute("autofocus");
      }
      map.showModal();
    });
    // Reveal would take the keys for itself.
    map.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key.toLowerCase() === "m") map.close();
    });
  }

  async function start() {
    await Promise.all(
      ['400 20px "Source Sans 3"', '600 20px "Source Sans 3"', '400 20px "Source Code Pro"'].map((font) =>
        document.fonts.load(font),
      ),
    );
    for (const link of all('a[href^="http"]')) Object.assign(link, { target: "_blank", rel: "noopener" });
    setFormulas();
    await drawDiagrams();
    const finished = printing ? new Promise((done) => Reveal.on("pdf-ready", done)) : undefined;
    await Reveal.initialize({
      width: 1280,
      height: 720,
      margin: 0,
      center: false,
      hash: true,
      slideNumber: "c/t",
      transition: "none",
      backgroundTransition: "none",
      scrollActivationWidth: null,
      pdfMaxPagesPerSlide: 1,
      pdfSeparateFragments: false,
      plugins: [RevealNotes],
    });
    if (!printing) makeMap();
    Reveal.on("slidechanged", ({ currentSlide }) => show(currentSlide));
    await finished;
    await show(printing ? document : Reveal.getCurrentSlide());
    root.dataset.ready = "true";
  }

  globalThis.verteilt = { overflow };
  start().catch((error) => {
    root.dataset.failed = String(error?.stack ?? error);
    throw error;
  });
})();
