// Runs in the print view before handout.js: makes room for handwriting on the slides of a handout without answers, in the
// frames where answers were and in code that students complete.

(() => {
  const { all, excess } = globalThis.verteilt;
  const SLIDE = 1280;
  const FRAMES = ".answer, .prose.folded, .outputs.reveals";
  const DRAWN = ".plot, .picture, .diagram, table";
  /**
   * On a slide, in pixels: a line of print, and one of handwriting, 9 mm on the usual paper, where need be 7 mm, and in a
   * frame no less than on narrow-ruled paper.
   */
  const LINE_OF_TYPE = 34;
  const LINE_BY_HAND = 64;
  const LEAST_BY_HAND = 50;
  const LEAST_IN_A_FRAME = 45;
  const LEAST_LINES = 2;
  /** A guess, and two lines of an answer. */
  const LINES_AFTER_A_QUESTION = 3;
  /** For a large hand, where there is room. */
  const SPARE_LINES = 1;
  const LINES_OF_A_TASK = 3;
  /** What stands in a class that students complete, and how many lines they get there, the best first. */
  const TO_WRITE = /^\/\/\s*Write\b.*\bhere\b/;
  const LINES_OF_CODE = [5, 4, 3];
  /** Words give way to lines, down to 9 pt on the usual paper. */
  const STEP = 0.03;
  const LEAST_TEXT = 23;
  const FREE_BELOW = 8;
  const AROUND_A_FIGURE = 6;
  /** Less than a pixel is rounding. */
  const LITTLE = 1;

  /**
   * Frames for words are as high as handwriting needs, as far as their slide has room. Can be called again.
   * @param {boolean} answers whether the handout has them, and nothing is to be written
   */
  function roomToWrite(page, answers) {
    const sheet = page.querySelector(".sheet");
    restore(sheet);
    if (answers) return;
    const frames = wordFrames(sheet);
    const written = fill(sheet, frames);
    if (!written && frames.some(isLow)) withoutVerdict(sheet, frames);
    if (!written) for (const frame of frames) rule(frame, sheet);
  }

  /** Words in a frame say the verdict, too: its line gives way where that makes room for theirs. */
  function withoutVerdict(sheet, frames) {
    const verdicts = all(".verdict", sheet);
    if (verdicts.length === 0) return;
    for (const verdict of verdicts) verdict.style.display = "none";
    fill(sheet, frames);
    if (!frames.some(isLow)) return;
    for (const verdict of verdicts) verdict.style.display = "";
    fill(sheet, frames);
  }

  /** Says whether the slide has lines in code, to which its frames gave way. */
  function fill(sheet, frames) {
    const stretched = all(".cell, .fragment, .outputs", sheet);
    // What fills the slide would seem to need all of it, and what shrinks would seem to need less than is drawn.
    for (const part of stretched) Object.assign(part.style, { flexGrow: "0", flexShrink: "0" });
    for (const frame of frames) frame.style.minHeight = "";
    if (frames.length > 0) for (const figure of all("figure.plot[data-drawn]", sheet)) trim(figure);
    const written = linesInCode(sheet, frames);
    if (!written) enlarge(sheet, frames);
    for (const part of stretched) Object.assign(part.style, { flexGrow: "", flexShrink: "" });
    return written;
  }

  /** As it is on the slide. */
  function restore(sheet) {
    for (const lines of all(".to-write, .rules", sheet)) lines.remove();
    for (const verdict of all(".verdict", sheet)) verdict.style.display = "";
    sheet.classList.remove("to-complete");
    if (sheet.dataset.scale !== undefined) sheet.style.setProperty("--scale", sheet.dataset.scale);
    for (const frame of all(FRAMES, sheet)) {
      frame.style.minHeight = "";
      frame.classList.remove("given-way");
    }
    for (const figure of all("figure.plot", sheet)) {
      Object.assign(figure.style, { flex: "", minHeight: "" });
      figure.querySelector(".canvas").style.top = "";
    }
  }

  function wordFrames(sheet) {
    return all(FRAMES, sheet).filter(
      (frame) => frame.matches(".left-open") && !frame.querySelector(DRAWN) && frame.offsetHeight > 0,
    );
  }

  /** Where the heading and the legend of a figure are left out, words have their room; others stay as high as they are drawn. */
  function trim(figure) {
    const canvas = figure.querySelector(".canvas");
    const outer = canvas.getBoundingClientRect();
    const scale = scaleOf(figure.closest(".sheet"));
    const outlined = figure.closest(".left-open") ? all(".outline", figure).filter(isDrawn) : [];
    if (outlined.length === 0) {
      Object.assign(figure.style, { flex: `0 0 ${Math.ceil(outer.height / scale)}px`, minHeight: "0" });
      return;
    }
    const boxes = outlined.map((part) => part.getBoundingClientRect());
    const top = Math.max(0, (Math.min(...boxes.map((box) => box.top)) - outer.top) / scale - AROUND_A_FIGURE);
    const bottom = (Math.max(...boxes.map((box) => box.bottom)) - outer.top) / scale + AROUND_A_FIGURE;
    const height = Math.ceil(Math.min(bottom, outer.height / scale) - top);
    Object.assign(figure.style, { flex: `0 0 ${height}px`, minHeight: "0" });
    canvas.style.top = `${-Math.floor(top)}px`;
  }

  /** Two lines each, for which the words around them may be smaller, then as many as the slide has room for. */
  function enlarge(sheet, frames) {
    const isTask = sheet.matches(".task, .exercise, .question");
    const wanted = frames.map((frame) =>
      isTask ? LINES_OF_A_TASK : Math.max(LEAST_LINES, Math.round(roomInside(frame) / LINE_OF_TYPE)),
    );
    const grow = (frame, most) => {
      const height = Math.floor(Math.min(most, frame.offsetHeight - excess(sheet) - FREE_BELOW));
      if (height > frame.offsetHeight) frame.style.minHeight = `${height}px`;
    };
    const least = (frame) => leastLines(frame) * LEAST_IN_A_FRAME;
    for (const frame of frames) frame.style.minHeight = `${least(frame)}px`;
    if (frames.length > 0 && !makesRoom(sheet)) sheet.style.setProperty("--scale", sheet.dataset.scale);
    for (const frame of frames) frame.style.minHeight = "";
    for (const frame of frames) grow(frame, least(frame));
    // By turns, so that none takes the room of another, and first the one for the longest answer.
    const byNeed = frames
      .map((frame, index) => ({ frame, needs: wanted[index] }))
      .sort((one, other) => other.needs - one.needs);
    for (let lines = LEAST_LINES; lines <= Math.max(...wanted); lines++)
      for (const { frame, needs } of byNeed) grow(frame, Math.min(lines, needs) * LINE_BY_HAND);
    for (const { frame, needs } of byNeed) grow(frame, (needs + SPARE_LINES) * LINE_BY_HAND);
  }

  /** Lines that divide a frame evenly, if there is room for several. */
  function rule(frame, sheet) {
    // What stands around it may give way to either side.
    const over = beyond(frame, sheet);
    if (over > LITTLE && frame.style.minHeight) frame.style.minHeight = `${Math.floor(frame.offsetHeight - over)}px`;
    const height = frame.offsetHeight;
    const lines = Math.max(
      Math.round(height / LINE_BY_HAND),
      Math.min(leastLines(frame), Math.floor(height / LEAST_IN_A_FRAME)),
    );
    if (lines < LEAST_LINES) return;
    const rules = linesOf("rules", lines - 1, Math.floor(height / lines));
    // After a guess in the first line.
    if (frame.dataset.nextPrompt) rules.querySelector("i").dataset.prompt = frame.dataset.nextPrompt;
    frame.append(rules);
  }

  /**
   * Empty lines in place of the comment's next line, where a class is to be completed: the frame of its answer gives way to
   * them. Says whether the slide has room for them.
   */
  function linesInCode(sheet, frames) {
    const comment = all(".input pre span", sheet).find(({ textContent }) => TO_WRITE.test(textContent.trim()));
    if (!comment) return false;
    sheet.classList.add("to-complete");
    for (const frame of frames) frame.classList.add("given-way");
    for (const count of LINES_OF_CODE) {
      const lines = linesOf("to-write", count, LEAST_BY_HAND);
      comment.after(lines);
      if (makesRoom(sheet)) {
        const free = -excess(sheet) - FREE_BELOW;
        lines.replaceWith(linesOf("to-write", count, Math.min(LINE_BY_HAND, LEAST_BY_HAND + Math.floor(free / count))));
        return true;
      }
      lines.remove();
    }
    restore(sheet);
    return false;
  }

  function linesOf(className, count, height) {
    const lines = Object.assign(document.createElement("span"), { className });
    lines.style.setProperty("--rule", `${height}px`);
    for (let made = 0; made < count; made++) lines.append(document.createElement("i"));
    return lines;
  }

  /** Makes words smaller until all fits; says whether it does. */
  function makesRoom(sheet) {
    sheet.dataset.scale ??= sheet.style.getPropertyValue("--scale");
    const isFull = () => excess(sheet) + FREE_BELOW > 0;
    let scale = Number(sheet.style.getPropertyValue("--scale") || 1);
    const least = scale * (LEAST_TEXT / smallestText(sheet));
    for (scale -= STEP; isFull() && scale >= least; scale -= STEP) sheet.style.setProperty("--scale", scale.toFixed(2));
    return !isFull();
  }

  function smallestText(sheet) {
    const texts = all(".prose :is(p, li, td, th):not(.source)", sheet).filter((text) => text.offsetHeight > 0);
    const sizes = (texts.length > 0 ? texts : [sheet]).map((text) => getComputedStyle(text).fontSize);
    return Math.min(...sizes.map(Number.parseFloat));
  }

  function roomInside(frame) {
    const { paddingTop, paddingBottom } = getComputedStyle(frame);
    return frame.offsetHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
  }

  /** By how many pixels of a slide something ends below what slides may fill. */
  function beyond(part, sheet) {
    const [inner, outer] = [part, sheet].map((element) => element.getBoundingClientRect());
    const padding = Number.parseFloat(getComputedStyle(sheet).paddingBottom);
    return (inner.bottom - outer.bottom) / scaleOf(sheet) + padding;
  }

  const leastLines = (frame) => (frame.dataset.nextPrompt ? LINES_AFTER_A_QUESTION : LEAST_LINES);

  const isLow = (frame) => frame.offsetHeight < LEAST_LINES * LEAST_IN_A_FRAME;

  const isDrawn = (part) => part.getClientRects().length > 0;

  const scaleOf = (sheet) => sheet.getBoundingClientRect().width / SLIDE;

  Object.assign(globalThis.verteilt, { roomToWrite });
})();
