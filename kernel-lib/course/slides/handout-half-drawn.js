// Runs in the print view before handout.js: a space-time diagram that is an answer is left half-drawn, because nobody copies
// twenty arrows by hand. What begins in the first half of its time stays, with its names and signs; what begins later, and
// whatever says how it ends, is to be drawn in.

(() => {
  const { all } = globalThis.verteilt;
  /** What judges the run, or is known only at its end. */
  const VERDICTS = /^(?:violation|(?:in)?consistent cut|the event|causal (?:past|future)|waits for an answer)$/;
  /** The marks at the end of an arrow. */
  const ENDS = /^(?:events|lost|ignored|under way)$/;
  /** Of the axis: less than this is rounding. */
  const NEXT_TO_NOTHING = 1e-4;

  function halfDraw(figure) {
    const canvas = figure.querySelector(".canvas");
    const groups = all(".scatterlayer > .trace", canvas).map(partOf);
    const up = groups.find(({ name, trace }) => name === "up" && trace.mode === "lines");
    if (!up) return;
    const lines = all(".js-line", up.group);
    for (const line of lines) keep(line);
    const arrows = groups.filter(isArrows).flatMap(({ points }) => waysIn(points));
    const begins = firstHalf(canvas, arrows);
    const isBegun = (line) => begins(canvas._fullLayout.xaxis.p2c(Number.parseFloat(line.getAttribute("d").slice(1))));
    const verdicts = verdictsOf(figure);
    const ends = new Set(arrows.filter(([start]) => begins(start.x)).map((way) => placeOf(way.at(-1))));
    for (const { group, name, points } of groups.filter((part) => part !== up && !VERDICTS.test(part.name))) {
      for (const line of all(".js-line", group)) {
        if (isBegun(line)) keep(line);
        // A node's line would have a gap where the node is to go down.
        else if (name === "down") line.after(likeLine(line, lines[0]));
      }
      const starts = startsOf(points);
      for (const mark of all(".points path", group)) {
        const point = mark.__data__;
        if (begins(starts.get(point.i)) || (ENDS.test(name) && ends.has(placeOf(point)))) keep(mark);
      }
      for (const label of all(".textpoint", group)) {
        const [x, y] = label.__data__.data?.[0] ?? [];
        if (begins(x) && !verdicts.has(rowOf(x, y))) keep(label);
      }
    }
    for (const shade of all(".shapelayer path[data-index]", canvas))
      if (begins(canvas._fullLayout.shapes[shade.dataset.index].x0)) keep(shade);
    for (const entry of all(".legend .traces", canvas)) {
      const { name, trace } = partOf(entry);
      const isSeen = isType(trace) || all(`.trace${trace.uid} .outline:not(.copy)`, canvas).length > 0;
      if (isSeen && !VERDICTS.test(name)) keep(entry);
    }
  }

  const keep = (part) => part.classList.add("outline");
  const placeOf = ({ x, y }) => `${x} ${y}`;
  /** Marks are stacked above the line of their node. */
  const rowOf = (x, y) => placeOf({ x, y: Math.ceil(y) });
  const plain = (name) => name.replace(/<[^>]*>/g, "");
  const isArrows = ({ trace }) => Boolean(trace.legendgroup) && trace.mode === "lines+markers" && !isType(trace);
  /** An entry of the legend has no points. */
  const isType = ({ legendgroup, x }) => Boolean(legendgroup) && x.length === 1 && x[0] === null;

  /** What Plotly has bound to an element. */
  function partOf(group) {
    const [{ trace }] = group.__data__;
    return { group, trace, name: plain(trace.name), points: group.__data__ };
  }

  /** The arrows of a trace, each as its points; gaps without a place stand between them. */
  function waysIn(points) {
    const ways = [[]];
    for (const point of points) {
      if (typeof point.x === "number") ways.at(-1).push(point);
      else ways.push([]);
    }
    return ways.filter((way) => way.length > 0);
  }

  /** Where what a point belongs to begins: an arrow with its first point. */
  function startsOf(points) {
    const ways = isArrows(points[0]) ? waysIn(points) : points.map((point) => [point]);
    return new Map(ways.flatMap((way) => way.map(({ i }) => [i, way[0].x])));
  }

  /**
   * Whether something begins early enough to be kept. Where all arrows begin in the first half of the axis, the first half of
   * theirs counts, so that some are left to be drawn.
   */
  function firstHalf(canvas, arrows) {
    const [left, right] = canvas._fullLayout.xaxis.range;
    const starts = arrows.map(([start]) => start.x);
    const [first, last] = [Math.min(...starts), Math.max(...starts)];
    const middle = (left + right) / 2;
    const until = last < middle && starts.length > 0 ? (first + last) / 2 : middle;
    return (x) => x < until - NEXT_TO_NOTHING * (right - left);
  }

  /** Where marks of a violation were, although some are not drawn on slides: their remarks are. */
  function verdictsOf(figure) {
    const { data } = JSON.parse(figure.querySelector("script").textContent);
    const violations = data.filter(({ name = "" }) => plain(name) === "violation");
    return new Set(violations.flatMap(({ x, y }) => x.map((each, index) => rowOf(each, y[index]))));
  }

  function likeLine(line, model) {
    const copy = line.cloneNode();
    copy.setAttribute("style", model.getAttribute("style"));
    copy.setAttribute("class", "outline copy");
    return copy;
  }

  for (const figure of document.querySelectorAll(".reveals figure.plot[data-drawn]")) halfDraw(figure);
})();
