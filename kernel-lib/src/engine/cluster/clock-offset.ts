// How far this side's clock is from the lecturer's (Cristian 1989): the quickest of several questions has the smallest
// error, half of the time that question and answer took.
import { monotonic } from "../threads/run-clock.js";

const PROBES = 8;

/** How much a side's wall clock is ahead of the lecturer's, in ms, and how wrong that may be. */
export interface ClockReading {
  readonly offset: number;
  readonly error: number;
}

/** What the lecturer's clocks show: ms since the room opened, and the time of day in ms. */
export interface RoomTime {
  readonly at: number;
  readonly wall: number;
}

/** @returns the reading, and when the room opened on this side's monotonic clock */
export async function measureClock(ask: () => Promise<RoomTime>): Promise<{ reading: ClockReading; epoch: number }> {
  let reading = { offset: 0, error: Number.POSITIVE_INFINITY };
  let epoch = 0;
  for (let probe = 0; probe < PROBES; probe++) {
    const asked = monotonic();
    const { at, wall } = await ask();
    const answered = monotonic();
    const error = (answered - asked) / 2;
    if (error >= reading.error) continue;
    reading = { offset: Date.now() - error - wall, error };
    epoch = (asked + answered) / 2 - at;
  }
  return { reading, epoch };
}
