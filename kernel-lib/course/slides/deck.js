// Runs inside the slides, last: starts reveal, shows each slide whole, and has a map of the chapter.
// Expects the globals Reveal and RevealNotes and, where the chapter needs them, Plotly, mermaid, renderMathInElement.

(() => {
  const root = document.documentElement;
  const { all, printing } = globalThis.verteilt;

  async function show(slide) {
    for (const sheet of all(".sheet", slide)) verteilt.fit(sheet);
    for (const figure of all("figure.plot", slide)) await verteilt.draw(figure);
  }

  function setFormulas() {
    if (typeof renderMathInElement === "undefined") return;
    renderMathInElement(document.querySelector(".slides"), {
      delimiters: [
        { left: "$$", right: "$$", display: true },
        { left: "$", right: "$", display: false },
        { left: "\\[", right: "\\]", display: true },
        { left: "\\(", right: "\\)", display: false },
      ],
      ignoredTags: ["script", "noscript", "style", "textarea", "pre", "code", "option", "svg"],
      ignoredClasses: ["input", "html", "plot"],
      throwOnError: false,
    });
  }

  /** The chapter map: its sections as a list to go to, on the key M. */
  function makeMap() {
    const map = document.createElement("dialog");
    map.className = "map";
    map.setAttribute("aria-label", root.dataset.map);
    const list = document.createElement("ol");
    for (const [index, section] of all(".slides > section").entries()) {
      const heading = section.querySelector("h1, h2, h3")?.textContent.trim();
      if (!heading) continue;
      const link = Object.assign(document.createElement("a"), { href: `#/${index}`, textContent: heading });
      link.addEventListener("click", () => map.close());
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    map.append(list);
    document.body.append(map);
    Reveal.addKeyBinding({ keyCode: 77, key: "M", description: root.dataset.map }, () => {
      for (const link of all("a", map)) {
        const here = link.hash === `#/${Reveal.getIndices().h}`;
        link.toggleAttribute("aria-current", here);
        if (here) link.setAttribute("autofocus", "");
        else link.removeAttribute("autofocus");
      }
      map.showModal();
    });
    // Reveal would take the keys for itself.
    map.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key.toLowerCase() === "m") map.close();
    });
  }

  async function start() {
    await Promise.all(
      ['400 20px "Source Sans 3"', '600 20px "Source Sans 3"', '400 20px "Source Code Pro"'].map((font) =>
        document.fonts.load(font),
      ),
    );
    for (const link of all('a[href^="http"]')) Object.assign(link, { target: "_blank", rel: "noopener" });
    for (const text of all(".prose p"))
      text.classList.toggle("source", /^(?:Sources?|Pictures?|Photos?)\b.*:/.test(text.textContent));
    setFormulas();
    verteilt.wrapLines();
    await verteilt.drawDiagrams();
    const finished = printing ? new Promise((done) => Reveal.on("pdf-ready", done)) : undefined;
    await Reveal.initialize({
      width: root.dataset.ratio === "4x3" ? 960 : 1280,
      height: 720,
      margin: 0,
      center: false,
      hash: true,
      slideNumber: "c/t",
      navigationMode: "linear",
      controlsTutorial: false,
      transition: "none",
      backgroundTransition: "none",
      scrollActivationWidth: null,
      pdfMaxPagesPerSlide: 1,
      pdfSeparateFragments: false,
      plugins: [RevealNotes],
    });
    if (!printing) makeMap();
    Reveal.on("slidechanged", ({ currentSlide }) => show(currentSlide));
    if (!printing)
      for (const event of ["fragmentshown", "fragmenthidden", "slidechanged"]) Reveal.on(event, verteilt.light);
    await finished;
    await show(printing ? document : Reveal.getCurrentSlide());
    root.dataset.ready = "true";
  }

  verteilt.onTheme(async () => {
    await verteilt.redraw();
    await show(Reveal.getCurrentSlide());
  });
  start().catch((error) => {
    root.dataset.failed = String(error?.stack ?? error);
    throw error;
  });
})();
