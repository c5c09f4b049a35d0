// A thread whose node has stopped waits for the next run, and not for ever.
import { once } from "node:events";
import { returnWorker, takeWorker } from "kernel-lib/dist/src/engine/threads/pool.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test.each([
  [undefined, 30],
  ["120", 30],
  ["5", 5],
])("where kernels are idle after %s s, a thread that no run needs is ended after %i s", async (idle, seconds) => {
  vi.stubEnv("VERTEILT_IDLE_SECONDS", idle);
  const worker = takeWorker();
  await once(worker, "online");
  await returnWorker(worker);
  vi.advanceTimersByTime(1000 * seconds - 1);
  expect(takeWorker()).toBe(worker);
  await returnWorker(worker);
  const ended = once(worker, "exit");
  vi.advanceTimersByTime(1000 * seconds);
  await ended;
  const other = takeWorker();
  expect(other).not.toBe(worker);
  await other.terminate();
});
