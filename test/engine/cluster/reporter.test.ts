// What a member reports arrives whole, in packets that fit, however much its nodes say at once.
import { expect, test } from "vitest";
import { Reporter } from "../../../kernel-lib/src/engine/cluster/reporter.js";
import { type EventBatch, rawEventsOf, TraceBuffer } from "../../../kernel-lib/src/engine/threads/trace-buffer.js";

/** What a node says in one batch: an output, with its event, and another event without contents, some times. */
function saying(times: number, text: string): EventBatch {
  let said: EventBatch | undefined;
  const clock = { time: () => 0 };
  const buffer = new TraceBuffer({ id: "a", first: 7, tracing: true }, clock, (batch) => {
    said = batch;
  });
  const line = { id: "a", lamport: 0 };
  for (let i = 0; i < times; i++) {
    buffer.local(line, "start");
    buffer.local(line, "output", undefined, `${i} ${text}`);
    buffer.output(`${i} ${text}`);
    buffer.operation({ i, text } as any);
    const envelope: any = { from: "b", to: "a", message: { type: "say", text }, at: 0, event: i, lamport: i };
    buffer.received(line, envelope);
    buffer.ignored(line, envelope, "onSay");
    buffer.lost(envelope, "network");
  }
  buffer.flush();
  return said!;
}

/** What is told of a batch where a packet has so many characters at most. */
function toldOf(batch: EventBatch, most: number): EventBatch[] {
  const told: EventBatch[] = [];
  const reporter = new Reporter(
    (body: any) => {
      if (JSON.stringify(body).length > most) return false;
      for (const one of body.batches) told.push(one.batch);
      return true;
    },
    () => {},
  );
  reporter.batch("a", batch);
  reporter.flush();
  return told;
}

test.each([1, 2, 3, 50])("%i outputs, each of them as large as a packet may be, arrive whole and in order", (times) => {
  const batch = saying(times, "x".repeat(2000));
  const told = toldOf(batch, 2700);
  expect(told.length).toBeGreaterThan(1);
  expect(told.flatMap(({ outputs }) => outputs)).toEqual(batch.outputs);
  expect(told.flatMap(({ operations }) => operations)).toEqual(batch.operations);
  expect(told.flatMap((part) => rawEventsOf("a", part))).toEqual(rawEventsOf("a", batch));
  const counted = told.reduce((sum, { counts }) => sum + counts.delivered, 0);
  expect(counted).toBe(batch.counts.delivered);
});

test("of an output that is too large alone the contents are left out, and the others stay", () => {
  const batch = saying(2, "y");
  batch.outputs[0] = "z".repeat(5000);
  const outputs = toldOf(batch, 2000).flatMap((part) => part.outputs);
  expect(outputs).toEqual(["tooLargeToReport", "1 y"]);
});
