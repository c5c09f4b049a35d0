// ShiViz logs as traces: what came before what is what the vector times say.
import { happenedBefore, spaceTime, traceFromJson, traceFromShiViz, traceToJson, traceToShiViz } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { pingPong } from "../figure/recording.js";

const told = (log: string, pattern?: RegExp) =>
  traceFromShiViz(log, pattern).events.map(({ node, kind, cause, peer, message, at }) => [
    at,
    node,
    kind,
    ...(kind === "note" ? [message] : [message.type, peer, ...(cause === undefined ? [] : [cause])]),
  ]);

describe("a ShiViz log", () => {
  test("has a message wherever a host knows more of another than before", () => {
    const log = [
      "starts",
      'a {"a":1}',
      "asks b",
      'a {"a":2}',
      "hears a",
      'b {"b":1, "a":2}',
      "thinks",
      'b {"b":2, "a":2}',
    ].join("\n");
    expect(told(log)).toEqual([
      [0, "a", "note", "starts"],
      [1, "a", "send", "asks b", "b"],
      [2, "b", "receive", "asks b", "a", 1],
      [3, "b", "note", "thinks"],
    ]);
  });

  test("may be in any order, with events that send to several, or receive and send at once", () => {
    const log = [
      'got it; passes it on\nb {"a":1,"b":1}',
      'third\nc {"a":1,"b":1,"c":1}',
      'second\nd {"a":1,"d":1}',
      'to all\na {"a":1}',
    ];
    expect(told(log.join("\n"))).toEqual([
      [0, "a", "send", "to all", "b"],
      [1, "a", "send", "to all", "d"],
      [1, "b", "receive", "to all", "a", 0],
      [2, "b", "send", "got it; passes it on", "c"],
      [3, "c", "receive", "got it; passes it on", "b", 3],
      [2, "d", "receive", "to all", "a", 1],
    ]);
  });

  test("is read with the pattern it begins with, the usual one, or a given one", () => {
    const plain = 'hello\na {"a":1}';
    const withHeader = `${String.raw`(?<host>\w+) (?<clock>\{.*\}) (?<event>.*)`}\n\na {"a":1} hello`;
    const given = /^\[(?<at>\d+)\] (?<host>\w+) says (?<event>\w+) (?<clock>\{.*\})$/;
    expect(told(plain)).toEqual([[0, "a", "note", "hello"]]);
    expect(told(withHeader)).toEqual([[0, "a", "note", "hello"]]);
    expect(told('a {"a":1}\nhello\na {"a":2}\nagain\n')).toEqual([
      [0, "a", "note", "hello"],
      [1, "a", "note", "again"],
    ]);
    expect(told('[12] a says hello {"a":1}', given)).toEqual([[12, "a", "note", "hello"]]);
  });

  test("keeps every cause of a run that was exported as one", () => {
    const run = pingPong(3).trace();
    const back = traceFromShiViz(traceToShiViz(run));
    const text = (event: any) => (event.kind === "note" ? event.message : event.message.type);
    expect(back.events.map(({ node, kind }) => `${node} ${kind}`)).toEqual(
      run.events.map(({ node, kind }) => `${node} ${["send", "receive"].includes(kind) ? kind : "note"}`),
    );
    expect(back.events.map(({ at }) => at)).toEqual(run.events.map(({ at }) => at));
    for (const [i] of run.events.entries())
      for (const [j] of run.events.entries()) expect(happenedBefore(back, i, j)).toBe(happenedBefore(run, i, j));
    expect(text(back.events[2])).toBe('send ping {"n":1} to server');
    expect(traceFromJson(traceToJson(back))).toEqual(back);
    expect((spaceTime(back) as any)[Symbol.for("Jupyter.display")]()["text/plain"]).toContain("server");
  });

  test("merges several messages in one event, so that all of them come before", () => {
    const trace = traceFromShiViz('x\na {"a":1}\ny\nb {"b":1}\nboth\nc {"a":1,"b":1,"c":1}');
    expect(trace.events.map(({ kind, node }) => `${node} ${kind}`)).toEqual([
      "a send",
      "b send",
      "c receive",
      "c receive",
    ]);
    expect([0, 1].map((id) => happenedBefore(trace, id, 3))).toEqual([true, true]);
  });

  test.each([
    ["nothing here", "fits no event of"],
    ['x\na {"a":0}', "does not count itself in its vector time"],
    ['x\na {"a":1}\ny\na {"a":1}', "a has two events with the number 1"],
    ['x\na {"a":1,"b":2}', '"x" of a knows event 2 of b, which is not in the log.'],
    ['x\na {"a":2}', '"x" of a knows event 1 of a'],
    ['x\na {"a":1,"b":1}\ny\nb {"a":1,"b":1}', "comes before itself in the vector times"],
    ["x\na {a:1}", 'the vector time "{a:1}" is not JSON'],
    [
      '(?<host>a) (?<clock>.*)\n^--$\na {"a":1}\n--\na {"a":1}',
      'this log holds 2 runs, separated by "^--$"; a trace is of one.',
    ],
  ])("%j is refused", (log, message) => {
    expect(() => traceFromShiViz(log)).toThrow("traceFromShiViz");
    expect(() => traceFromShiViz(log)).toThrow(message);
  });

  test("needs a pattern that names host and clock", () => {
    expect(() => traceFromShiViz("a", /a/)).toThrow("the pattern /a/ lacks the groups (?<host>...) and (?<clock>...).");
  });
});
