// Names that there are not, and those that were probably meant.
import { explore, latency, Node, run, start } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { nearest } from "../../kernel-lib/src/node/near-miss.js";

class Idle extends Node {}
const nodes = { a: Idle };

describe("the nearest name", () => {
  const known = ["nodes", "topology", "faults", "seed"];

  test.each([
    ["fault", "faults"],
    ["Faults", "faults"],
    ["sede", "seed"],
    ["node", "nodes"],
    ["topologie", "topology"],
    ["fautls", "faults"],
  ])("of %s is %s", (name, meant) => {
    expect(nearest(name, known)).toBe(meant);
  });

  test.each([
    ["Helo", ["Goodbye", "Hello"], "Hello"],
    ["get", ["Get", "set"], "Get"],
    ["get", ["set", "gets"], undefined],
    ["Hlelo", ["Hello"], "Hello"],
    ["Hxllx", ["Hello"], undefined],
    ["voteRequest", ["voteReqests", "vote"], "voteReqests"],
    ["voteRequest", [], undefined],
    ["halo", ["hallo", "HALO"], "HALO"],
  ] as const)("of %s, %j means %s", (name, candidates, meant) => {
    expect(nearest(name, candidates)).toBe(meant);
  });

  test.each(["engine", "s", "", "sink", "always"])("of %s is none", (name) => {
    expect(nearest(name, known)).toBeUndefined();
  });
});

describe("names and values are checked before anything runs", () => {
  const explored = (options: object) => explore({ nodes }, options);

  test.each<[string, () => Promise<unknown>, string]>([
    [
      "of a system",
      () => run({ nodes, fault: [] } as any),
      'A system has no "fault"; did you mean faults? It has nodes, topology, faults, seed, properties.',
    ],
    [
      "of a system that is started",
      () => start({ nodes, sead: 3 } as any),
      'A system has no "sead"; did you mean seed?',
    ],
    ["of a system that is explored", () => explore({ nodes, fualts: [] } as any), "did you mean faults?"],
    ["that are nothing like it", () => run({ nodes, always: {} } as any), 'A system has no "always". It has nodes,'],
    [
      "of run",
      () => run({ nodes }, { limits: 5 } as any),
      'There is no option "limits"; did you mean limit? The options',
    ],
    ["of start", () => start({ nodes }, { untill: 5 } as any), 'There is no option "untill"; did you mean until?'],
    ["of explore", () => explored({ losy: true }), 'There is no option "losy"; did you mean lossy? The options are'],
    [
      "faults that are no list",
      () => run({ nodes, faults: latency(3) } as any),
      "it lists faults: { faults: [loss(0.1),",
    ],
    [
      "options that are none",
      () => run({ nodes }, "simulator" as any),
      'run(system, "simulator"): options are an object',
    ],
    ["options that are null", () => start({ nodes }, null as any), "start(system, null): options are an object"],
    ["a trace to be followed", () => run({ nodes }, { trace: { events: [] } } as any), "write { replay: trace }"],
    ["a replay that is no trace", () => run({ nodes }, { replay: "first" } as any), 'replay is "first"; it is a trace'],
    ["a limit that is no number", () => run({ nodes }, { limit: "9" } as any), 'The limit is "9"'],
  ])("%s", async (_, act, words) => {
    await expect(act()).rejects.toThrow(words);
  });
});
