// Lamport's rules, as every recorder keeps them.
import { RawRecorder } from "kernel-lib/dist/src/engine/threads/raw-recorder.js";
import type { Recorder, SentEnvelope } from "kernel-lib/dist/src/trace/recorder.js";
import { TraceRecorder } from "kernel-lib/dist/src/trace/trace-recorder.js";
import { describe, expect, test } from "vitest";

/** Keeps raw events as one thread would. */
class Kept extends RawRecorder {
  readonly tracing = true;
  readonly events: any[] = [];
  protected override keep(event: object): number {
    return this.events.push({ event: this.events.length, ...event }) - 1;
  }
}

const recorders: [string, () => Recorder & { readonly events: readonly any[] }][] = [
  ["of one thread", () => new TraceRecorder({ now: 0 })],
  ["of many threads", () => new Kept({ time: () => 0 })],
];

describe.each(recorders)("a recorder %s", (_, make) => {
  const letter = (): SentEnvelope => {
    const message = { type: "ping" };
    return { from: "a", to: "b", message, kept: message, at: 0, event: -1, lamport: 0 };
  };

  test("stamps an envelope, and its arrival comes after both its sending and what the receiver did before", () => {
    const recorder = make();
    const [a, b] = [
      { id: "a", lamport: 0 },
      { id: "b", lamport: 7 },
    ];
    const start = recorder.local(a, "start");
    const envelope = letter();
    recorder.sent(a, envelope, start);
    expect([envelope.event, envelope.lamport]).toEqual([1, 2]);
    expect(recorder.received(b, envelope)).toBe(2);
    expect(b.lamport).toBe(8);
    expect(recorder.events.map(({ node, kind, lamport, cause }) => [node, kind, lamport, cause])).toEqual([
      ["a", "start", 1, undefined],
      ["a", "send", 2, 0],
      ["b", "receive", 8, 1],
    ]);
  });

  test("an envelope from a later line advances the receiver's clock, even if no handler takes it", () => {
    const recorder = make();
    const [a, b] = [
      { id: "a", lamport: 20 },
      { id: "b", lamport: 0 },
    ];
    const envelope = letter();
    recorder.sent(a, envelope);
    recorder.ignored(b, envelope);
    expect([a.lamport, b.lamport]).toEqual([21, 22]);
  });

  test("a loss is recorded on the receiver's line, and leaves its clock as it is", () => {
    const recorder = make();
    const a = { id: "a", lamport: 3 };
    const envelope = letter();
    recorder.sent(a, envelope);
    recorder.lost(envelope);
    expect(recorder.events.at(-1)).toMatchObject({ node: "b", kind: "lost", lamport: 5, cause: 0, peer: "a" });
  });
});
