// Runs in the print view before handout.js: a space-time diagram that is an answer is left half-drawn, because nobody copies
// twenty arrows by hand. What begins in the first half of its time stays, with its names and signs, of a counterexample the
// first third, which does not yet show what goes wrong. What begins later, and whatever says how it ends, is to be drawn in:
// a message that never arrives as well. The legend has the signs for that.

(() => {
  const { all, meet, placesOn } = globalThis.verteilt;
  /** What judges the run, or is known only at its end. */
  const VERDICTS = /^(?:violation|(?:in)?consistent cut|the event|causal (?:past|future)|waits for an answer)$/;
  const UNDER_WAY = "under way";
  /** The marks at the end of an arrow. */
  const ENDS = /^(?:events|lost|ignored)$/;
  const VALUE = /(?<=^reply) .+/;
  /** What is filled in stands on such a line, the longest that there is room for. */
  const GAPS = ["______", "____", "___", "__"];
  /** Pixels between names. */
  const APART = 8;
  /** Of the axis: less than this is rounding. */
  const NEXT_TO_NOTHING = 1e-4;

  function halfDraw(figure) {
    const canvas = figure.querySelector(".canvas");
    const groups = all(".scatterlayer > .trace", canvas).map(partOf);
    const up = groups.find(({ name, trace }) => name === "up" && trace.mode === "lines");
    if (!up) return;
    const lines = all(".js-line", up.group);
    for (const line of lines) keep(line);
    const ways = new Map(groups.filter(isArrows).map((part) => [part, waysIn(part.points)]));
    const isCounterexample = groups.some(({ name }) => name === "violation");
    const until = cutOf(canvas, [...ways.values()].flat(), isCounterexample ? 1 / 3 : 1 / 2);
    const begins = (x) => x < until;
    const isBegun = (line) => begins(canvas._fullLayout.xaxis.p2c(Number.parseFloat(line.getAttribute("d").slice(1))));
    const isUnderWay = new Set(groups.find(({ name }) => name === UNDER_WAY)?.points.map(placeOf));
    const isKept = (way) => begins(way[0].x) && !isUnderWay.has(placeOf(way.at(-1)));
    const [kept, left] = [true, false].map((is) => [...ways.values()].flat().filter((way) => isKept(way) === is));
    const ends = new Set(kept.map((way) => placeOf(way.at(-1))));
    // Where an arrow begins that is to be drawn in, and no other does.
    const starts = new Set(left.map(([start]) => placeOf(start)));
    for (const place of kept.flatMap((way) => [way[0], way.at(-1)].map(placeOf))) starts.delete(place);
    for (const [{ group }, each] of ways) {
      for (const line of all(".js-line", group)) if (isKept(nearest(canvas, each, middleOf(line)))) keep(line);
      for (const mark of all(".points path", group)) {
        const { i } = mark.__data__;
        if (isKept(each.find((way) => way.some((point) => point.i === i)))) keep(mark);
      }
    }
    const shown = groups.filter((part) => part !== up && !ways.has(part) && !VERDICTS.test(part.name));
    for (const { group, name, trace } of shown) {
      for (const line of all(".js-line", group)) {
        if (isBegun(line)) keep(line);
        // A node's line would have a gap where the node is to go down.
        else if (name === "down") line.after(likeLine(line, lines[0]));
      }
      for (const mark of all(".points path", group)) {
        const point = mark.__data__;
        const isEnd = ENDS.test(name) && ends.has(placeOf(point));
        const isStart = ENDS.test(name) && starts.has(placeOf(point));
        if (name !== UNDER_WAY && !isStart && (begins(point.x) || isEnd)) keep(mark);
      }
      const named = [...ways]
        .filter(([part]) => part.trace.legendgroup === trace.legendgroup)
        .flatMap(([, each]) => each);
      for (const label of all(".textpoint", group)) {
        const [x, y] = label.__data__.data?.[0] ?? [];
        if (named.length > 0 ? isKept(nearest(canvas, named, pixelOf(canvas, { x, y }))) : begins(x)) keepLabel(label);
      }
    }
    for (const shade of all(".shapelayer path[data-index]", canvas))
      if (begins(canvas._fullLayout.shapes[shade.dataset.index].x0)) keep(shade);
    keepLegend(all(".legend .traces", canvas));
  }

  /** What stays of a legend closes ranks. */
  function keepLegend(entries) {
    const places = entries.map((entry) => entry.getBoundingClientRect());
    let shift = 0;
    for (const [index, entry] of entries.entries()) {
      const [here, next] = [places[index], places[index + 1]];
      if (index > 0 && here.top > places[index - 1].bottom - 1) shift = 0;
      if (VERDICTS.test(partOf(entry).name)) shift += next && next.left > here.left ? next.left - here.left : 0;
      else {
        const by = shift / entry.getScreenCTM().a;
        entry.setAttribute("transform", `${entry.getAttribute("transform") ?? ""} translate(${-by},0)`);
        keep(entry);
      }
    }
  }

  const keep = (part) => part.classList.add("outline");

  /** What a reply brings is to be filled in, and a hand writes wider: to the side where neither a name nor an arrow is. */
  function keepLabel(label) {
    if (!VALUE.test(label.textContent)) return keep(label);
    const copy = label.cloneNode(true);
    copy.setAttribute("class", "outline copy");
    label.after(copy);
    const svg = label.closest("svg");
    const others = all(".textpoint text", svg)
      .filter((other) => !label.contains(other) && !copy.contains(other))
      .map((other) => other.getBoundingClientRect());
    const places = all(".js-line", svg).flatMap(placesOn);
    const [text, { x: left, width }] = [copy.querySelector("text"), label.querySelector("text").getBBox()];
    const name = label.textContent.replace(VALUE, "");
    const isFree = (box) =>
      !others.some((other) => meet(widened(box, APART), other)) &&
      !places.some(({ x, y }) => meet({ left: x, right: x, top: y, bottom: y }, inside(box)));
    const sides = Object.entries({ middle: 0.5, end: 1, start: 0 });
    const tries = GAPS.flatMap((gap) => sides.map(([anchor, part]) => ({ gap, anchor, part })));
    const put = ({ gap, anchor, part }) => {
      text.textContent = `${name} ${gap}`;
      text.setAttribute("x", left + part * width);
      text.style.textAnchor = anchor;
      return text.getBoundingClientRect();
    };
    // Where there is no room, the legend says what it is.
    if (!tries.some((one) => isFree(put(one)))) copy.remove();
    return undefined;
  }

  const widened = ({ left, right, top, bottom }, by) => ({ left: left - by, right: right + by, top, bottom });

  /** Letters do not fill their box. */
  const inside = ({ left, right, top, bottom }) => ({ left, right, top: top + 3, bottom: bottom - 3 });
  const placeOf = ({ x, y }) => `${x} ${y}`;
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

  const pixelOf = ({ _fullLayout: { xaxis, yaxis } }, { x, y }) => [xaxis.c2p(x), yaxis.c2p(y)];

  /** A message to oneself goes up and down again, in two lines. */
  function middleOf(line) {
    const numbers = line
      .getAttribute("d")
      .match(/-?\d[\d.e-]*/g)
      .map(Number);
    const [[x, y], [toX, toY]] = [numbers.slice(0, 2), numbers.slice(-2)];
    return [(x + toX) / 2, (y + toY) / 2];
  }

  /**
   * Of these arrows, the one that is nearest to a place: the one whose line it is on, or whose label.
   * @param {any} canvas
   * @param {any[]} ways
   * @param {number[]} place
   */
  function nearest(canvas, ways, [left, top]) {
    const at = (point) => pixelOf(canvas, point);
    const distance = (way) =>
      Math.min(
        ...way.slice(1).map((end, index) => {
          const [[x, y], [toX, toY]] = [at(way[index]), at(end)];
          const [dx, dy] = [toX - x, toY - y];
          const part = Math.max(0, Math.min(1, ((left - x) * dx + (top - y) * dy) / (dx * dx + dy * dy || 1)));
          return Math.hypot(x + part * dx - left, y + part * dy - top);
        }),
      );
    return ways.reduce((best, way) => (distance(way) < distance(best) ? way : best));
  }

  /** For each set of nodes what students draw: `until` where a diagram was cut, and the arrows beyond it. */
  const asked = new Map();

  /** Where to cut a diagram: after that part of its time, or where an earlier one was cut that would be completed by this one. */
  function cutOf(canvas, arrows, part) {
    const { xaxis, yaxis } = canvas._fullLayout;
    const nodes = String(yaxis.ticktext);
    const named = arrows.map((way) => ({ start: way[0].x, name: [way[0], way.at(-1)].map(placeOf).join() }));
    const usual = partOfTime([xaxis.range[0], Number(canvas.dataset.end ?? xaxis.range[1])], arrows, part);
    const earlier = asked.get(nodes);
    const gives = earlier && named.some(({ start, name }) => start < usual && earlier.open.has(name));
    const until = gives ? earlier.until : usual;
    asked.set(nodes, { until, open: new Set(named.filter(({ start }) => start >= until).map(({ name }) => name)) });
    return until;
  }

  /** Where all arrows begin early on the axis, a part of theirs counts, so that some are left to be drawn. */
  function partOfTime([left, right], arrows, part) {
    const starts = arrows.map(([start]) => start.x);
    const [first, last] = [Math.min(...starts), Math.max(...starts)];
    const usual = left + part * (right - left);
    const until = last < usual && starts.length > 0 ? first + part * (last - first) : usual;
    return until - NEXT_TO_NOTHING * (right - left);
  }

  function likeLine(line, model) {
    const copy = line.cloneNode();
    copy.setAttribute("style", model.getAttribute("style"));
    copy.setAttribute("class", "outline copy");
    return copy;
  }

  for (const figure of document.querySelectorAll(".reveals figure.plot[data-drawn]")) halfDraw(figure);
})();
