// What runs in a page: scripts as text, without libraries. `parts` are shared by the figure that steps through a trace
// and the one in which a reader chooses what happens next.
import { TYPES } from "../theme.js";
import { STYLE } from "./style.js";

const MARK = TYPES[4].color;

/**
 * Elements, the table of what nodes hold, the list of what is in flight, and a frame in a shadow tree that keeps its
 * keys.
 */
export const PARTS = `
  const SVG = "http://www.w3.org/2000/svg";
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(key, value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== undefined && value !== false) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }
  function frameIn(host, label, keys) {
    const root = host.attachShadow({ mode: "open" });
    const frame = make("div", { class: "frame", role: "group", "aria-label": label, tabindex: "0" });
    frame.addEventListener("keydown", (event) => {
      // Notebooks and slides have keys of their own.
      if (!["Tab", "Escape", "PageUp", "PageDown"].includes(event.key)) event.stopPropagation();
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (keys(event.key, event.target)) event.preventDefault();
    });
    root.append(make("style", {}, ${JSON.stringify(STYLE)}), frame);
    return frame;
  }
  function diagramOf(svg) {
    const drawing = make("div", { class: "drawing" });
    drawing.innerHTML = svg;
    return drawing;
  }
  function tableOf(rows, caption) {
    const body = rows.map(({ id, kind, held, before, acts }) => {
      const cell = make("td");
      if (typeof held === "string") cell.append(held);
      else if (held.length === 0) cell.append("no fields");
      else
        for (const [name, value] of held) {
          const old = Array.isArray(before) ? before.find((field) => field[0] === name) : undefined;
          const isNew = acts && (!old || old[1] !== value) && before !== undefined;
          const text = make("span", isNew ? { class: "new", title: old ? "was " + old[1] : "new" } : {}, value);
          cell.append(make("code", {}, name + ": ", text));
        }
      const row = make("tr", acts ? { class: "acts" } : {});
      row.append(make("th", { scope: "row", title: kind }, id), cell);
      return row;
    });
    return make("table", { "aria-label": caption }, make("tbody", {}, ...body));
  }
  function listOf(title, texts, none) {
    const items = (texts.length > 0 ? texts : [none]).map((text) => make("li", {}, text));
    return make("div", {}, make("h3", {}, title), make("ul", { "aria-label": title }, ...items));
  }
`;

/** Defines `stepThrough(host, stepping)`. */
export const STEPPER = `
  function stepThrough(host, { title, remarks, nodes, messages, steps, seen, left, first, svg }) {
    const last = steps.length - 1;
    let at = 0;
    let playing;
    const frame = frameIn(host, "Step through: " + title, (key, target) => {
      const isControl = target !== frame && /^(BUTTON|INPUT)$/.test(target.tagName);
      if (key === " " && !isControl) return toggle(), true;
      const goal = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: last }[key];
      if (goal === undefined) return false;
      stop();
      go(goal);
      return true;
    });
    const button = (text, name, click) => make("button", { type: "button", "aria-label": name, title: name, click }, text);
    const to = (goal) => () => { stop(); go(goal()); };
    const home = button("|◀", "First step (Home)", to(() => 0));
    const back = button("◀", "Step back (left arrow)", to(() => at - 1));
    const play = button("▶ Play", "Play (space)", () => toggle());
    const on = button("▶", "Step on (right arrow)", to(() => at + 1));
    const end = button("▶|", "Last step (End)", to(() => last));
    const scrub = make("input", { type: "range", min: "0", max: String(last), "aria-label": "Step", input: () => { stop(); go(Number(scrub.value)); } });
    const count = make("output");
    const say = make("p", { class: "say", "aria-live": "polite" });
    const drawing = diagramOf(svg);
    const layer = document.createElementNS(SVG, "g");
    layer.setAttribute("transform", "translate(" + left + " " + first + ")");
    drawing.querySelector("svg").append(layer);
    const below = make("div", { class: "below" });
    const before = [];
    const held = nodes.map(() => undefined);
    for (const step of steps) {
      for (const [row, value] of Object.entries(step.held)) held[row] = value;
      before.push([...held]);
    }
    frame.append(
      make("h3", {}, title),
      make("div", { class: "bar", role: "toolbar", "aria-label": "Steps" }, home, back, play, on, end, scrub, count),
      say,
      make("div", { class: "stage" }, drawing, below),
      ...remarks.map((remark) => make("p", { class: "remark" }, remark)),
    );
    function shape(name, attributes) {
      const element = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      layer.append(element);
    }
    function go(goal) {
      at = Math.max(0, Math.min(last, goal));
      const step = steps[at];
      const place = "Step " + (at + 1) + " of " + steps.length;
      scrub.value = String(at);
      scrub.setAttribute("aria-valuetext", place + ": " + step.words);
      count.value = (at + 1) + " / " + steps.length;
      home.disabled = back.disabled = at === 0;
      on.disabled = end.disabled = at === last;
      say.className = step.alarm ? "say alarm" : "say";
      say.replaceChildren(place + (step.at ? ", " + step.at : "") + " — " + step.words);
      layer.replaceChildren();
      if (at < last) shape("path", { class: "future", d: step.future, fill: "var(--jp-layout-color0, #ffffff)", "fill-opacity": "0.72" });
      for (const number of step.flying)
        shape("path", { class: "glow", d: messages[number].way, fill: "none", stroke: "${MARK}", "stroke-width": "5", "stroke-opacity": "0.45", "stroke-linecap": "round" });
      if (at < last) shape("path", { class: "front", d: step.front, fill: "none", stroke: "${MARK}", "stroke-width": "2" });
      shape("circle", { class: "ring", cx: step.x, cy: step.y, r: "9", fill: "none", stroke: "${MARK}", "stroke-width": "3" });
      const rows = nodes.map(({ id, kind }, row) => ({
        id, kind,
        held: before[at][row] ?? (seen ? "not started" : "not known"),
        before: at > 0 ? before[at - 1][row] : undefined,
        acts: row in step.held,
      }));
      const flying = step.flying.map((number) => messages[number].words);
      below.replaceChildren(tableOf(rows, "What nodes hold"), listOf("In flight", flying, "nothing"));
    }
    function stop() {
      clearInterval(playing);
      playing = undefined;
      play.replaceChildren("▶ Play");
      play.setAttribute("aria-label", "Play (space)");
    }
    function toggle() {
      if (playing !== undefined) return stop();
      if (at === last) go(0);
      play.replaceChildren("❚❚ Pause");
      play.setAttribute("aria-label", "Pause (space)");
      playing = setInterval(() => {
        if (!host.isConnected || at >= last) return stop();
        go(at + 1);
        if (at === last) stop();
      }, 1000);
    }
    go(0);
    // On paper nothing moves: the whole run, and what nodes hold at its end.
    const paper = matchMedia("print");
    let reading = 0;
    const turn = () => {
      if (paper.matches) reading = at;
      stop();
      go(paper.matches ? last : reading);
    };
    paper.addEventListener("change", turn);
    if (paper.matches) turn();
  }
`;

/** Defines `chooseNext(host, model)`: shows `view` of an anywidget model, and sends `command`. */
export const CHOOSER = `
  function chooseNext(host, model) {
    let view = model.get("view");
    let waiting;
    const frame = frameIn(host, view.title, (key, target) => {
      const buttons = [...frame.querySelectorAll(".choices button")];
      const at = buttons.indexOf(target);
      if (key === "ArrowDown" || key === "ArrowUp") {
        const next = at < 0 ? 0 : at + (key === "ArrowDown" ? 1 : -1);
        buttons[Math.max(0, Math.min(buttons.length - 1, next))]?.focus();
      } else if (key === "ArrowLeft" || key === "Backspace") goTo(view.path.at(-2)?.moment);
      else if (key === "Home") goTo(0);
      else if (/^[1-9]$/.test(key)) buttons[Number(key) - 1]?.click();
      else return false;
      return true;
    });
    const button = (text, name, click) => make("button", { type: "button", title: name, click }, text);
    const home = button("|◀ Start", "To the start (Home)", () => goTo(0));
    const back = button("◀ Back", "One step back (left arrow)", () => goTo(view.path.at(-2)?.moment));
    const path = make("ol", { class: "path", "aria-label": "Choices so far" });
    const say = make("p", { class: "say", "aria-live": "polite" });
    const drawing = make("div");
    const choices = make("div", { role: "group", "aria-label": "What happens next" });
    const below = make("div", { class: "below" });
    frame.append(
      make("h3", {}, view.title),
      make("div", { class: "bar", role: "toolbar", "aria-label": "Back" }, home, back),
      path, say,
      make("div", { class: "stage" }, drawing, make("div", {}, choices, below)),
    );
    function send(command) {
      if (waiting !== undefined) return;
      frame.setAttribute("aria-busy", "true");
      waiting = setTimeout(() => {
        waiting = undefined;
        say.replaceChildren("The kernel has not answered yet. Does a cell run? After a restart of the kernel run the cell again.");
      }, 5000);
      model.set("command", { ...command, from: view.number, at: Date.now() });
      model.save_changes();
    }
    function goTo(moment) {
      if (moment !== undefined && moment !== view.number) send({ goTo: moment });
    }
    function show() {
      clearTimeout(waiting);
      waiting = undefined;
      view = model.get("view");
      const active = frame.getRootNode().activeElement;
      const place = [...frame.querySelectorAll(".choices button")].indexOf(active);
      const inPath = path.contains(active);
      frame.removeAttribute("aria-busy");
      home.disabled = back.disabled = view.number === 0;
      say.className = view.alarm ? "say alarm" : "say";
      say.replaceChildren(view.say);
      path.replaceChildren(...view.path.map(({ words, moment, more }) => {
        const crumb = button(words + more, "Back to here", () => goTo(moment));
        if (moment === view.number) crumb.setAttribute("aria-current", "step");
        return make("li", {}, crumb);
      }));
      drawing.replaceChildren(diagramOf(view.svg));
      let number = 0;
      choices.replaceChildren(...view.groups.map(({ title, items }) => make("div", { role: "group", "aria-label": title },
        make("h3", {}, title),
        make("div", { class: "choices" }, ...items.map(({ index, words, tried }) => {
          number++;
          const key = number < 10 ? { "aria-keyshortcuts": String(number), title: "Key " + number } : {};
          const one = make("button", { type: "button", ...key, click: () => send({ choose: index }) }, words);
          if (tried) one.append(" ", make("span", { class: "tried" }, "(" + tried + ")"));
          return one;
        })),
      )));
      below.replaceChildren(tableOf(view.rows, "What nodes hold"), listOf("In flight", view.flying, "nothing"));
      const buttons = [...frame.querySelectorAll(".choices button")];
      if (place >= 0) (buttons[Math.min(place, buttons.length - 1)] ?? frame).focus();
      else if (inPath || active?.disabled) frame.focus();
    }
    model.on("change:view", show);
    show();
    return () => model.off("change:view", show);
  }
`;
