// Runs inside the slides: the names of a space-time diagram's arrows were placed for a page, and on a slide its rows are closer.
// A name that would cover another, a mark or an arrow moves a little; where there is no room it is left out, since the legend
// says it, too. What a node outputs is always there, on a ground of its own.

(() => {
  const { all } = globalThis.verteilt;
  const SVG = "http://www.w3.org/2000/svg";
  /** Pixels between places on an arrow that are looked at. */
  const STEP = 5;
  /** Where a name may go, in its widths and heights; what a node outputs stays near its mark. */
  const NEAR = [
    ...[
      [0, 0],
      [0, -0.5],
      [0, 0.5],
      [0.5, 0],
      [-0.5, 0],
      [0.5, -0.5],
      [-0.5, -0.5],
      [0.5, 0.5],
      [-0.5, 0.5],
    ],
    ...[
      [0, -0.9],
      [0.5, -0.9],
      [-0.5, -0.9],
    ],
  ];
  const MOVES = [
    ...NEAR,
    ...[
      [0, 1],
      [0.9, 0],
      [-0.9, 0],
      [0.9, -0.9],
      [-0.9, -0.9],
      [0.9, 0.9],
      [-0.9, 0.9],
    ],
  ];
  /** Longer words than these are remarks of whoever judged the run, which its heading repeats. */
  const OUTPUT = 16;

  const traceOf = (group) => group.__data__?.[0]?.trace ?? {};
  /** Its name is marked up. */
  const isLabels = (group) => />labels<|^labels$/.test(traceOf(group).name);
  const isSeen = (group) => traceOf(group).marker?.opacity !== 0;
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  function spreadLabels(canvas) {
    const groups = all(".scatterlayer > .trace", canvas);
    const labels = groups.filter(isLabels).flatMap((group) => {
      const isName = Boolean(traceOf(group).legendgroup);
      const isRemark = (text) => !isName && text.textContent.length > OUTPUT;
      return all(".text text", group).map((text) => ({ text, isName, mayGo: isName || isRemark(text) }));
    });
    if (labels.length === 0) return;
    const others = groups.filter((group) => !isLabels(group));
    const marks = others
      .filter(isSeen)
      .flatMap((group) => all(".points path", group))
      .map((mark) => boxOf(mark, 1));
    const taken = [...marks, ...all(".annotation, .g-gtitle, .ytick text", canvas).map((part) => boxOf(part, 0))];
    const lines = others.flatMap((group) => all("path.js-line", group)).flatMap(placesOn);
    const room = plotOf(canvas);
    for (const label of labels.sort((a, b) => Number(a.isName) - Number(b.isName))) {
      const box = place(label, taken, lines, room);
      if (box) taken.push(box);
      else label.text.style.display = "none";
    }
  }

  /** Moves a label to where it stands free; where that is, or undefined if it should not be shown. */
  function place({ text, isName, mayGo }, taken, lines, room) {
    const box = boxOf(text, 0);
    const inner = (at) => ({ left: at.left + 2, right: at.right - 2, top: at.top + 3, bottom: at.bottom - 3 });
    const crossed = (at) =>
      lines.filter(({ x, y }) => meet(inner(at), { left: x, right: x, top: y, bottom: y })).length;
    const isIn = (at) => at.right < room.right && at.left > room.left && at.top > room.top && at.bottom < room.bottom;
    const moves = isName ? MOVES : NEAR;
    const free = moves
      .map(([right, down]) => [right * box.width, down * box.height])
      .map(([dx, dy]) => ({ dx, dy, at: moved(box, dx, dy) }))
      .filter(({ at }) => isIn(at) && !taken.some((other) => meet(at, other)))
      .map((one) => ({ ...one, crossed: crossed(one.at) }));
    const best =
      free.find((one) => one.crossed === 0) ?? (mayGo ? undefined : free.sort((a, b) => a.crossed - b.crossed)[0]);
    if (!best && mayGo) return undefined;
    const { dx, dy, at } = best ?? { dx: 0, dy: 0, at: box };
    const { a, d } = text.getScreenCTM();
    if (dx !== 0 || dy !== 0)
      text.setAttribute("transform", `${text.getAttribute("transform") ?? ""} translate(${dx / a},${dy / d})`);
    if (!best || best.crossed > 0) ground(text);
    return at;
  }

  /** Where the diagram is drawn; Plotly cuts off what is outside. */
  function plotOf(canvas) {
    const { left, top, width } = canvas.getBoundingClientRect();
    const { l, t, w, h } = canvas._fullLayout._size;
    const scale = width / canvas.offsetWidth;
    return {
      left: left + l * scale,
      top: top + t * scale,
      right: left + (l + w) * scale,
      bottom: top + (t + h) * scale,
    };
  }

  function moved({ left, right, top, bottom }, dx, dy) {
    return { left: left + dx, right: right + dx, top: top + dy, bottom: bottom + dy };
  }

  function boxOf(element, inset) {
    const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
    return { left: left + inset, right: right - inset, top: top + inset, bottom: bottom - inset, width, height };
  }

  /** Places on a line, on the screen. A line that is not broken is a node's own, and names may stand on none. */
  function placesOn(path) {
    const { a, d, e, f } = path.getScreenCTM();
    const length = path.getTotalLength();
    return Array.from({ length: Math.min(6000, Math.floor((length * a) / STEP)) }, (_, index) => {
      const { x, y } = path.getPointAtLength((index * STEP) / a);
      return { x: x * a + e, y: y * d + f };
    });
  }

  /** A ground in the page's colour, so that a line does not strike a word through. */
  function ground(text) {
    const { x, y, width, height } = text.getBBox();
    const rect = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value);
    rect.setAttribute("transform", text.getAttribute("transform") ?? "");
    rect.style.fill = "var(--paper)";
    text.before(rect);
  }

  Object.assign(globalThis.verteilt, { spreadLabels });
})();
