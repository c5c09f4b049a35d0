// Runs in the print view of finished slides, put there by handout.mjs: rearranges its pages into sheets of A4 with room
// for notes. Slides remain text and vectors, only smaller. Can be called again with another number of
// slides.

(() => {
  const MILLIMETRE = 96 / 25.4;
  /**
   * For each number of slides on a sheet: the paper, columns of rows, and in mm the slide's width, a row and the gap
   * below it.
   */
  const LAYOUTS = {
    2: { paper: "landscape", columns: 1, rows: 2, slide: 152, row: 85.5, gap: 8 },
    3: { paper: "portrait", columns: 1, rows: 3, slide: 108, row: 82, gap: 9 },
    6: { paper: "landscape", columns: 2, rows: 3, slide: 88, row: 52, gap: 11 },
  };
  const LEAST_SPACE_FOR_LINES = 12;

  const slides = document.querySelector(".slides");
  const pages = Array.from(slides.querySelectorAll(".pdf-page"));
  const make = (tag, name, ...children) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  };

  /**
   * @param {number} perSheet 2, 3 or 6
   * @param {{ notes: boolean, title: string, glossary: { term: string, german: string, meaning: string }[] }} options
   * @returns {number} how many sheets there are
   */
  function handout(perSheet, { notes, title, glossary }) {
    const layout = LAYOUTS[perSheet];
    for (const style of document.querySelectorAll("style")) if (style.textContent.startsWith("@page")) style.remove();
    document.head.append(make("style", "", `@page { size: A4 ${layout.paper}; margin: 0 }`));
    // Reveal has given the body the size of a slide.
    document.body.removeAttribute("style");
    const root = document.documentElement.style;
    root.setProperty("--slide", `${layout.slide}mm`);
    root.setProperty("--row", `${layout.row}mm`);
    root.setProperty("--gap", `${layout.gap}mm`);
    root.setProperty("--reduced", String((layout.slide * MILLIMETRE) / 1280));

    for (const background of slides.querySelectorAll(".slide-background")) background.remove();
    slides.replaceChildren();
    const sheets = [...sheetsOfSlides(layout, notes), ...sheetsOfGlossary(layout.paper, glossary)];
    for (const [index, sheet] of sheets.entries())
      sheet.append(
        make("div", "handout-foot", make("span", "", title), make("span", "", `${index + 1} / ${sheets.length}`)),
      );
    return sheets.length;
  }

  function sheetsOfSlides({ paper, columns, rows }, notes) {
    const sheets = [];
    const free = [];
    let column;
    let said = "";
    const nextColumn = () => {
      if (free.length === 0) {
        free.push(...Array.from({ length: columns }, () => make("div", "handout-column")));
        sheets.push(make("div", `handout-sheet ${paper}`, ...free));
        slides.append(sheets.at(-1));
      }
      column = free.shift();
    };
    nextColumn();
    for (const page of pages) {
      const text = notes ? notesOf(page) : "";
      // The parts of a continued slide share their notes.
      const row = rowOf(page, text === said ? "" : text);
      said = text;
      if (column.children.length === rows) nextColumn();
      column.append(row);
      if (column.scrollHeight > column.clientHeight + 1 && column.children.length > 1) {
        nextColumn();
        column.append(row);
      }
      rule(row.querySelector(".handout-lines"));
    }
    return sheets;
  }

  function rowOf(page, notes) {
    const side = make("div", "handout-side");
    if (notes) {
      const text = make("div", "handout-notes");
      text.innerHTML = notes;
      side.append(text);
    }
    side.append(make("div", "handout-lines"));
    return make("div", "handout-row", make("div", "handout-frame", page), side);
  }

  function rule(lines) {
    const height = lines.clientHeight / MILLIMETRE;
    if (height < LEAST_SPACE_FOR_LINES) return;
    for (let count = Math.floor(height / 8); count > 0; count--) lines.append(make("i"));
  }

  /** The speaker notes of a slide, without the heading that every note has. */
  function notesOf(page) {
    const texts = Array.from(page.querySelectorAll("aside.notes .prose, aside.notes .cell"), (note) => {
      const copy = note.cloneNode(true);
      const first = copy.firstElementChild;
      if (/^speaker notes:?$/i.test(first?.textContent.trim() ?? "")) first.remove();
      return copy.innerHTML.trim();
    });
    return texts.join("");
  }

  function sheetsOfGlossary(paper, entries) {
    const sheets = [];
    let list;
    for (const { term, german, meaning } of entries) {
      const name = make("dt", "", `${term} `, make("i", "", german));
      const entry = make("div", "", name, make("dd", "", meaning));
      if (list) list.append(entry);
      if (list && list.scrollWidth <= list.clientWidth + 1) continue;
      const heading = make("h2", "", list ? "Glossary, continued" : "Glossary");
      list = make("dl", "", entry);
      const sheet = make("div", `handout-sheet ${paper}`, make("div", "handout-glossary", heading, list));
      slides.append(sheet);
      sheets.push(sheet);
    }
    return sheets;
  }

  globalThis.verteilt.handout = handout;
})();
