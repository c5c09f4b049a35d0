// Runs on every page of the book, also one opened from disk: search, light and dark, the chapters on a phone, and
// drawing figures, diagrams and formulas. Without it the text is complete.

(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const said = globalThis.verteiltWords;
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  /* Light and dark */

  const themeButton = one(".theme");
  const nameTheme = () => {
    const other = root.dataset.theme === "dark" ? said.light : said.dark;
    themeButton.textContent = other;
    themeButton.setAttribute("aria-label", other);
  };
  themeButton.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("verteilt-theme", root.dataset.theme);
    } catch {
      // A browser may store nothing for pages from disk.
    }
    nameTheme();
    drawDiagrams();
  });
  nameTheme();

  /* The chapters on a small screen */

  const menu = one(".menu");
  const chapters = one("#chapters");
  const openChapters = (open) => {
    chapters.classList.toggle("open", open);
    menu.setAttribute("aria-expanded", String(open));
  };
  menu.addEventListener("click", () => openChapters(!chapters.classList.contains("open")));
  // scrollIntoView would scroll the page as well.
  const current = one("#chapters [aria-current]");
  if (current) chapters.scrollTop = current.offsetTop - chapters.clientHeight / 2;

  /* Search */

  const field = one(".top input");
  const found = one("#found");
  let index;

  const load = (name) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.addEventListener("load", done);
      script.addEventListener("error", () => failed(new Error(`assets/${name} is missing`)));
      script.src = `assets/${name}`;
      document.head.append(script);
    });
  const ready = () => {
    index ??= Promise.all([load("minisearch.js"), load("search-index.js")]).then(() => {
      const { options, index } = globalThis.verteiltIndex;
      return MiniSearch.loadJS(index, options);
    });
    return index;
  };

  async function search() {
    const asked = field.value.trim();
    if (asked === "") return close();
    const options = { prefix: true, fuzzy: (word) => (word.length > 4 ? 0.2 : false), boost: { title: 3 } };
    const within = await ready();
    const [every, some] = ["AND", "OR"].map((combineWith) => within.search(asked, { ...options, combineWith }));
    const results = (every.length > 0 ? every : some).slice(0, 12);
    if (field.value.trim() !== asked) return;
    const list = document.createElement("ol");
    for (const { id, title, page, text } of results) {
      const link = Object.assign(document.createElement("a"), { href: id });
      const name = Object.assign(document.createElement("strong"), { textContent: title });
      const where = title === page ? text : `${page}${text && `: ${text}`}`;
      link.append(name, Object.assign(document.createElement("span"), { textContent: where }));
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    const nothing = Object.assign(document.createElement("p"), { textContent: said.nothing.replace("%", () => asked) });
    found.replaceChildren(results.length > 0 ? list : nothing);
    found.hidden = false;
  }
  function close() {
    found.hidden = true;
    found.replaceChildren();
  }
  field.addEventListener("focus", ready, { once: true });
  field.addEventListener("input", search);
  found.addEventListener("click", (event) => event.target.closest("a") && close());
  one("search").addEventListener("keydown", (event) => {
    const stops = [field, ...all("a", found)];
    const at = stops.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (event.key === "Enter" && at === 0) stops[1]?.click();
    else if (to === undefined) return;
    else stops[to]?.focus();
    event.preventDefault();
  });
  const isIn = (event, selector) => event.target instanceof Element && event.target.closest(selector);
  document.addEventListener("keydown", (event) => {
    const typing = isIn(event, "input, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
    }
    if (event.key !== "Escape") return;
    if (!found.hidden) field.focus();
    close();
    openChapters(false);
  });
  document.addEventListener("click", (event) => isIn(event, "search") || close());

  /* The glossary */

  const only = one(".only");
  only?.addEventListener("input", () => {
    const asked = only.value.trim().toLowerCase();
    const rows = all(".glossary tbody tr");
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(asked);
    const shown = rows.filter((row) => !row.hidden).length;
    one(".count").textContent = asked ? `${shown} of ${rows.length}` : "";
  });

  /* Figures, diagrams, formulas */

  const LEAST_WIDTH = 560;

  async function draw(figure) {
    const { data, layout = {}, config, frames } = JSON.parse(figure.querySelector("script").textContent);
    const canvas = figure.querySelector(".canvas");
    const narrow = figure.clientWidth < LEAST_WIDTH;
    // Letters keep their size: on a phone a figure is wider than the screen and scrolls.
    if (narrow) {
      Object.assign(figure.style, { overflowX: "auto" });
      Object.assign(figure, { tabIndex: 0 });
      canvas.style.width = `${LEAST_WIDTH}px`;
    }
    await Plotly.newPlot(canvas, {
      data,
      frames,
      layout: {
        ...layout,
        height: layout.height ?? 340,
        font: { ...layout.font, family: colour("--sans") },
        ...(narrow && { autosize: false, width: LEAST_WIDTH, dragmode: false }),
      },
      config: { displaylogo: false, ...config, responsive: !narrow, ...(narrow && { displayModeBar: false }) },
    });
    // The caption says what the drawing shows; its buttons are for all readers.
    canvas.removeAttribute("aria-hidden");
    for (const svg of all("svg.main-svg", canvas)) svg.setAttribute("aria-hidden", "true");
    figure.dataset.drawn = "true";
  }

  function drawFigures() {
    const seen = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          seen.unobserve(target);
          draw(target);
        }
      },
      { rootMargin: "600px" },
    );
    for (const figure of all("figure.plot")) {
      const { layout } = JSON.parse(figure.querySelector("script").textContent);
      figure.style.minHeight = `${layout?.height ?? 340}px`;
      seen.observe(figure);
    }
    // On paper everything is shown.
    window.addEventListener("beforeprint", () => {
      for (const details of all("details")) details.open = true;
    });
  }

  async function drawDiagrams() {
    const diagrams = all("[data-mermaid]");
    if (diagrams.length === 0) return;
    mermaid.initialize({
      startOnLoad: false,
      theme: "base",
      htmlLabels: false,
      themeVariables: {
        fontFamily: colour("--sans"),
        fontSize: "16px",
        primaryColor: colour("--wash"),
        primaryBorderColor: colour("--accent"),
        primaryTextColor: colour("--ink"),
        lineColor: colour("--ink"),
        textColor: colour("--ink"),
      },
    });
    for (const [index, diagram] of diagrams.entries()) {
      const bytes = Uint8Array.from(atob(diagram.dataset.mermaid), (letter) => letter.charCodeAt(0));
      const { svg } = await mermaid.render(`diagram-${index}-${root.dataset.theme}`, new TextDecoder().decode(bytes));
      diagram.innerHTML = svg;
    }
  }

  function setFormulas() {
    if (typeof renderMathInElement === "undefined") return;
    renderMathInElement(one("main"), {
      delimiters: [
        { left: "$$", right: "$$", display: true },
        { left: "$", right: "$", display: false },
        { left: "\\[", right: "\\]", display: true },
        { left: "\\(", right: "\\)", display: false },
      ],
      ignoredTags: ["script", "noscript", "style", "textarea", "pre", "code", "option", "svg"],
      ignoredClasses: ["input", "text", "html", "plot"],
      throwOnError: false,
    });
  }

  setFormulas();
  drawFigures();
  drawDiagrams();
  // Fonts and figures may have moved the text of a page from disk since.
  if (location.hash)
    document.fonts.ready.then(() =>
      document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView(),
    );
  root.dataset.ready = "true";
})();
