// Traces for other tools: ShiViz and Mermaid.
import { traceToMermaid } from "kernel-lib/dist/src/trace/mermaid.js";
import { traceToShiViz } from "kernel-lib/dist/src/trace/shiviz.js";
import { expect, test } from "vitest";
import { pingPong, Recording } from "../figure/recording.js";

/** Reads a file as ShiViz does: first line the expression, second the delimiter, then the log. */
function shiviz(file: string) {
  const [pattern, delimiter, ...log] = file.split("\n");
  const events = [...log.join("\n").trim().matchAll(new RegExp(pattern!, "gm"))].map(({ groups }) => ({
    ...groups,
    clock: JSON.parse(groups!.clock!) as Record<string, number>,
  })) as { at: string; event: string; host: string; clock: Record<string, number> }[];
  return { delimiter, events };
}

test("a ShiViz log begins with its regular expression, which finds every event with its vector time", () => {
  const file = traceToShiViz(pingPong(1).trace());
  expect(file.split("\n").slice(0, 4)).toEqual([
    String.raw`(?<at>\d+\.\d+) ms: (?<event>.*)\n(?<host>\S+) (?<clock>\{.*\})`,
    "",
    "0.000 ms: start",
    'server {"server":1}',
  ]);
  const { delimiter, events } = shiviz(file);
  expect(delimiter).toBe("");
  expect(events.map(({ host, event, clock }) => [host, event, clock])).toEqual([
    ["server", "start", { server: 1 }],
    ["client", "start", { client: 1 }],
    ["client", 'send ping {"n":1} to server', { client: 2 }],
    ["server", 'receive ping {"n":1} from client', { client: 2, server: 2 }],
    ["server", 'send pong {"n":1} to client', { client: 2, server: 3 }],
    ["client", 'receive pong {"n":1} from server', { client: 3, server: 3 }],
    ["client", "output 1", { client: 4, server: 3 }],
  ]);
});

test("every host's own time starts at 1 and grows by 1, as ShiViz demands", () => {
  const recording = pingPong(5);
  recording.end(recording.send("client", "server", { type: "bye" }, 11), 12, "lost");
  recording.add("server", "crash", 13);
  recording.add("server", "restart", 14);
  const own = new Map<string, number>();
  const { events } = shiviz(traceToShiViz(recording.trace()));
  for (const { host, clock } of events) {
    expect(clock[host]).toBe((own.get(host) ?? 0) + 1);
    own.set(host, clock[host]!);
  }
  expect(own).toEqual(
    new Map([
      ["server", 13],
      ["client", 17],
    ]),
  );
});

test("a lost message is reported where it was sent; odd names and texts keep the log readable", () => {
  const recording = new Recording({ "node 1": "A", node_1: "A" });
  recording.end(recording.send("node 1", "node_1", { type: "x" }, 0), 1, "lost");
  recording.add("node_1", "note", 2.25, { message: "two\nlines  {" });
  const { events } = shiviz(traceToShiViz(recording.trace()));
  expect(events).toEqual([
    { at: "0.000", event: "send x to node_1 (lost)", host: "node_1_", clock: { node_1_: 1 } },
    { at: "2.250", event: "note two\\nlines {", host: "node_1", clock: { node_1: 1 } },
  ]);
});

test("a sequence diagram has each message where it ended, and the nodes' other events", () => {
  const recording = pingPong(1);
  recording.end(recording.send("client", "server", { type: "bye" }, 3), 4, "lost");
  recording.end(recording.send("client", "server", { type: "odd" }, 3), 5, "ignored");
  recording.add("server", "crash", 6);
  recording.send("client", "server", { type: "late" }, 7);
  expect(traceToMermaid(recording.trace()).split("\n")).toEqual([
    "sequenceDiagram",
    "  accTitle: Messages between server, client",
    "  participant n0 as server",
    "  participant n1 as client",
    "  n1->>n0: ping #123;#34;n#34;#58;1#125;",
    "  n0->>n1: pong #123;#34;n#34;#58;1#125;",
    "  Note right of n1: output 1",
    "  n1-xn0: bye (lost)",
    "  n1-->>n0: odd (ignored)",
    "  Note over n0: crash",
    "  n1-)n0: late (under way)",
    "",
  ]);
});

test("a duplicated message is drawn at each arrival, an ignored one once", () => {
  const recording = new Recording({ a: "A", b: "B" });
  const sent = recording.send("a", "b", { type: "x" }, 0);
  recording.end(sent, 1);
  recording.end(sent, 2);
  expect(traceToMermaid(recording.trace()).match(/n0->>n1: x/g)).toHaveLength(2);
});

test("nothing in a message is taken for syntax", () => {
  const recording = new Recording({ "a; end": "A", 'b "<i>"': "B" });
  recording.end(recording.send("a; end", 'b "<i>"', { type: "x%%", text: "a#b;c: é 日\nend" }, 0), 1);
  const lines = traceToMermaid(recording.trace()).split("\n");
  expect(lines.slice(2, 5)).toEqual([
    "  participant n0 as a#59; end",
    "  participant n1 as b #34;#60;i#62;#34;",
    "  n0->>n1: x#37;#37; #123;#34;text#34;#58;#34;a#35;b#59;c#58; é 日#92;nend#34;#125;",
  ]);
});

test("a long run ends with the number of rows left out", () => {
  const lines = traceToMermaid(pingPong(100).trace()).trim().split("\n");
  expect(lines).toHaveLength(4 + 100 + 1);
  expect(lines.at(-1)).toBe("  Note over n0: ... and 200 more");
  expect(traceToMermaid(pingPong(3).trace(), { rows: 4 }).trim().split("\n").at(-1)).toBe(
    "  Note over n0: ... and 5 more",
  );
});
