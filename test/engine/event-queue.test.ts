// The order in which an engine takes what is due.
import { EventQueue } from "kernel-lib/dist/src/engine/event-queue.js";
import { randomStream } from "kernel-lib/dist/src/network/random.js";
import { describe, expect, test } from "vitest";

describe("the event queue", () => {
  test("returns events by time, then by insertion order", () => {
    const events = new EventQueue<number>();
    const times = [5, 3, 8, 3, 1, 9, 3, 7];
    for (const [i, at] of times.entries()) events.add(at, i);
    const taken = times.map(() => {
      const i = events.take();
      return [events.at, i];
    });
    expect(taken).toEqual([
      [1, 4],
      [3, 1],
      [3, 3],
      [3, 6],
      [5, 0],
      [7, 7],
      [8, 2],
      [9, 5],
    ]);
    expect(events.next).toBeUndefined();
    expect(events.size).toBe(0);
  });

  test("agrees with a sorted list, for every order of additions", () => {
    const events = new EventQueue<number>();
    const list: [number, number][] = [];
    const random = randomStream(1, "events");
    for (let i = 0; i < 10_000; i++) {
      const at = Math.floor(events.at + random() * (i % 3 === 0 ? 50 : 5));
      events.add(at, i);
      list.push([at, i]);
      if (list.length < 60) continue;
      list.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      const [first] = list.splice(0, 1);
      expect(events.next).toBe(first[0]);
      expect([events.take(), events.at]).toEqual([first[1], first[0]]);
    }
    expect(events.size).toBe(list.length);
  });

  test("agrees with it however many there are, and whether they are taken one by one or several in a row", () => {
    for (const many of [1, 2, 3, 4, 5, 6, 63, 64, 65, 300]) {
      const events = new EventQueue<number>();
      const list: [number, number][] = [];
      const random = randomStream(many, "events");
      for (let i = 0; i < 2000; i++) {
        const at = Math.floor(events.at + random() * 40);
        events.add(at, i);
        list.push([at, i]);
        let takes = list.length < many ? 0 : 1 + Math.floor(3 * random());
        if (random() < 0.01) takes = list.length;
        for (; takes > 0 && list.length > 0; takes--) {
          list.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
          const [first] = list.splice(0, 1);
          expect([events.take(), events.at]).toEqual([first[1], first[0]]);
        }
        expect(events.size).toBe(list.length);
      }
    }
  });
});
