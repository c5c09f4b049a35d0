// By when each slide should begin in a lecture of 90 minutes: the chapter's minutes, stretched to what the break leaves. The
// break is where the timetable in the chapter's notes has it, if there is one.

import { source } from "../notebook/notebook.mjs";
import { isFigure } from "./heights.mjs";
import { minutesFor } from "./minutes.mjs";
import { isMore, isNote } from "./slide-types.mjs";

/** @typedef {import("../notebook/notebook.mjs").Cell} Cell */

const LECTURE = 90;
const BREAK = 10;
/** No slide takes less, none with a figure to be read, and no code less for each of its lines. */
const LEAST = 0.5;
const FIGURE = 1.5;
const LINE_OF_CODE = 0.15;

/** "- 0:37 break", in a speaker note */
const BREAK_SAID = /^- (\d):(\d\d) (?:break|Pause)\b/m;

/**
 * A time for each slide, such as "0:47".
 * @param {readonly Cell[][]} slides marked with their kinds
 * @param {readonly Cell[]} cells of the chapter, in the order of the lecture
 * @returns {string[]}
 */
export function timetable(slides, cells) {
  const taken = minutesOn(slides, cells);
  const pause = slides.findIndex(([first]) => first.metadata.verteilt.starts.kind === "pause");
  if (pause === -1) return beginnings(taken, 0, LECTURE).map(asTime);
  const [before, after] = [taken.slice(0, pause), taken.slice(pause + 1)];
  const begins = breakSaid(cells) ?? ((LECTURE - BREAK) * sum(before)) / sum([...before, ...after]);
  return [...beginnings(before, 0, begins), begins, ...beginnings(after, begins + BREAK, LECTURE)].map(asTime);
}

/**
 * What each slide takes, in minutes. A cell belongs to the first slide that shows it, and one that none shows, to the slide
 * before it.
 * @param {readonly Cell[][]} slides
 * @param {readonly Cell[]} cells
 */
function minutesOn(slides, cells) {
  const taken = slides.map(() => 0);
  let here = 0;
  for (const cell of cells) {
    if (isNote(cell) || isMore(cell)) continue;
    const shown = slides.findIndex((slide) => slide.some(({ id }) => id !== undefined && id === cell.id));
    if (shown !== -1) here = shown;
    taken[here] += minutesFor(cell);
  }
  return taken.map((minutes, index) => Math.max(minutes, leastFor(slides[index] ?? [])));
}

/**
 * What one needs to look at a slide.
 * @param {readonly Cell[]} slide
 */
function leastFor(slide) {
  const isShown = (/** @type {Cell} */ cell) => cell.cell_type === "code" && !cell.metadata.verteilt.hideInput;
  const lines = slide.filter(isShown).map((cell) => source(cell).split("\n").length);
  const figure = slide.some(({ outputs }) => outputs?.some(isFigure)) ? FIGURE : 0;
  return Math.max(LEAST, figure + LINE_OF_CODE * sum(lines));
}

/**
 * When each of some slides begins that take these minutes, stretched to fill the time between.
 * @param {number[]} taken
 * @param {number} from
 * @param {number} to
 */
function beginnings(taken, from, to) {
  const whole = sum(taken);
  return taken.map((_, index) => from + ((to - from) * sum(taken.slice(0, index))) / whole);
}

/** @param {readonly Cell[]} cells */
function breakSaid(cells) {
  const [, hours, minutes] = cells.map((cell) => isNote(cell) && BREAK_SAID.exec(source(cell))).find(Boolean) || [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** @param {readonly number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** @param {number} minutes */
function asTime(minutes) {
  const whole = Math.floor(minutes);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
