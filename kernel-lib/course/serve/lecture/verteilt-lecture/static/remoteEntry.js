// A chapter as a lecture, in JupyterLab: no bars around the notebook, room for enlarged figures, and beside the first cell of
// each slide a link to that slide. A prebuilt extension written by hand: it needs no build, and of JupyterLab only the application it is given.

(() => {
  /** Windows know each other by these names, so that a link leads to the one that is open already. */
  const NOTEBOOK = "verteilt-notebook";
  const SLIDES = "verteilt-slides";

  /** The commands that run one cell, by keys and from the menu. */
  const RUN = /^notebook:run-cell(?:-and-(?:select-next|insert-below))?$/;

  /** How a diagram's address begins. */
  const PICTURE = "data:image/svg+xml,";
  const DIAGRAMS = ".jp-RenderedMermaid img";
  /** Where in a diagram the colours of slides begin. */
  const OURS = "<!-- colours of slides -->";
  /** What JupyterLab says about its theme. */
  const THEME = "data-jp-theme-light";

  /** The menu in JupyterLab's simple mode, and the key that shows what is hidden. */
  const MENU = "jp-menu-panel";
  const BARS_KEY = "F2";

  /** Pixels of the view that a figure leaves free, the first line of its code among them. */
  const MARGIN = 64;
  /** Of a figure without a title, what stands free above it. */
  const ABOVE = 16;
  /** To what part of its height a figure may be squeezed before its letters get smaller. */
  const LEAST_OF_A_FIGURE = 0.6;

  const page = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const deck = page.lectureSlides;

  const linked = new WeakSet();

  /** The cell that a deck's link asks for; JupyterLab clears the address while it starts. */
  const asked = /^#cell-id=(.+)$/.exec(location.hash)?.[1];

  /** What the chapter's first cells lead to: `{ hash, number }` of a slide, by the cell's id. */
  const slides = readSlides();

  async function begin(app) {
    window.name = NOTEBOOK;
    await app.restored;
    const { shell } = app;
    if (shell.mode !== "single-document") shell.mode = "single-document";
    for (const side of ["left", "right"]) if (shell.isSideTabBarVisible(side)) shell.toggleSideTabBarVisibility(side);
    shell.collapseLeft();
    shell.collapseRight();
    if (shell.isTopInSimpleModeVisible()) shell.toggleTopInSimpleModeVisibility();
    // What a deck asks of this window, instead of loading it anew.
    globalThis.verteiltLecture = { show: (id) => show(app, id) };
    makeRoomForFigures(app);
    void calm(app);
    markRunning(app);
    recolour();
    app.commands.commandExecuted.connect((_, { id, result }) => {
      if (RUN.test(id)) void Promise.resolve(result).then(() => follow(app));
    });
    if (asked) show(app, decodeURIComponent(asked));
    await link(app);
    // A notebook that was closed and opened again.
    app.shell.currentChanged.connect(() => link(app));
  }

  /** Gives diagrams the colours of slides: JupyterLab draws them with Mermaid's own, as pictures that no style sheet reaches. */
  function recolour() {
    const change = () => {
      const style = `<style>${diagramStyle(getComputedStyle(document.body))}</style>`;
      for (const picture of /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll(DIAGRAMS))) {
        if (!picture.src.startsWith(PICTURE) || picture.dataset.recoloured === style) continue;
        picture.dataset.recoloured = style;
        const svg = decodeURIComponent(picture.src.slice(PICTURE.length));
        const end = svg.includes(OURS) ? svg.indexOf(OURS) : svg.lastIndexOf("</svg>");
        picture.src = PICTURE + encodeURIComponent(`${svg.slice(0, end)}${OURS}${style}</svg>`);
      }
    };
    const changes = { childList: true, subtree: true, attributes: true, attributeFilter: [THEME] };
    new MutationObserver(change).observe(document.body, changes);
    change();
  }

  function diagramStyle(style) {
    const [wash, accent, paper, ink, line] = ["wash", "accent", "paper", "ink", "line"].map((name) =>
      style.getPropertyValue(`--verteilt-${name}`),
    );
    return `
      :is(text, tspan, p, span, .label) { color: ${ink} !important; fill: ${ink} !important }
      :is(.flowchart-link, .transition, [class*="messageLine"], line) { stroke: ${line} !important }
      marker :is(path, polygon, circle) { fill: ${line} !important; stroke: ${line} !important }
      .cluster rect { fill: none !important; stroke: ${line} !important }
      :is(.node :is(rect, polygon, circle, path), rect.actor) { fill: ${wash} !important; stroke: ${accent} !important }
      :is(.edgeLabel, .edgeLabel *, .labelBkg) { background-color: ${paper} !important }
      .edgeLabel rect { fill: ${paper} !important; opacity: 1 !important }`;
  }

  /** Hides the menu, the notebook's buttons and those of its cells, until the key or the button in the corner brings them back. */
  async function calm(app) {
    const panel = await notebookIn(app);
    const menu = [...app.shell.layout].find(({ id }) => id === MENU);
    const button = document.createElement("button");
    button.className = "verteilt-bars";
    button.textContent = "☰";
    button.title = `${page.lectureBars} (${BARS_KEY})`;
    button.setAttribute("aria-label", button.title);
    const set = (isCalm) => {
      for (const bar of [menu, panel.toolbar]) bar?.setHidden(isCalm);
      document.body.classList.toggle("verteilt-calm", isCalm);
      button.setAttribute("aria-expanded", String(!isCalm));
    };
    const toggle = () => set(!document.body.classList.contains("verteilt-calm"));
    button.addEventListener("click", toggle);
    app.commands.addCommand("verteilt:bars", { label: page.lectureBars, execute: toggle });
    app.commands.addKeyBinding({ command: "verteilt:bars", keys: [BARS_KEY], selector: "body" });
    document.body.prepend(button);
    set(true);
  }

  /** Marks each cell that computes: a collapsed one has no [*] to show. */
  function markRunning(app) {
    const seen = new WeakSet();
    const isNew = (one) => !seen.has(one) && seen.add(one);
    const mark = ({ model, node }) => {
      const show = () => node.classList.toggle("verteilt-running", model.executionState === "running");
      model.stateChanged.connect(show);
    };
    const look = async () => {
      const panel = app.shell.currentWidget;
      if (!panel?.content?.widgets || !isNew(panel)) return;
      await panel.context.ready;
      const markAll = () => panel.content.widgets.filter(isNew).forEach(mark);
      panel.content.modelContentChanged.connect(markAll);
      markAll();
    };
    app.shell.currentChanged.connect(look);
    void look();
  }

  /** The lecture's notebook, as soon as it is open, even when another one is in front. */
  function notebookIn(app) {
    const found = () => [...app.shell.widgets("main")].find(({ context }) => context?.path === page.lectureNotebook);
    return new Promise((resolve) => {
      const look = () => {
        const panel = found();
        if (!panel) return;
        app.shell.currentChanged.disconnect(look);
        resolve(panel.context.ready.then(() => panel));
      };
      app.shell.currentChanged.connect(look);
      look();
    });
  }

  async function show(app, id) {
    const panel = await notebookIn(app);
    const index = panel.content.widgets.findIndex(({ model }) => model.id === id);
    if (index < 0) return;
    app.shell.activateById(panel.id);
    panel.content.activeCellIndex = index;
    await panel.content.scrollToItem(index, "start");
    // Cells above may only now get their height.
    const { node } = panel.content.widgets[index];
    for (const wait of [0, 200, 600]) setTimeout(() => node.scrollIntoView({ block: "start" }), wait);
  }

  /** The number of the last run that was followed. */
  let followed = 0;

  const count = ({ model }) => (model.type === "code" ? (model.executionCount ?? 0) : 0);
  const lastRun = (panel) => panel.content.widgets.reduce((most, cell) => (count(cell) > count(most) ? cell : most));

  /**
   * Scrolls to what a code cell shows that has just run: at 20 px it often is below the edge. Where it shows nothing, and
   * after a text, to the cell that is selected now.
   */
  async function follow(app) {
    const panel = await notebookIn(app);
    const last = lastRun(panel);
    const output = count(last) > followed ? last.node.querySelector(".jp-Cell-outputWrapper") : null;
    followed = count(last);
    const show = () => {
      const shown = output?.getBoundingClientRect().height > 0 ? output : panel.content.activeCell?.node;
      if (!shown) return;
      const { height, top, bottom } = shown.getBoundingClientRect();
      const view = panel.content.node.getBoundingClientRect();
      if (top >= view.top && bottom <= view.bottom) return;
      shown.scrollIntoView({ block: shown !== output || height > view.height ? "start" : "end" });
    };
    // Figures get their height a little later.
    for (const wait of [100, 500, 1200]) setTimeout(show, wait);
  }

  async function link(app) {
    const panel = await notebookIn(app);
    const known = await slides;
    if (linked.has(panel)) return;
    linked.add(panel);
    followed = count(lastRun(panel));
    // What slides leave out of a cell is in nobody's way here: a click opens it.
    for (const cell of panel.content.widgets)
      if (cell.model.getMetadata("tags")?.includes("hide-input")) cell.inputHidden = true;
    const add = () => {
      for (const { model, node } of panel.content.widgets)
        if (known.has(model.id) && !node.querySelector(":scope > .verteilt-to-slide"))
          node.append(toSlide(known.get(model.id)));
    };
    add();
    panel.content.modelContentChanged.connect(add);
  }

  /**
   * Scaling a figure leaves its place as it was: gives it the room it takes below. None becomes higher than the view: its
   * rows come closer, and only then its letters shrink.
   */
  function makeRoomForFigures(app) {
    const large = Number(getComputedStyle(document.body).getPropertyValue("--verteilt-large"));
    const sizes = new ResizeObserver((entries) => {
      for (const { target: figure } of /** @type {any[]} */ (entries)) {
        const room = (figure.closest(".jp-Notebook")?.clientHeight ?? innerHeight) - MARGIN;
        // It is drawn anew, and comes back here.
        if (squeezed(figure, room / large)) rendererOf(app, figure)?.update();
        const scale = Math.max(1, Math.min(large, room / figure.offsetHeight));
        figure.style.setProperty("--verteilt-large", scale);
        figure.style.marginBottom = `${figure.offsetHeight * (scale - 1)}px`;
      }
    });
    const seen = new WeakSet();
    const look = () => {
      for (const figure of document.querySelectorAll(".jp-OutputArea-output.jp-RenderedPlotly")) {
        if (seen.has(figure)) continue;
        seen.add(figure);
        sizes.observe(figure);
      }
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  }

  const heights = new WeakMap();

  /** Gives a figure of Plotly's at most so many pixels of height; whether that changes it. */
  function squeezed({ layout }, most) {
    if (!layout?.height) return false;
    if (!heights.has(layout)) {
      const { title, margin = {} } = layout;
      const spare = title?.text ? 0 : Math.max(0, (margin.t ?? 0) - ABOVE);
      layout.margin = { ...margin, t: (margin.t ?? 0) - spare };
      heights.set(layout, layout.height - spare);
    }
    const height = Math.max(Math.min(heights.get(layout), most), LEAST_OF_A_FIGURE * heights.get(layout));
    if (Math.abs(height - layout.height) < 1) return false;
    layout.height = height;
    return true;
  }

  /** The widget that draws a figure. */
  function rendererOf(app, figure) {
    let widgets = [...app.shell.widgets("main")];
    for (;;) {
      const found = widgets.find(({ node }) => node.contains(figure));
      if (found === undefined || found.node === figure) return found;
      widgets = [...found.children()];
    }
  }

  function toSlide({ hash, number }) {
    const anchor = document.createElement("a");
    anchor.className = "verteilt-to-slide";
    anchor.textContent = `▷ ${number}`;
    anchor.title = `${page.lectureSlide} ${number}`;
    anchor.setAttribute("aria-label", anchor.title);
    anchor.target = SLIDES;
    anchor.href = `${deck}?notebook=${encodeURIComponent(location.pathname)}${hash}`;
    return anchor;
  }

  /** Reads the deck as it lies there; none if it was not made. */
  async function readSlides() {
    const found = new Map();
    const answer = await fetch(deck, { cache: "no-cache" });
    if (!answer.ok) return found;
    const document = new DOMParser().parseFromString(await answer.text(), "text/html");
    let number = 0;
    for (const [h, section] of document.querySelectorAll(".slides > section").entries()) {
      const inner = section.querySelectorAll(":scope > section");
      for (const [v, slide] of (inner.length > 0 ? [...inner] : [section]).entries()) {
        number++;
        const id = (slide.matches("[data-cell]") ? slide : slide.querySelector("[data-cell]"))?.getAttribute(
          "data-cell",
        );
        if (id && !found.has(id)) found.set(id, { hash: slide.id ? `#/${slide.id}` : `#/${h}/${v}`, number });
      }
    }
    return found;
  }

  const plugin = { id: "verteilt-lecture:plugin", autoStart: true, activate: (app) => void begin(app) };
  const module = { __esModule: true, default: plugin };
  globalThis._JUPYTERLAB = globalThis._JUPYTERLAB ?? {};
  globalThis._JUPYTERLAB["verteilt-lecture"] = { init: () => {}, get: async () => () => module };
})();
