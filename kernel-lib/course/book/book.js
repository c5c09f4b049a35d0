// Runs on every page of the book, also one opened from disk: search, light and dark, the chapters on a phone, and formulas;
// figures.js draws figures and diagrams. Without it the text is complete.

(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const said = globalThis.verteiltWords;

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

  const { drawFigures, drawDiagrams } = globalThis.verteiltFigures;

  // On paper everything is shown.
  window.addEventListener("beforeprint", () => {
    for (const details of all("details")) details.open = true;
  });

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
