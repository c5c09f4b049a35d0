// Runs inside the slides: fits what is on a slide into it, and says what cannot be fitted.

(() => {
  const LEAST_PRINTED_TEXT = 8;
  /**
   * Labels are made 20 px high, of 720, for the last row of a room. A full slide may make them two steps smaller; what is
   * smaller than that is named.
   */
  const LEAST_LABEL = 20;
  const STEP = 0.03;
  /** Pixels: some five lines. */
  const LONG_OUTPUT = 140;
  const TOLERANCE = 2 * STEP * LEAST_LABEL;
  const { all, printing } = globalThis.verteilt;

  /** By how many pixels the content of a sheet exceeds its room; negative if it fits. */
  function excess(sheet) {
    const room = sheet.clientHeight - Number.parseFloat(getComputedStyle(sheet).paddingBottom);
    const isInFlow = (part) => part.offsetParent === sheet && getComputedStyle(part).position !== "absolute";
    const parts = Array.from(sheet.children).filter(isInFlow);
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
      for (let scale = from; full() && scale >= to; scale -= STEP) sheet.style.setProperty(what, scale.toFixed(2));
    };
    const outputs = all(".output.text, .output.html", sheet);
    const hasFigure = sheet.querySelector("[data-figure]") !== null;
    if (hasFigure) shrink("--figure-scale", 1.72, 1);
    if (full()) for (const pre of all(".output.text pre", sheet)) intoColumns(pre);
    const legible = smallest(sheet);
    if (legible > 0) shrink("--diagram-scale", 0.97, legible);
    shrink("--scale", 0.97, legible > 0 ? 0.76 : 0.88);
    if (legible > 0) shrink("--diagram-scale", Math.min(0.97, legible), 0.55);
    if (hasFigure) shrink("--figure-scale", 0.97, 0.64);
    if (full() && !printing) for (const output of byHeight(outputs)) scroll(output, 170);
    // A line or two of output would become hard to read, and leave next to no room.
    const isLong = outputs.some((output) => output.offsetHeight > LONG_OUTPUT);
    if (isLong && printing) shrink("--output-scale", 0.97, 0.55);
    shrink("--scale", 0.85, 0.76);
    // A question, what it asks of and its answer are for one look.
    if (sheet.matches(".question, .asks")) shrink("--scale", 0.73, 0.67);
    if (full() && !printing) for (const output of byHeight(outputs)) scroll(output, 90);
    if (outputs.length > 0 && printing) shrink("--output-scale", isLong ? 0.52 : 0.97, 0.3);
  }

  /** How small the slide's diagrams may become with labels that can still be read; they are made with labels of 20 px. */
  function smallest(sheet) {
    const scales = all(".diagram svg", sheet).map(
      (svg) => svg.viewBox.baseVal.width / svg.getBoundingClientRect().width,
    );
    return Math.max(...scales.map((scale) => scale * Reveal.getScale()), 0);
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
    output.setAttribute("aria-label", document.documentElement.dataset.scrolls);
  }

  function intoColumns(pre) {
    const lines = pre.textContent.trimEnd().split("\n");
    const columns = Math.min(3, Math.floor(92 / Math.max(...lines.map((line) => line.length + 3))));
    if (columns > 1 && lines.length > 12) pre.style.columns = String(columns);
  }

  /** The labels of figures and diagrams that are too small to be read, the smallest first. */
  function labelsIn(sheet) {
    const texts = all(":is(.diagram, figure.plot) svg text", sheet)
      .filter((text) => text.textContent.trim() !== "")
      .map((text) => {
        const inner = text.querySelector("tspan[style*=font-size]") ?? text;
        const scale = Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b);
        return { text: text.textContent.trim(), size: Number.parseFloat(getComputedStyle(inner).fontSize) * scale };
      });
    return texts.filter(({ size }) => size < LEAST_LABEL - TOLERANCE).sort((a, b) => a.size - b.size);
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
        // A box of code may stand out over its cell, into the margins.
        const scrolls = element.clientWidth > 0 && !element.matches(".cell, .fragment");
        const inside = scrolls ? element.scrollWidth - element.clientWidth : 0;
        if (Math.max(beyond, inside) <= 1) continue;
        reported.push(element);
        const name = `${element.tagName.toLowerCase()} "${element.textContent.trim().slice(0, 40)}"`;
        report(`${name} is too wide`, Math.max(beyond, inside));
      }
      for (const { text, size } of labelsIn(sheet).slice(0, 1))
        report(`the label "${text}" is only ${size.toFixed(1)} px high`, LEAST_LABEL - size);
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

  Object.assign(globalThis.verteilt, { excess, fit, overflow });
})();
