// A recorded trace step by step: what nodes hold and what is in flight at each, and a page that needs nothing else.
import { crash, explore, Node, run, type StepThrough, stepThrough, traceFromJson, traceToJson } from "kernel-lib";
import { describe, expect, test, vi } from "vitest";

class Server extends Node {
  seen: number[] = [];
  onPing({ n }: { type: "ping"; n: number }, from: string) {
    console.log(`ping ${n}`);
    this.seen.push(n);
    this.send(from, { type: "pong", n });
  }
}
class Client extends Node {
  last = 0;
  onStart() {
    this.send("server", { type: "ping", n: 1 });
  }
  onPong({ n }: { type: "pong"; n: number }) {
    this.last = n;
    if (n < 2) this.send("server", { type: "ping", n: n + 1 });
  }
}
const pingPong = { nodes: { server: Server, client: Client } };

/** What happens meanwhile, and what is printed. */
async function listening<T>(act: () => Promise<T>): Promise<{ result: T; printed: string[] }> {
  const printed: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
  try {
    return { result: await act(), printed };
  } finally {
    spy.mockRestore();
  }
}
const quiet = async <T>(act: () => Promise<T>) => (await listening(act)).result;
const bundle = (shown: StepThrough): Promise<Record<string, string>> => (shown as any)[Symbol.for("Jupyter.display")]();
/** The data inside the page. */
const dataIn = (html: string) => JSON.parse(/stepThrough\(host, \{ \.\.\.(\{.*\}), svg \}\)/.exec(html)![1]!);

describe("the moments of a run in the simulator", () => {
  test("tell what every node holds and what is in flight after each step", async () => {
    const shown = stepThrough(await quiet(() => run(pingPong, { engine: "simulator" })));
    const moments = await shown.moments();
    expect(moments.map(({ step }) => step)).toEqual([
      "server: start",
      'client: start; send ping {"n":1} to server',
      'server: receive ping {"n":1} from client; send pong {"n":1} to client',
      'client: receive pong {"n":1} from server; send ping {"n":2} to server',
      'server: receive ping {"n":2} from client; send pong {"n":2} to client',
      'client: receive pong {"n":2} from server',
    ]);
    expect(moments.map(({ nodes }) => nodes)).toEqual([
      { server: { seen: [] } },
      { server: { seen: [] }, client: { last: 0 } },
      { server: { seen: [1] }, client: { last: 0 } },
      { server: { seen: [1] }, client: { last: 1 } },
      { server: { seen: [1, 2] }, client: { last: 1 } },
      { server: { seen: [1, 2] }, client: { last: 2 } },
    ]);
    expect(moments.map(({ messages }) => messages.map(({ message }) => `${message.type} ${message.n}`))).toEqual([
      [],
      ["ping 1"],
      ["pong 1"],
      ["ping 2"],
      ["pong 2"],
      [],
    ]);
  });

  test("say that a node is down after a crash, and begin anew with its restart", async () => {
    const faults = [crash("server", { at: 1.5, restart: 4 })];
    const moments = await stepThrough(
      await quiet(() => run({ ...pingPong, faults }, { engine: "simulator" })),
    ).moments();
    expect(moments.map(({ step, nodes }) => [step.split(" ").slice(0, 2).join(" "), nodes.server]).slice(2)).toEqual([
      ["server: receive", { seen: [1] }],
      ["server: crash", "down"],
      ["client: receive", "down"],
      ["server: lost:", "down"],
      ["server: restart", { seen: [] }],
    ]);
  });
});

test("a run on threads ends with the states that the run tells", async () => {
  const finished = await quiet(() => run(pingPong));
  const moments = await stepThrough(finished).moments();
  expect(moments.at(-1)!.nodes).toEqual(finished.states);
});

test("a counterexample ends where the property breaks", async () => {
  const verdict = await quiet(() =>
    explore(pingPong, { always: { "no second ping": ({ nodes }) => nodes.server.seen.length < 2 } }),
  );
  const shown = stepThrough(verdict);
  const last = (await shown.moments()).at(-1)!;
  expect(last.nodes.server).toEqual({ seen: [1, 2] });
  expect(last.step).toContain("note broken: no second ping");
  const { steps, title } = dataIn((await bundle(shown))["text/html"]!);
  expect(title).toMatch(/^"no second ping" is violated/);
  expect(steps.map(({ alarm }: { alarm: boolean }) => alarm)).toEqual([...steps.slice(1).map(() => false), true]);
});

test("nothing that nodes print is printed again", async () => {
  const first = await listening(() => run(pingPong, { engine: "simulator" }));
  expect(first.printed).toEqual(["[server] ping 1\n", "[server] ping 2\n"]);
  const again = await listening(() => stepThrough(first.result).moments());
  expect(again.printed).toEqual([]);
});

describe("a trace that was read from a file", () => {
  const read = async () =>
    traceFromJson(traceToJson((await quiet(() => run(pingPong, { engine: "simulator" }))).trace));

  test("shows messages only and says how to name its system", async () => {
    const shown = stepThrough(await read());
    await expect(shown.moments()).rejects.toThrow("Name it, as in stepThrough(trace, { system })");
    const { seen, remarks, steps } = dataIn((await bundle(shown))["text/html"]!);
    expect(seen).toBe(false);
    expect(remarks).toEqual([
      "What nodes hold is not known: this trace does not know its system. Name it, as in stepThrough(trace, { system }).",
    ]);
    expect(steps[1].flying).toEqual([0]);
  });

  test("shows states with the system that made it, and says so where another one departs from it", async () => {
    const trace = await read();
    expect((await stepThrough(trace, { system: pingPong }).moments()).at(-1)!.nodes.client).toEqual({ last: 2 });
    class Mute extends Client {
      onPong() {}
    }
    const other = stepThrough(trace, { system: { nodes: { server: Server, client: Mute } } });
    await expect(other.moments()).rejects.toThrow("The system departs from the trace at event");
  });
});

test("a node that hides its state says so", async () => {
  class Hidden extends Node {
    #count = 0;
    onStart() {
      this.output(this.#count);
    }
  }
  const moments = await stepThrough(await run({ nodes: { a: Hidden } }, { engine: "simulator" })).moments();
  expect(moments[0]!.nodes.a).toBe("cannot be seen: #count is private to its class");
});

describe("the page", () => {
  test("needs nothing from elsewhere, and holds the picture and the words for where no script runs", async () => {
    const finished = await quiet(() => run(pingPong, { engine: "simulator" }));
    const { "text/html": html, "text/plain": text } = await bundle(stepThrough(finished));
    expect(html).not.toMatch(/(?:src|href)="(?!data:)/);
    expect(html!.match(/<img alt="([^"]*)"/)![1]).toBe("2 nodes, 4 messages, quiet after 4 ms");
    const svg = Buffer.from(/base64,([^"]*)"/.exec(html!)![1]!, "base64").toString();
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
    expect(svg).not.toContain("font-color1, currentColor");
    expect(html).toContain("<summary>The same in words</summary>");
    expect(text!.split("\n")[0]).toBe("2 nodes, 4 messages, quiet after 4 ms");
  });

  test("knows for each step which messages cross the line between what has happened and what has not", async () => {
    const finished = await quiet(() => run(pingPong, { engine: "simulator" }));
    const { steps, messages, nodes } = dataIn((await bundle(stepThrough(finished)))["text/html"]!);
    expect(nodes).toEqual([
      { id: "server", kind: "Server" },
      { id: "client", kind: "Client" },
    ]);
    expect(steps.map(({ flying }: { flying: number[] }) => flying)).toEqual([[], [0], [1], [2], [3], []]);
    expect(messages[0].words).toBe('ping {"n":1} from client to server');
    expect(steps[2].held).toEqual({ 0: [["seen", "[1]"]] });
    expect(steps[2].at).toBe("1.0 ms");
    expect(steps[2].front).toMatch(/^M[\d.]+,-?[\d.]+(L[\d.]+,-?[\d.]+){3}$/);
  });

  test("is not left by what a message says", async () => {
    class Sly extends Node {
      text = "</script><img src=x onerror=alert(1)>";
      onStart() {
        this.send(this.id, { type: "sly", text: this.text });
      }
    }
    const { "text/html": html } = await bundle(stepThrough(await run({ nodes: { a: Sly } }, { engine: "simulator" })));
    expect(html!.match(/<\/script>/g)!.length).toBe(1);
    expect(html).not.toContain("<img src=x");
  });

  test("of a long run shows the beginning and says how much is left out", async () => {
    class Ticking extends Node {
      left = 400;
      onStart() {
        this.setTimer("tick", 1);
      }
      onTimer() {
        if (--this.left > 0) this.setTimer("tick", 1);
      }
    }
    const shown = stepThrough(await run({ nodes: { a: Ticking } }, { engine: "simulator" }));
    const { steps, remarks } = dataIn((await bundle(shown))["text/html"]!);
    expect([steps.length, remarks]).toEqual([300, ["The first 300 events can be stepped through; 101 more cannot."]]);
  });
});

test("a run without events, or something else, is refused with the way to fix it", async () => {
  const untraced = await quiet(() => run(pingPong, { engine: "simulator", trace: false }));
  expect(() => stepThrough(untraced)).toThrow("this run recorded no events. Run it without `trace: false`.");
  expect(() => stepThrough(42 as any)).toThrow("stepThrough takes a run, a trace or a verdict with a counterexample");
});
