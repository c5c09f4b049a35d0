// Requests that wait for their answers.
import { PendingRequests } from "kernel-lib/dist/src/node/pending-requests.js";
import { expect, test } from "vitest";

test("requests are numbered from 1, and each is answered once", async () => {
  const requests = new PendingRequests();
  const [first, second] = [requests.number(), requests.number()];
  const answers = [requests.for(first), requests.for(second)];
  expect([first, second, requests.latest, requests.size]).toEqual([1, 2, 2, 2]);
  requests.take(second)?.resolve("b");
  requests.take(first)?.resolve("a");
  expect(await Promise.all(answers)).toEqual(["a", "b"]);
  expect([requests.take(first), requests.has(second), requests.size]).toEqual([undefined, false, 0]);
});

test("requests with an error are rejected, and the others keep waiting", async () => {
  const requests = new PendingRequests<{ timeout?: number }>();
  const [patient, hasty] = [requests.number(), requests.number()];
  const answers = [requests.for(patient, {}), requests.for(hasty, { timeout: 5 })];
  requests.rejectAll(({ timeout }) => (timeout === undefined ? new Error("quiet") : undefined));
  await expect(answers[0]).rejects.toThrow("quiet");
  expect([requests.has(patient), requests.has(hasty)]).toEqual([false, true]);
  requests.take(hasty)?.resolve("in time");
  expect(await answers[1]).toBe("in time");
});
