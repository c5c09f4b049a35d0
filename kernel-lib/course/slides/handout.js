// Runs in the print view of finished slides, put there by handout.mjs: rearranges its pages into sheets of A4 with room
// for notes. Slides remain text and vectors, only smaller. Can be called again for another handout.

(() => {
  const { all, isSpaceTime, make, MILLIMETRE, LINE, rule, writeBelow } = globalThis.verteilt;
  const POINT = 96 / 72;
  const SLIDE = 1280;
  /**
   * For each number of slides on a sheet: the paper, columns of rows, and in mm the slide's width, a row and the gap
   * below it; `below` says that the lines are below the slide, and not beside it.
   */
  const LAYOUTS = {
    2: { paper: "portrait", columns: 1, rows: 2, slide: 182, row: 134, gap: 5, below: true },
    3: { paper: "portrait", columns: 1, rows: 3, slide: 108, row: 82, gap: 9 },
    6: { paper: "landscape", columns: 2, rows: 3, slide: 88, row: 52, gap: 11 },
  };
  /** What a handout without answers leaves open: answers of checkpoints, what gives them away, and what the notebook folds away. */
  const ANSWERS = ".answer, .prose.folded, .outputs.reveals, .gap";
  /** So many words about a figure that is left out are worth no slide. */
  const FEW_WORDS = 12;
  const SHOWN = "svg, img, canvas, table, pre, .plot";
  /** Of a figure that is left out, the frame stays to draw it in. */
  const DRAWN = ".reveals :is(figure.plot, .picture)";

  const SHOWN_AS_FIGURE = ".plot, .picture, table";

  /** Frames with a prompt. */
  const WORDS_TO_WRITE = ":is(.outputs.reveals, .prose.folded):not(:has(.plot, .picture, table))";

  const slides = document.querySelector(".slides");
  const pages = Array.from(slides.querySelectorAll(".pdf-page"));
  for (const table of slides.querySelectorAll(".prose[data-blank] table")) makeColumn(table);
  for (const item of slides.querySelectorAll(".sheet.recap .prose:not(aside .prose) :is(li, p)")) makeGaps(item);

  /**
   * @param {number} perSheet 2, 3 or 6
   * @param {{ notes: boolean, answers: boolean, title: string, headings: Record<string, string>,
   *   prompts: { see: string, output: string, guess: string, answer: string, run: string, fill: string,
   *   draw: Record<string, string>, sheet: string, name: string },
   *   glossary: { term: string, german: string, meaning: string }[], exercises: { name: string, task: string }[],
   *   exercisesIn?: string }} options `headings`: of what
   *   stands behind the slides, as handout-ends.js names it
   * @returns {number} how many sheets there are
   */
  function handout(perSheet, { notes, answers, title, headings, prompts, glossary, exercises, exercisesIn }) {
    const layout = LAYOUTS[perSheet];
    for (const style of document.querySelectorAll("style")) if (style.textContent.startsWith("@page")) style.remove();
    document.head.append(make("style", "", `@page { size: A4 ${layout.paper}; margin: 0 }`));
    // Reveal has given the body the size of a slide.
    document.body.removeAttribute("style");
    const root = document.documentElement.style;
    root.setProperty("--slide", `${layout.slide}mm`);
    root.setProperty("--row", `${layout.row}mm`);
    root.setProperty("--gap", `${layout.gap}mm`);
    root.setProperty("--line-height", `${LINE}mm`);
    root.setProperty("--reduced", String((layout.slide * MILLIMETRE) / SLIDE));

    for (const background of slides.querySelectorAll(".slide-background")) background.remove();
    for (const [index, page] of pages.entries())
      for (const answer of page.querySelectorAll(ANSWERS)) {
        leaveOpen(answer, !answers, prompts);
        // Students have written it on the slide before.
        const isWritten = answer.matches(".prose:has(pre)") && pages[index - 1]?.querySelector(".sheet.exercise");
        answer.classList.toggle("written", !answers && Boolean(isWritten));
      }
    for (const page of pages)
      for (const heading of all("th.to-fill", page))
        if (answers) delete heading.dataset.fill;
        else heading.dataset.fill = prompts.fill;
    slides.replaceChildren();
    // Nobody needs the break on paper, nor a title of half a sheet, unless it has notes: without it, what belongs together
    // more often stands on one sheet.
    const unwanted = notes ? ".sheet.pause" : ".sheet:is(.pause, .title)";
    const lecture = pages.filter((page) => !page.querySelector(unwanted));
    const printed = lecture.filter((page) => answers || !isOnlyAnswer(page));
    const sheets = sheetsOfSlides(layout, printed, notes, headings);
    for (const page of printed) verteilt.roomToWrite(page, answers);
    sheets.push(
      ...verteilt.behindSlides(layout, sheets.at(-1), printed, {
        glossary,
        exercises,
        exercisesIn,
        headings,
        ruled: !notes,
      }),
    );
    if (!notes)
      sheets[0].append(
        make("div", "handout-head", make("b", "", title), make("span", "", answers ? "" : prompts.name)),
      );
    for (const [index, sheet] of sheets.entries())
      sheet.append(
        make(
          "div",
          "handout-foot",
          make("span", "", title),
          make("span", "", answers || !sheet.querySelector(".pdf-page") ? "" : prompts.sheet),
          make("span", "", `${index + 1} / ${sheets.length}`),
        ),
      );
    return sheets.length;
  }

  /** A frame says what is to be written into it: below a question first a guess. */
  function leaveOpen(answer, isOpen, prompts) {
    answer.classList.toggle("left-open", isOpen);
    delete answer.dataset.prompt;
    delete answer.dataset.nextPrompt;
    delete answer.dataset.draw;
    const figure = answer.querySelector("figure.plot[data-drawn] .canvas");
    if (isOpen && figure) answer.dataset.draw = prompts.draw[kindOfFigure(figure._fullData)];
    if (!isOpen || answer.querySelector(SHOWN_AS_FIGURE)) return;
    if (answer.matches(".outputs")) answer.dataset.prompt = prompts.output;
    if (answer.matches(".task .answer")) answer.dataset.prompt = prompts.answer;
    if (answer.matches(":is(.question, .asks) .answer"))
      Object.assign(answer.dataset, {
        prompt: prompts.guess,
        nextPrompt: isRun(answer) ? prompts.run : prompts.answer,
      });
    if (answer.matches(".prose")) answer.dataset.prompt = titleOf(answer) ?? prompts.see;
    const first = answer.closest(".sheet").querySelector(WORDS_TO_WRITE);
    if (first === answer && asksInWords(answer.closest(".sheet")))
      Object.assign(answer.dataset, { prompt: prompts.guess, nextPrompt: answer.dataset.prompt });
  }

  /** Whether a slide's text ends a paragraph with a question set off. */
  function asksInWords(sheet) {
    return all(".prose:not(.folded) strong", sheet).some(({ textContent }) => textContent.endsWith("?"));
  }

  /** What is to be drawn in a figure of these traces. */
  function kindOfFigure(traces) {
    if (isSpaceTime(traces)) return "run";
    if (traces.some(({ type }) => type === "heatmap")) return "cells";
    if (traces.some(({ type }) => type === "bar")) return "bars";
    const isScatter = traces.length > 0 && traces.every(({ type }) => type === "scatter");
    if (!isScatter) return "figure";
    if (traces.some(({ mode }) => mode.includes("lines"))) return "lines";
    return traces.length > 1 ? "series" : "points";
  }

  /** Whether the slide runs what answers its question, and prints it. */
  const isRun = (answer) => answer.closest(".sheet").querySelector(".fragment .outputs.reveals") !== null;

  /** What stood on the fold: "What to see." */
  function titleOf(answer) {
    const first = answer.querySelector("p")?.firstChild;
    return first?.nodeName === "STRONG" && /\.$/.test(first.textContent) ? first.textContent.slice(0, -1) : undefined;
  }

  /** Of a table students complete one column, with its first row as an example. */
  function makeColumn(table) {
    const { blank } = table.closest("[data-blank]").dataset;
    const headings = Array.from(table.rows[0].cells);
    const column = headings.findIndex(({ textContent }) => textContent.trim() === blank);
    headings[column]?.classList.add("to-fill");
    for (const row of Array.from(table.tBodies[0].rows).slice(1)) {
      const cell = row.cells[column];
      cell?.replaceChildren(make("span", "gap", ...cell.childNodes));
    }
  }

  /** The words that a recap sets off, and its figures, which answer the chapter's questions. */
  function makeGaps(item) {
    for (const term of item.querySelectorAll("strong")) term.classList.add("gap");
    const texts = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
    const plain = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode())
      if (!text.parentElement.closest("strong, code, a, .gap, .katex")) plain.push(text);
    for (const text of plain) {
      const parts = text.textContent.split(/(\d[\d.,]*\d|\d)/);
      text.replaceWith(...parts.map((part, index) => (index % 2 === 1 ? make("span", "gap", part) : part)));
    }
  }

  /** Whether a slide has a figure to draw; below a question the answer's frame is enough. */
  function isDrawnIn(page) {
    return page.querySelector(".sheet:not(.question, .asks)") !== null && page.querySelector(DRAWN) !== null;
  }

  /** Whether next to nothing is left on a slide without its answers but the heading. */
  function isOnlyAnswer(page) {
    if (!page.querySelector(ANSWERS) || isDrawnIn(page)) return false;
    const rest = page.querySelector(".sheet").cloneNode(true);
    for (const part of rest.querySelectorAll(`${ANSWERS}, h1, h2, h3, aside`)) part.remove();
    const words = rest.textContent.split(/\s+/).filter(Boolean).length;
    const isPicture =
      rest.matches(".sheet:not(.question, .task, .exercise, .asks, .recap)") && page.querySelector(".reveals");
    // An experiment of whose output something is to be said.
    if (isPicture && words > 0 && page.querySelector(".outputs.reveals") && page.querySelector(".prose.folded"))
      return false;
    return words <= (isPicture ? FEW_WORDS : 0) && !rest.querySelector(SHOWN);
  }

  /** Whether a slide of the same section says what the one before asks: below its question it would be read first. */
  function answersTooEarly(page, before) {
    const isAnswered = before?.querySelector(".sheet:is(.question, .asks) .left-open");
    return Boolean(isAnswered) && !page.querySelector(".left-open, .sheet:is(.question, .asks, .opening, .divider)");
  }

  function sheetsOfSlides({ paper, columns, rows, below }, printed, notes, headings) {
    const sheets = [];
    const free = [];
    let column;
    let said = "";
    const nextColumn = () => {
      if (free.length === 0) {
        free.push(...Array.from({ length: columns }, () => make("div", "handout-column")));
        sheets.push(make("div", `handout-sheet ${paper}${below ? " below" : ""}`, ...free));
        slides.append(sheets.at(-1));
      }
      column = free.shift();
    };
    nextColumn();
    for (const page of printed) {
      const text = notes ? notesOf(page) : "";
      // The parts of a continued slide share their notes.
      const row = rowOf(page, text === said ? "" : text);
      said = text;
      const isTurned = below && column.children.length > 0 && answersTooEarly(page, printed[printed.indexOf(page) - 1]);
      if (isTurned && column.children.length < rows) writeBelow(column, headings.notes);
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

  /** The speaker notes of a slide, without the heading that every note has, and without the time. */
  function notesOf(page) {
    const notes = "aside.notes:not(:has(.begins))";
    const texts = Array.from(page.querySelectorAll(`${notes} .prose, ${notes} .cell`), (note) => {
      const copy = note.cloneNode(true);
      const first = copy.firstElementChild;
      if (/^speaker notes:?$/i.test(first?.textContent.trim() ?? "")) first.remove();
      return copy.innerHTML.trim();
    });
    return texts.join("");
  }

  /** How large, in points on paper, the text and the code of each slide are printed: the smallest of each kind. */
  function typeSizes() {
    return pages.flatMap((page, index) => {
      if (!page.isConnected) return [];
      const reduced = page.getBoundingClientRect().width / SLIDE;
      const smallest = {};
      const texts = document.createTreeWalker(page.querySelector(".sheet"), NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const element = text.parentElement;
        if (text.textContent.trim() === "" || !element.checkVisibility({ visibilityProperty: true })) continue;
        // Formulas, and what figures and outputs write themselves have sizes of their own.
        if (element.closest("aside, sup, sub, .katex, svg, .canvas, .for-readers, .output.html, .output.text"))
          continue;
        const kind = element.closest("pre, code") ? "code" : "body";
        const points = (Number.parseFloat(getComputedStyle(element).fontSize) * reduced) / POINT;
        if (!(points >= smallest[kind]?.points))
          smallest[kind] = {
            kind,
            points: Math.round(points * 100) / 100,
            text: text.textContent.trim(),
            slide: index + 1,
          };
      }
      return Object.values(smallest);
    });
  }

  Object.assign(globalThis.verteilt, { handout, typeSizes });
})();
