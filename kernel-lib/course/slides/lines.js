// Runs inside the slides: lines of code that a click lights up, one step after the other. Printed code is all alike.

(() => {
  const { all } = globalThis.verteilt;

  /** The lines of code as elements; highlighting never spans two. */
  function wrapLines() {
    for (const pre of all(".input:has(.step) pre")) {
      const lines = pre.innerHTML.trimEnd().split("\n");
      pre.innerHTML = lines.map((line) => `<span class="line">${line}</span>`).join("");
    }
  }

  /** Lights up the lines of the last step that has been called up. */
  function light() {
    for (const input of all("section.present .input:has(.step)")) {
      const step = all(".step.visible", input).at(-1)?.dataset.lines;
      const isAll = step === undefined || step === "all";
      input.classList.toggle("lit", !isAll);
      const on = new Set(isAll ? [] : step.split(",").flatMap(range));
      for (const [index, line] of all(".line", input).entries())
        line.classList.toggle("on", on.has(index + 1 + Number(input.dataset.above)));
    }
  }

  /** @param {string} part such as "4" or "4-6" */
  function range(part) {
    const [from, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }

  Object.assign(globalThis.verteilt, { wrapLines, light });
})();
