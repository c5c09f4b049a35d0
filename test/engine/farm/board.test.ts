// What one sees of a farm: how far each campaign is, and for how long each worker has been at what.
import { Board } from "kernel-lib/dist/src/engine/farm/board.js";
import { readNews, readProgress } from "kernel-lib/dist/src/engine/farm/jobs.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

const hear = (board: Board, worker: string, news: object) => board.hear(worker, readNews(JSON.stringify(news))!);
const later = (seconds: number) => vi.advanceTimersByTime(1000 * seconds);

test("each campaign has a line, each worker too, and one for each job more", () => {
  const board = new Board();
  expect(board.lines).toEqual(["no worker is here"]);
  board.progress("c", { asked: "sweep", done: 1, all: 40, isOver: false });
  expect(board.here("lab2")).toBe("lab2 has come");
  expect(hear(board, "lab2", { say: "takes", campaign: "c", id: "1", what: "experiment 2 of 40", attempt: 1 })).toBe(
    "lab2 does experiment 2 of 40",
  );
  hear(board, "lab2", { say: "takes", campaign: "c", id: "2", what: "experiment 3 of 40", attempt: 2 });
  hear(board, "lab1", { say: "takes", campaign: "c", id: "3", what: "experiment 1 of 40", attempt: 1 });
  hear(board, "lab1", { say: "done", campaign: "c", id: "3", what: "experiment 1 of 40", attempt: 1 });
  later(12);
  expect(board.lines).toEqual([
    "sweep: 1 of 40 done, 2 being done, 37 wait",
    "lab1 (1 done): waits",
    "lab2 (0 done): experiment 2 of 40, 12 s",
    "  and experiment 3 of 40, try 2, 12 s",
  ]);
});

test("who says nothing for fifteen seconds has gone; who leaves says why", () => {
  const board = new Board();
  board.progress("c", { asked: "sweep", done: 0, all: 1, isOver: false });
  board.here("silent");
  hear(board, "old", { say: "here" });
  later(10);
  hear(board, "old", { say: "here" });
  later(6);
  expect(board.gone()).toEqual(["silent has gone"]);
  expect(board.knows("c")).toBe(false);
  expect(hear(board, "old", { say: "leaves", why: "its code has changed" })).toBe("old has left: its code has changed");
  expect(board.lines).toEqual(["no worker is here"]);
});

test("a campaign that is over has no line, and no more is being done than is left", () => {
  const board = new Board();
  for (const id of ["1", "2"]) hear(board, "lab", { say: "takes", campaign: "c", id, what: id, attempt: 1 });
  board.progress("c", { asked: "sweep", done: 39, all: 40, isOver: false });
  expect(board.lines[0]).toBe("sweep: 39 of 40 done, 1 being done, 0 wait");
  board.progress("c", { asked: "sweep", done: 40, all: 40, isOver: true });
  later(3725);
  expect(board.gone()).toEqual(["lab has gone"]);
  hear(board, "lab", { say: "takes", campaign: "d", id: "3", what: "notebook 7", attempt: 1 });
  later(5);
  expect(board.lines).toEqual(["lab (0 done): notebook 7, 5 s"]);
});

test("long work is counted in minutes and hours", () => {
  const board = new Board();
  hear(board, "lab", { say: "takes", id: "1", what: "it", attempt: 1 });
  const after = (seconds: number) => {
    later(seconds);
    hear(board, "lab", { say: "here" });
    return board.lines[0];
  };
  expect([after(59), after(66), after(7675)]).toEqual([
    "lab (0 done): it, 59 s",
    "lab (0 done): it, 2 min 5 s",
    "lab (0 done): it, 2 h 10 min",
  ]);
});

test("progress is read part by part", () => {
  const read = (value: unknown) => readProgress(JSON.stringify(value));
  expect(read({ asked: "a\u001b[2Jb", done: 1, all: 2, isOver: 1 })).toEqual({
    ...{ asked: "a [2Jb", done: 1, all: 2, isOver: false },
  });
  for (const bad of [null, {}, { asked: "x", done: "1", all: 2 }, { asked: 1, done: 1, all: 2 }, "x"])
    expect(read(bad)).toBeUndefined();
});
