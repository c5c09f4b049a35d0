// Runs in the print view before handout.js: what stands behind a handout's slides. Its terms, the addresses of its sources, and
// what students do next: the chapter's exercises, and lines for what they want to ask.

(() => {
  const { all } = globalThis.verteilt;
  const MILLIMETRE = 96 / 25.4;
  /** In mm: the distance of lines, and less than this is no room for any. */
  const LINE = 7.2;
  const LEAST_SPACE_FOR_LINES = 12;
  /** Below a heading. */
  const LEAST_LINES = 2;
  /** Characters of an address between two slashes that stay on one line. */
  const LONGEST_PART = 36;

  /**
   * Appends it to the last sheet of slides, and to sheets of its own.
   * @param {any} layout of the sheets, as handout.js has them
   * @param {HTMLElement} last the last sheet of slides
   * @param {HTMLElement[]} printed its slides
   * @param {{ glossary: { term: string, german: string, meaning: string }[], exercises: { name: string, task: string }[],
   *   exercisesIn?: string,
   *   ruled: boolean,
   *   headings: { terms: string, continued: string, sources: string, exercises: string, handIn: string,
   *   questions: string, notes: string } }} behind `exercisesIn`: their notebook; `ruled`: whether what is left of a sheet gets
   *   lines to write on
   * @returns {HTMLElement[]} the sheets of its own
   */
  function behindSlides(layout, last, printed, { glossary, exercises, exercisesIn = "", headings, ruled }) {
    const sheets = fitsBelow(layout, last, glossary, headings.terms)
      ? []
      : sheetsOfGlossary(last.parentElement, layout.paper, glossary, headings);
    sheets.push(...sheetOfSources(layout.paper, sheets.at(-1) ?? last, sourcesOn(printed), headings.sources));
    if (!ruled) return sheets;
    const isFree = isHalfFree(layout, last);
    if (isFree || exercises.length > 0) {
      const given = exercises.map(({ name, task }) => make("li", "", make("b", "", name), " ", ...withCode(task)));
      const where = make("small", "", `${exercisesIn} · ${headings.handIn}`);
      const parts = given.length > 0 ? [make("h2", "", headings.exercises), make("ul", "", ...given), where] : [];
      const place = isFree ? last.querySelector(".handout-column") : make("div", `handout-sheet ${layout.paper}`);
      if (!isFree) last.after(place);
      writeBelow(place, headings.questions, ...parts);
      if (!isFree) sheets.unshift(place);
    }
    for (const sheet of sheets.slice(-1)) if (!sheet.querySelector(".rest")) writeBelow(sheet, headings.notes);
    return sheets;
  }

  /** What stands between backquotes as code. */
  function withCode(markdown) {
    return markdown.split("`").map((part, index) => (index % 2 === 1 ? make("code", "", part) : part));
  }

  function make(tag, name, ...children) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  }

  /** Lines as far as there is room. */
  function rule(lines) {
    const height = lines.clientHeight / MILLIMETRE;
    if (height < LEAST_SPACE_FOR_LINES) return;
    for (let count = Math.floor(height / LINE); count > 0; count--) lines.append(make("i"));
  }

  /** Whether the last of two slides, and the terms, have left its place free. */
  function isHalfFree({ rows, below }, sheet) {
    return below === true && sheet.querySelector(".handout-column").children.length < rows;
  }

  /** Some parts, and below them a heading and lines to write on, if there is room for any. */
  function writeBelow(place, heading, ...parts) {
    const lines = make("div", "handout-lines");
    const rest = make("div", "handout-glossary rest", ...parts, make("h2", "", heading), lines);
    place.append(rest);
    rule(lines);
    if (lines.childElementCount >= LEAST_LINES) return;
    lines.replaceChildren();
    if (parts.length === 0) rest.remove();
    else lines.previousElementSibling.remove();
  }

  /** Puts the glossary into what the last of two slides would take, if that is free and enough. */
  function fitsBelow({ rows, below }, sheet, entries, heading) {
    const column = sheet?.querySelector(".handout-column");
    if (!below || entries.length === 0 || column.children.length === rows) return false;
    const list = make("dl", "", ...entries.map(entryOf));
    const glossary = make("div", "handout-glossary beneath", make("h2", "", heading), list);
    column.append(glossary);
    const fits = column.scrollHeight <= column.clientHeight + 1 && list.scrollWidth <= list.clientWidth + 1;
    if (!fits) glossary.remove();
    return fits;
  }

  function entryOf({ term, german, meaning }) {
    const name = make("dt", "", `${term} `, make("i", "", german));
    return make("div", "", name, make("dd", "", meaning));
  }

  function sheetsOfGlossary(slides, paper, entries, { terms, continued }) {
    const sheets = [];
    let list;
    for (const entry of entries.map(entryOf)) {
      if (list) list.append(entry);
      if (list && list.scrollWidth <= list.clientWidth + 1) continue;
      const heading = make("h2", "", list ? continued : terms);
      list = make("dl", "", entry);
      const sheet = make("div", `handout-sheet ${paper}`, make("div", "handout-glossary", heading, list));
      slides.append(sheet);
      sheets.push(sheet);
    }
    return sheets;
  }

  /** The addresses behind the links of these slides: nobody can click on paper. */
  function sourcesOn(printed) {
    const links = printed.flatMap((page) => all(".sheet a[href^=http]", page));
    const shown = links.filter((link) => !link.closest("aside"));
    return Array.from(new Map(shown.map(({ href, title, textContent }) => [href, title || textContent.trim()])));
  }

  /** Puts the sources below the glossary, if its last sheet has room for them; otherwise gives their own sheet. */
  function sheetOfSources(paper, last, sources, heading) {
    if (sources.length === 0) return [];
    const whole = (part) => (part.length > LONGEST_PART ? part : make("span", "whole", part));
    const broken = (href) => href.split(/(?<=[^/]\/)/).flatMap((part) => [whole(part), make("wbr", "")]);
    const entry = ([href, text]) => make("div", "", make("dt", "", text), make("dd", "", ...broken(href)));
    const parts = [make("h2", "", heading), make("dl", "sources", ...sources.map(entry))];
    const glossary = last.querySelector(".handout-glossary");
    glossary?.classList.add("followed");
    glossary?.append(...parts);
    const column = last.querySelector(".handout-column") ?? last;
    if (glossary && column.scrollHeight <= column.clientHeight + 1) return [];
    glossary?.classList.remove("followed");
    const sheet = make("div", `handout-sheet ${paper}`, make("div", "handout-glossary", ...parts));
    last.after(sheet);
    return [sheet];
  }

  Object.assign(globalThis.verteilt, { make, MILLIMETRE, LINE, rule, writeBelow, behindSlides });
})();
