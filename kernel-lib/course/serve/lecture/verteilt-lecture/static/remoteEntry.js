// A chapter as a lecture, in JupyterLab: no bars around the notebook, room for enlarged figures, and beside the first cell of
// each slide a link to that slide. A prebuilt extension written by hand: it needs no build, and of JupyterLab only the application it is given.

(() => {
  /** Windows know each other by these names, so that a link leads to the one that is open already. */
  const NOTEBOOK = "verteilt-notebook";
  const SLIDES = "verteilt-slides";
  /** Tells slides, wherever they are open, where the lecture is. */
  const TURN = new BroadcastChannel("verteilt-turn");

  /** The commands that run one cell, by keys and from the menu. */
  const RUN = /^notebook:run-cell(?:-and-(?:select-next|insert-below))?$/;
  /** That of Shift+Enter. */
  const ADVANCE = "notebook:run-cell-and-select-next";

  /** That which shows and hides a bar beside the notebook. */
  const SIDE_BAR = "application:toggle-side-tabbar";

  /** A text that stands alone on the screen. */
  const PAUSE = /^#+ PAUSE\b/;

  /** The menu in JupyterLab's simple mode, and the key that shows what is hidden. */
  const MENU = "jp-menu-panel";
  const BARS_KEY = "F2";

  const page = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const deck = page.lectureSlides;

  const linked = new WeakSet();

  /** The cell that a deck's link asks for; JupyterLab clears the address while it starts. */
  const asked = /^#cell-id=(.+)$/.exec(location.hash)?.[1];

  /** What the chapter's first cells lead to: `{ hash, number }` of a slide, by the cell's id. */
  const slides = readSlides();

  async function begin(app) {
    window.name = NOTEBOOK;
    const [{ makeRoomForFigures, recolour }, { makeCover }] = await Promise.all([
      import("./figures.js"),
      import("./cover.js"),
      app.restored,
    ]);
    const { shell } = app;
    if (shell.mode !== "single-document") shell.mode = "single-document";
    hideSides(app);
    if (shell.isTopInSimpleModeVisible()) shell.toggleTopInSimpleModeVisibility();
    // What a deck asks of this window, instead of loading it anew.
    globalThis.verteiltLecture = { show: (id) => show(app, id) };
    void calm(app);
    markRunning(app);
    makeRoomForFigures(app);
    recolour();
    void notebookIn(app).then((panel) => {
      cover = makeCover(panel);
      document.addEventListener("keydown", ({ key }) => key === "Enter" && see(panel), { capture: true });
    });
    app.commands.commandExecuted.connect((_, { id, result }) => {
      if (RUN.test(id)) void Promise.resolve(result).then(() => follow(app, id));
    });
    if (asked) show(app, decodeURIComponent(asked));
    await link(app);
    // A notebook that was closed and opened again.
    app.shell.currentChanged.connect(() => link(app));
  }

  /** Hides the bars on both sides, also those that get their first panel later, until somebody asks for one (View, Appearance). */
  function hideSides({ shell, commands }) {
    const hide = () => {
      for (const side of ["left", "right"]) if (shell.isSideTabBarVisible(side)) shell.toggleSideTabBarVisibility(side);
    };
    hide();
    shell.collapseLeft();
    shell.collapseRight();
    shell.layoutModified.connect(hide);
    commands.commandExecuted.connect((_, { id }) => id === SIDE_BAR && shell.layoutModified.disconnect(hide));
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
    cover?.follow();
    await panel.content.scrollToItem(index, "start");
    // Cells above may only now get their height.
    const { node } = panel.content.widgets[index];
    for (const wait of [0, 200, 600]) setTimeout(() => node.scrollIntoView({ block: "start" }), wait);
  }

  /** Keeps out of sight what hints at an answer, and knows questions. */
  let cover;
  /** The number of the last run that was followed. */
  let followed = 0;
  /** How often something was followed: what a later key press leads to ends what an earlier one began. */
  let turn = 0;

  const count = ({ model }) => (model.type === "code" ? (model.executionCount ?? 0) : 0);
  const lastRun = (panel) => panel.content.widgets.reduce((most, cell) => (count(cell) > count(most) ? cell : most));

  /** When (ms) to look where things are: figures get their height a little later. */
  const LOOKS = [100, 500, 1200];

  /**
   * Scrolls to what a code cell shows that has just run: at 20 px it often is below the edge. Where it shows nothing, to the
   * cell that is selected now; after a text, too, unless it hid something: that opens. Shift+Enter passes texts that the room
   * sees whole.
   */
  async function follow(app, id) {
    const panel = await notebookIn(app);
    const known = await slides;
    const { widgets, activeCellIndex } = panel.content;
    const last = lastRun(panel);
    const ran = count(last) > followed ? last : undefined;
    const output = ran?.node.querySelector(".jp-Cell-outputWrapper");
    followed = count(last);
    cover?.follow(ran);
    const left = widgets[activeCellIndex - 1];
    const isRead = id === ADVANCE && !output && isText(left);
    const opened = isRead && open(left.node);
    // A text that was below the edge is shown before it is left.
    const isNew = isRead && !opened && !seen.has(left) && left !== shown;
    if (isNew) panel.content.activeCellIndex = activeCellIndex - 1;
    const mine = ++turn;
    const begins = ({ model }) => known.has(model.id);
    const show = (look) => {
      if (turn !== mine) return;
      if (ran) cover?.openAnswer(ran);
      const gave = Boolean(output) && output.getBoundingClientRect().height > 0;
      if (id === ADVANCE && !opened && !isNew && !gave && look === 0) passTexts(panel);
      const index = gave ? widgets.indexOf(last) : opened ? activeCellIndex - 1 : panel.content.activeCellIndex;
      if (!gave) shown = widgets[index];
      // A slide that continues another may begin with code: what is asked about that code stands above it.
      const begin = lastUpTo(widgets, index, (cell) => begins(cell) && isText(cell));
      const guess = gave ? undefined : guessBelow(panel, index);
      if (guess) bring(panel, guess.node, undefined);
      else bring(panel, gave ? output : widgets[index].node, begin.node);
      // What is shown is in its place now, and what is read with it is passed, too.
      if (id === ADVANCE && !opened && look === LOOKS.length - 1) {
        see(panel);
        passTexts(panel, true);
      }
      turnTo(lastUpTo(widgets, index, begins).model.id, known);
    };
    for (const [look, wait] of LOOKS.entries()) setTimeout(show, wait, look);
  }

  /** The guess that a cell asks for, or that the texts from there on lead to, if the room can see them with it. */
  function guessBelow({ content }, index) {
    const from = content.widgets[index];
    const next = content.widgets.slice(index).find((cell) => !isText(cell) || cell.node.querySelector("details"));
    if (!next || !cover?.isGuess(next)) return undefined;
    const height = next.node.getBoundingClientRect().bottom - from.node.getBoundingClientRect().top;
    return next === from || height <= (7 / 8) * content.node.clientHeight ? next : undefined;
  }

  const isText = (cell) => cell?.model.type === "markdown";

  /** The cells that the room sees whole when a key is pressed, and the one that was scrolled to last. */
  let seen = new Set();
  let shown;

  function see({ content }) {
    const view = content.node.getBoundingClientRect();
    const isWhole = (cell) => {
      if (cover?.covers(cell)) return false;
      const { node } = cell;
      const { top, bottom, height } = node.getBoundingClientRect();
      // Scrolling stops at whole pixels.
      return height > 0 && top > view.top - 1 && bottom < view.bottom + 1;
    };
    seen = new Set(content.widgets.filter(isWhole));
  }

  /**
   * Selects the next cell with which something happens, where that leaves in view the texts that are passed.
   * @param {any} panel
   * @param {boolean} [isStill] where nothing is to be scrolled any more
   */
  function passTexts({ content }, isStill) {
    const { widgets, activeCellIndex } = content;
    const isPassed = (cell) => isText(cell) && seen.has(cell) && !cell.node.querySelector("details:not([open])");
    const next = widgets.slice(activeCellIndex).find((cell) => !isPassed(cell));
    const first = widgets[activeCellIndex];
    if (!next || next === first || (isText(next) && !next.node.querySelector("details"))) return;
    if (isStill && !seen.has(next)) return;
    const { bottom } = next.node.getBoundingClientRect();
    const view = content.node.getBoundingClientRect();
    if (bottom - view.bottom <= first.node.getBoundingClientRect().top - view.top)
      content.activeCellIndex = widgets.indexOf(next);
  }

  /** Has the slides, and with them the speaker's notes, go along; windows that show none do not hear it. */
  function turnTo(cell, known) {
    const hash = known.get(cell)?.hash;
    if (hash) TURN.postMessage({ deck, cell, hash });
  }

  /** Opens what a text hides ("What to see"); whether there was something. */
  function open(node) {
    const hidden = [...node.querySelectorAll("details:not([open])")];
    for (const one of hidden) one.open = true;
    return hidden.length > 0;
  }

  /** The nearest cell from there upwards of which something is true; the first one, if it is true of none. */
  const lastUpTo = (widgets, index, isTrue) => widgets.slice(0, index + 1).findLast(isTrue) ?? widgets[0];

  /**
   * Scrolls until a part is in view, and of what leads to it as much as fits: who guesses sees the code to guess about.
   * What begins a slide, and is out of view, comes to the top. The last eighth of the view is behind the heads of the room.
   * @param begin undefined: all that fits; JupyterLab takes cells out of the page that are far away
   */
  function bring(panel, part, begin) {
    const view = panel.content.node.getBoundingClientRect();
    const { top, bottom, height } = part.getBoundingClientRect();
    const isHigh = height > (7 / 8) * view.height;
    const edge = isHigh ? view.bottom : view.bottom - view.height / 8;
    const isOut = top < view.top || bottom > edge;
    const start = begin?.isConnected ? begin.getBoundingClientRect().top - view.top : -Infinity;
    const isTop = height > view.height || (part === begin && isOut);
    const by = isTop ? top - view.top : Math.max(bottom - edge, Math.min(0, start));
    if (isOut || by < 0) panel.content.outerNode.scrollBy({ top: Math.ceil(by), behavior: "instant" });
  }

  async function link(app) {
    const panel = await notebookIn(app);
    const known = await slides;
    if (linked.has(panel)) return;
    linked.add(panel);
    followed = count(lastRun(panel));
    // What slides leave out of a cell is in nobody's way here: a click opens it.
    for (const cell of panel.content.widgets) {
      if (cell.model.getMetadata("tags")?.includes("hide-input")) cell.inputHidden = true;
      cell.node.classList.toggle("verteilt-pause", PAUSE.test(cell.model.sharedModel.getSource()));
    }
    const add = () => {
      for (const { model, node } of panel.content.widgets)
        if (known.has(model.id) && !node.querySelector(":scope > .verteilt-to-slide"))
          node.append(toSlide(known.get(model.id)));
    };
    add();
    panel.content.modelContentChanged.connect(add);
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
