// What the explorer refuses: whatever would make its verdict wrong is named instead.
import { explore, Node } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { pingPong } from "./protocols.js";

function alone(Class: new () => Node<any>, options = {}) {
  return explore({ nodes: { node: Class } }, options);
}

describe("handlers that depend on more than node and event", () => {
  test("leak into statics", async () => {
    class Leaky extends Node {
      static made = 0;
      mine = 0;
      onStart() {
        this.mine = ++Leaky.made;
      }
    }
    await expect(alone(Leaky)).rejects.toThrow(
      'onStart of node does not do the same twice in the same state: first its field "mine" becomes 1, then 2.',
    );
  });

  test("send something else the second time", async () => {
    class Leaky extends Node {
      static sent = 0;
      onStart() {
        this.send(this.id, { type: "hello", n: ++Leaky.sent });
      }
      onHello() {}
    }
    await expect(alone(Leaky)).rejects.toThrow(
      'first it sends [{"type":"hello","n":1}], then [{"type":"hello","n":2}]',
    );
  });

  test("read the clock or throw dice", async () => {
    class Clock extends Node {
      at = 0;
      onStart() {
        this.at = Date.now();
      }
    }
    class Dice extends Node {
      n = 0;
      onStart() {
        this.n = Math.random();
      }
    }
    class OwnClock extends Node {
      at = 0;
      onStart() {
        this.at = this.now();
      }
    }
    await expect(alone(Clock)).rejects.toThrow("Date.now()");
    await expect(alone(Dice)).rejects.toThrow("Math.random()");
    await expect(alone(OwnClock)).rejects.toThrow("node calls now(), but the explorer has no clock");
  });

  test("catch the refusal", async () => {
    class Sly extends Node {
      at = 0;
      onStart() {
        try {
          this.at = this.now();
        } catch {}
      }
    }
    await expect(alone(Sly)).rejects.toThrow("node calls now()");
  });
});

describe("random()", () => {
  class Walker extends Node {
    seen: number[] = [];
    onStart() {
      this.send(this.id, { type: "go" });
    }
    onGo() {
      this.seen.push(this.random());
      if (this.seen[0] === 0.5) this.seen.push(this.random());
    }
  }

  test("is refused without choices", async () => {
    await expect(alone(Walker)).rejects.toThrow(
      "node calls random(), but the explorer leaves nothing to chance. Name what it may give, such as explore(system, { random: [0, 0.5] }).",
    );
  });

  test("branches over the given choices", async () => {
    const found = new Set<string>();
    const collect = ({ nodes }: any) => found.add(nodes.node.seen.join()).size > 0;
    expect(await alone(Walker, { random: [0, 0.5, 0.75], always: { collect } })).toMatchObject({ unique: 6 });
    expect([...found].sort()).toEqual(["", "0", "0.5,0", "0.5,0.5", "0.5,0.75", "0.75"]);
  });

  test("branches at the start too, and a counterexample tells the chosen way", async () => {
    class Chooser extends Node {
      n = 0;
      onStart() {
        this.n = this.random();
        this.output(this.n);
      }
    }
    const verdict = await alone(Chooser, {
      random: [0, 0.25],
      always: { zero: ({ nodes }: any) => nodes.node.n === 0 },
    });
    expect(verdict).toMatchObject({ ok: false, unique: 2 });
    expect(verdict.counterexample!.events.find(({ kind }) => kind === "output")!.message).toBe(0.25);
  });
});

describe("states that cannot be compared", () => {
  test("hold functions", async () => {
    class Holder extends Node {
      waiting: (() => void)[] = [];
      onStart() {
        this.waiting.push(() => {});
      }
    }
    class Selfish extends Node {
      me: { node: unknown } = { node: undefined };
      onStart() {
        this.me.node = this;
      }
    }
    await expect(alone(Selfish)).rejects.toThrow("The state of node cannot be compared: its me.node is a Selfish.");
    class Swapper extends Node {
      act = () => 1;
      onStart() {
        this.act = () => 2;
      }
    }
    await expect(alone(Holder)).rejects.toThrow("The state of node cannot be compared: its waiting[0] is function");
    await expect(alone(Swapper)).rejects.toThrow('node keeps a function in its field "act"');
  });

  test("hide private fields", async () => {
    class Hidden extends Node {
      #secret = 1;
      onStart() {
        this.output(this.#secret);
      }
    }
    await expect(alone(Hidden)).rejects.toThrow(
      "The state of node cannot be compared: #secret is private to its class.",
    );
  });
});

test("fields may hold instances, sets, maps, and functions of the class", async () => {
  class Log {
    entries: string[] = [];
    add(entry: string) {
      this.entries.push(entry);
    }
  }
  class Keeper extends Node {
    log = new Log();
    names = new Set<string>();
    counts = new Map<string, number>();
    same = { log: this.log };
    shout = (text: string) => this.log.add(text.toUpperCase());
    onStart() {
      for (const name of ["b", "a", "c"]) this.send(this.id, { type: "name", name });
    }
    onName({ name }: { name: string }) {
      this.names.add(name);
      this.counts.set(name, 1);
      if (this.names.size === 3) this.shout("full");
    }
  }
  const verdict = await alone(Keeper, {
    always: {
      shared: ({ nodes }: any) => nodes.node.same.log === nodes.node.log,
      full: ({ nodes }: any) => nodes.node.names.size < 3 || nodes.node.log.entries[0] === "FULL",
    },
  });
  expect(verdict).toMatchObject({ ok: true, unique: 8 });
});

test("sets, maps and objects have one order, however they came to be", async () => {
  class Picker extends Node {
    names = new Set<string>();
    ages = new Map<string, number>();
    table: Record<string, number> = {};
    first = "";
    onStart() {
      for (const name of ["c", "b", "a"]) this.send(this.id, { type: "name", name });
    }
    onName({ name }: { name: string }) {
      this.names.add(name);
      this.ages.set(name, 1);
      this.table[name] = 1;
      if (this.names.size === 3) this.send(this.id, { type: "pick" });
    }
    onPick() {
      this.first = [...this.names][0]! + [...this.ages.keys()][0]! + Object.keys(this.table)[0]!;
    }
  }
  const sometimes = { "picks the first": ({ nodes }: any) => nodes.node.first === "aaa" };
  expect(await alone(Picker, { sometimes })).toMatchObject({ ok: true, unique: 9 });
});

describe("properties and options", () => {
  test("that throw, or forget to answer, are named", async () => {
    const always = { "is fine": () => JSON.parse("{") };
    await expect(explore(pingPong, { always })).rejects.toThrow('always: "is fine" throws SyntaxError');
    const silent = { silent: (() => {}) as any };
    await expect(explore(pingPong, { sometimes: silent })).rejects.toThrow(
      'sometimes: "silent" gives undefined; a property returns true, false or a sentence.',
    );
  });

  test("that change what they see are stopped", async () => {
    const always = { meddles: ({ nodes }: any) => (nodes.pinger.count = 7) > 0 };
    await expect(explore(pingPong, { always })).rejects.toThrow('always: "meddles" throws TypeError: Cannot assign');
  });

  test.each([
    [{ alway: {} }, 'There is no option "alway"'],
    [{ network: "perfect" }, 'network is "perfect"; choose "unordered", "duplicating", "ordered".'],
    [{ crashes: -1 }, "crashes is -1; it is a whole number, 0 or more."],
    [{ depth: 1.5 }, "depth is 1.5"],
    [{ seconds: 0 }, "seconds is 0; it is a number above 0."],
    [{ always: { a: true } }, 'always: "a" is true; a property is a function'],
    [{ symmetry: [["pinger", "nobody"]] }, 'symmetry names "nobody", but there is no such node.'],
    [{ random: [1] }, "random is [1]; it lists what random() may give"],
  ])("%o is refused", async (options, text) => {
    await expect(explore(pingPong, options as any)).rejects.toThrow(text);
  });

  test("unknown receivers and spawning are refused with the node's name", async () => {
    class Lost extends Node {
      onStart() {
        this.send("nobody", { type: "hello" });
      }
    }
    class Parent extends Node {
      onStart() {
        this.spawn("child", Lost);
      }
    }
    await expect(alone(Lost)).rejects.toThrow('node sends "hello" to "nobody", but there is no such node.');
    await expect(alone(Parent)).rejects.toThrow(
      'node spawns "child", but the explorer needs all nodes from the start.',
    );
    await expect(explore({ nodes: {} })).rejects.toThrow("This system has no nodes.");
  });
});
