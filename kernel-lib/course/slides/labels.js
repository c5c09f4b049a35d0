// Runs inside the slides: the names of a space-time diagram's arrows were placed for a page, and on a slide its rows are closer.
// A name that would cover another, a mark or an arrow moves a little or along its arrow; where there is no room it is left out,
// since the legend says it, too. What a node outputs stands beside its mark, or a line leads to it.

(() => {
  const { all } = globalThis.verteilt;
  const SVG = "http://www.w3.org/2000/svg";
  /** Pixels between places on an arrow that are looked at. */
  const STEP = 5;
  /** Where a name may go, in its widths and heights, from where it was placed. */
  const MOVES = [
    [0, 0],
    ...[0.5, 0.9].flatMap((part) => [
      [0, -part],
      [0, part],
      [part, 0],
      [-part, 0],
      [part, -part],
      [-part, -part],
      [part, part],
      [-part, part],
    ]),
  ];
  /** Parts of an arrow's way, from its middle outwards. */
  const PARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.9];
  /** Pixels between a mark's middle and its label, and how much higher one may stand that a line leads to. */
  const CLEARANCE = 13;
  const RAISED = [16, 32];
  /** Closer than this, two names read as one. */
  const APART = 16;
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
    // Those of the page lead to where its labels were.
    for (const group of groups.filter((group) => /leaders/.test(traceOf(group).name))) group.remove();
    const others = groups.filter((group) => !isLabels(group) && !/leaders/.test(traceOf(group).name));
    const marks = others
      .filter(isSeen)
      .flatMap((group) => all(".points path", group))
      .map((mark) => boxOf(mark, 1));
    const taken = [...marks, ...all(".annotation, .g-gtitle, .ytick text", canvas).map((part) => boxOf(part, 0))];
    const lines = others.flatMap((group) => all("path.js-line", group)).flatMap(placesOn);
    const shades = all(".shapelayer path[data-index]", canvas).map((shade) => boxOf(shade, 0));
    const room = plotOf(canvas);
    const { xaxis, yaxis } = canvas._fullLayout;
    const scale = canvas.getBoundingClientRect().width / canvas.offsetWidth;
    const pixel = ([x, y]) => ({ x: room.left + xaxis.c2p(x) * scale, y: room.top + yaxis.c2p(y) * scale });
    const named = new Set();
    for (const label of labels.sort((a, b) => Number(a.isName) - Number(b.isName))) {
      const fans = label.isName ? fansOf(label.text) : [];
      const box = fans.some((fan) => named.has(fan)) ? undefined : place(label, { taken, lines, shades, room, pixel });
      if (box) taken.push({ ...box, word: label.text.textContent });
      else label.text.style.display = "none";
      if (box) for (const fan of fans) named.add(fan);
    }
  }

  /** Arrows of one name that begin or end at one point need it only once; these are the points of this name's arrow. */
  function fansOf(text) {
    const [start, end] = endsOf(text);
    return end ? [`${text.textContent} from ${start}`, `${text.textContent} to ${end}`] : [];
  }

  const endsOf = (text) => text.closest(".textpoint")?.__data__?.data ?? [];

  /** Moves a label to where it stands free; where that is, or undefined if it should not be shown. */
  function place({ text, isName, mayGo }, { taken, lines, shades, room, pixel }) {
    const box = boxOf(text, 0);
    const inner = (at) => ({ left: at.left + 2, right: at.right - 2, top: at.top + 3, bottom: at.bottom - 3 });
    const crossed = (at) => lines.some(({ x, y }) => meet(inner(at), { left: x, right: x, top: y, bottom: y }));
    const isIn = (at) => at.right < room.right && at.left > room.left && at.top > room.top && at.bottom < room.bottom;
    // Side by side, equal names would read as one.
    const isTwin = (at, { word, ...other }) =>
      isName &&
      word === text.textContent &&
      meet(moved({ ...at, right: at.right + 2 * box.width }, -box.width, 0), other);
    const isBeside = (at, { word, ...other }) =>
      word !== undefined && meet({ ...at, left: at.left - APART, right: at.right + APART }, other);
    const isTaken = (at) => taken.some((other) => meet(at, other) || isBeside(at, other) || isTwin(at, other));
    const isLed = ({ at, from }) =>
      !from ||
      !taken.some((other) =>
        meet({ left: from.x - 1, right: from.x + 1, top: at.bottom, bottom: from.y - CLEARANCE }, other),
      );
    // On the shade of a node that is down, the name of an arrow would seem to be that node's.
    const isShaded = (at) => isName && shades.some((shade) => meet(inner(at), shade));
    const isFree = (one) => isIn(one.at) && !isTaken(one.at) && !isShaded(one.at) && !crossed(one.at) && isLed(one);
    const data = endsOf(text);
    const named = data.map(pixel);
    const lane = data[0] && pixel([data[0][0], Math.ceil(data[0][1])]).y;
    const along = isName ? alongArrow(named, box) : [];
    // A message of a node to itself has no way along which its name could move.
    const near = (along.length > 0 ? [[0, 0]] : MOVES).map(([right, down]) =>
      moved(box, right * box.width, down * box.height),
    );
    const places = isName
      ? [...near, ...along].map((at) => ({ at, from: undefined }))
      : besideMark(named[0] ?? middleOf(box), box, lane);
    const best = places.find(isFree);
    if (!best && mayGo) return undefined;
    const { at, from } = best ?? { at: box, from: undefined };
    const { a, d } = text.getScreenCTM();
    const [dx, dy] = [(at.left - box.left) / a, (at.top - box.top) / d];
    if (dx !== 0 || dy !== 0)
      text.setAttribute("transform", `${text.getAttribute("transform") ?? ""} translate(${dx},${dy})`);
    if (from) lead(text, from, at);
    if (!best) ground(text);
    return at;
  }

  /** Beside a mark, below its node's line, then further away with a line that leads there. */
  function besideMark({ x, y }, { width, height }, lane) {
    const boxAt = (left, top) => ({ left, top, right: left + width, bottom: top + height });
    const [gap, middle] = [CLEARANCE, y - height / 2];
    const sides = [boxAt(x + gap, middle), boxAt(x - gap - width, middle)];
    const over = (bottom) =>
      [x - width / 2, x + gap / 2, x - gap / 2 - width].map((left) => boxAt(left, bottom - height));
    const under = lane === undefined ? [] : over(lane + gap / 2 + height);
    const raised = RAISED.flatMap((height) => over(y - gap - height));
    return [
      ...[...sides, ...over(y - gap), ...under].map((at) => ({ at, from: undefined })),
      ...raised.map((at) => ({ at, from: { x, y } })),
    ];
  }

  /** Where a label's corner touches the arrow that it names, from the middle outwards. */
  function alongArrow([start, end], { width, height }) {
    if (!end || start.y === end.y) return [];
    const isDown = end.y > start.y;
    return PARTS.flatMap((part) => {
      const x = start.x + part * (end.x - start.x);
      const y = start.y + part * (end.y - start.y);
      const above = { left: isDown ? x + 3 : x - 3 - width, top: y - 3 - height };
      const below = { left: isDown ? x - 3 - width : x + 3, top: y + 3 };
      return [above, below].map(({ left, top }) => ({ left, top, right: left + width, bottom: top + height }));
    });
  }

  /** A thin line from a mark to its label. */
  function lead(text, from, at) {
    const line = document.createElementNS(SVG, "path");
    const toLocal = text.parentNode.getScreenCTM().inverse();
    const [x, y] = [Math.min(Math.max(from.x, at.left + 4), at.right - 4), at.bottom];
    const [start, end] = [from, { x, y }].map((point) => new DOMPoint(point.x, point.y).matrixTransform(toLocal));
    line.setAttribute("d", `M${start.x},${start.y}L${end.x},${end.y}`);
    line.style.stroke = "#808080";
    text.before(line);
  }

  const middleOf = ({ left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });

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

  /** Whether a trace has the lines of nodes, while they are up or down; its name is marked up. */
  const isOfNodes = ({ name, mode }) => mode === "lines" && /(?:^|>)(?:up|down)(?:<|$)/.test(name);
  /** Whether the traces of a figure are those of a space-time diagram. */
  const isSpaceTime = (traces) => traces.some(isOfNodes);

  Object.assign(globalThis.verteilt, { isOfNodes, isSpaceTime, meet, placesOn, spreadLabels });
})();
