// A chapter as a lecture, in JupyterLab: no bars around the notebook, and beside the first cell of each slide a link to that
// slide. A prebuilt extension written by hand: it needs no build, and of JupyterLab only the application it is given.

(() => {
  /** Windows know each other by these names, so that a link leads to the one that is open already. */
  const NOTEBOOK = "verteilt-notebook";
  const SLIDES = "verteilt-slides";

  const page = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const deck = page.lectureSlides;

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
    globalThis.verteiltLecture = { show: (id) => show(notebookIn(app), id) };
    await link(app);
    shell.currentChanged?.connect(() => link(app));
    const asked = /^#cell-id=(.+)$/.exec(location.hash)?.[1];
    if (asked) await show(notebookIn(app), decodeURIComponent(asked));
  }

  /** The lecture's notebook, even when another one is in front. */
  function notebookIn(app) {
    return [...app.shell.widgets("main")].find(({ context }) => context?.path === page.lectureNotebook);
  }

  async function show(panel, id) {
    if (!panel) return;
    await panel.context.ready;
    const index = panel.content.widgets.findIndex(({ model }) => model.id === id);
    if (index < 0) return;
    panel.content.activeCellIndex = index;
    await panel.content.scrollToItem(index, "start");
    // Cells above may only now get their height.
    const { node } = panel.content.widgets[index];
    for (const wait of [0, 200, 600]) setTimeout(() => node.scrollIntoView({ block: "start" }), wait);
  }

  async function link(app) {
    const panel = notebookIn(app);
    if (!panel || panel.linked) return;
    panel.linked = true;
    await panel.context.ready;
    const known = await slides;
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
        if (id && !found.has(id)) found.set(id, { hash: `#/${h}/${v}`, number });
      }
    }
    return found;
  }

  const plugin = { id: "verteilt-lecture:plugin", autoStart: true, activate: (app) => void begin(app) };
  const module = { __esModule: true, default: plugin };
  globalThis._JUPYTERLAB = globalThis._JUPYTERLAB ?? {};
  globalThis._JUPYTERLAB["verteilt-lecture"] = { init: () => {}, get: async () => () => module };
})();
