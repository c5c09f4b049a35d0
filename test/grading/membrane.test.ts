// The membrane: what crosses it comes out as it was, what does not is held by handles, and whatever a process is made
// to say harms nobody.
import { spawn } from "node:child_process";
import { Channel, Gone, LONGEST } from "kernel-lib/dist/grading/membrane/channel.js";
import { Peer } from "kernel-lib/dist/grading/membrane/peer.js";
import { DescriptorPipe } from "kernel-lib/dist/grading/membrane/pipe.js";
import { holderOf } from "kernel-lib/dist/grading/membrane/shape.js";
import { decode, encode, foreign } from "kernel-lib/dist/grading/membrane/value.js";
import { CarriedPipe } from "kernel-lib/dist/grading/sandbox/carried-pipe.js";
import { describe, expect, test } from "vitest";

const cross = (value: unknown) => decode(JSON.parse(JSON.stringify(encode(value, () => undefined))), foreign) as any;

describe("data comes out as it was", () => {
  const cyclic: any = { name: "a", list: [] };
  cyclic.list.push(cyclic, cyclic.list);
  const shared = { city: "Karlsruhe" };

  test.each([
    ["numbers", [0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -1e308, 2 ** 53]],
    ["undefined, null and holes that are none", [undefined, null, { a: undefined }]],
    ["big integers", [0n, -(2n ** 200n)]],
    [
      "maps and sets, keys of any kind",
      new Map<unknown, unknown>([
        [{ k: 1 }, new Set([1, "1"])],
        ["x", -0],
      ]),
    ],
    [
      "bytes",
      [Uint8Array.of(1, 255), new Float64Array([0.1, -0]), new ArrayBuffer(3), new DataView(new ArrayBuffer(2))],
    ],
    ["half a character", ["\ud83d", { "\ude00": 1 }]],
    ["dates", [new Date(0), new Date(Number.NaN)]],
    ["cycles", cyclic],
  ])("%s", (_, value) => expect(cross(value)).toEqual(value));

  test("what is shared stays shared", () => {
    const { billTo, shipTo } = cross({ billTo: shared, shipTo: shared });
    expect(billTo).toBe(shipTo);
  });

  test("a key is only a key", () => {
    const value = JSON.parse('{"__proto__": {"ok": true}, "constructor": 1, "then": 2, "@": 3, "&": 4}');
    const crossed = cross(value);
    expect(Object.keys(crossed)).toEqual(["__proto__", "constructor", "then", "@", "&"]);
    expect(crossed.ok).toBeUndefined();
    expect(Object.getPrototypeOf(crossed)).toBe(Object.prototype);
  });

  test("errors keep name, message and data, and their stack is theirs no more", () => {
    const error = cross(Object.assign(new RangeError("too far"), { code: "EFAR", stack: "secret" }));
    expect(error).toBeInstanceOf(RangeError);
    expect([error.message, error.code, error.stack]).toEqual(["too far", "EFAR", "RangeError: too far"]);
  });

  test("what another side made to be a number or a text is neither", () => {
    const mine = () => 4;
    for (const name of ["valueOf", "toString"]) {
      const value = decode(["o", name, ["&", "function"]], () => mine) as any;
      expect([Number(value), value + 1, `${value}`, value[name]()]).toEqual([
        Number.NaN,
        Number.NaN,
        "[object Object]",
        4,
      ]);
    }
  });

  test("what has no bottom is refused on either side", () => {
    let deep: any = [];
    let text = '["u"]';
    for (let i = 0; i < 1000; i++) {
      deep = [deep];
      text = `["a",${text}]`;
    }
    expect(() => encode(deep, () => undefined)).toThrow("nested more than 400 deep");
    expect(() => decode(JSON.parse(text), foreign)).toThrow("unreadable");
  });
});

/** Two sides in one process: what one sends the other serves at once. */
function pair(): { judge: Peer; answers: Peer } {
  const queues: [string[], string[]] = [[], []];
  const channel = (own: 0 | 1): Channel =>
    Object.assign(Object.create(Channel.prototype), {
      isGone: false,
      send: (text: string) => queues[own].push(text),
      receive: () => {
        const other = own === 0 ? sides.answers : sides.judge;
        const mine = queues[own === 0 ? 1 : 0];
        if (mine.length === 0) mine.push(JSON.stringify(other.answer(JSON.parse(queues[own].pop()!))));
        return mine.shift()!;
      },
    });
  const options = { serve: () => undefined, isNode: () => false };
  const sides = {
    judge: new Peer(channel(0), { ...options, copiesObjects: true, isReadOnly: true }),
    answers: new Peer(channel(1), options),
  };
  return sides;
}

describe("what is no data stays at home", () => {
  class Counter {
    count = 0;
    add(n: number) {
      this.count += n;
      return this;
    }
    *upTo(): Generator<number, string, number> {
      for (let i = 0; i < this.count; i++) yield i;
      return "done";
    }
  }
  /** As the judge holds what the answers own. */
  const held = (value: unknown) => {
    const { judge, answers } = pair();
    return judge.decode(answers.encode(value)) as any;
  };

  test("classes, objects and generators work by handles, and a handle that comes home is the object itself", () => {
    const Remote = held(Counter);
    const counter = new Remote();
    expect(counter.add(2)).toBe(counter);
    expect(counter.count).toBe(2);
    expect([...counter.upTo()]).toEqual([0, 1]);
    expect(counter.then).toBeUndefined();
  });

  test("functions are called across, callbacks too, and what they throw arrives", () => {
    const each = held((list: number[], f: (n: number) => number) => list.map((n) => f(n)));
    expect(each([1, 2], (n: number) => 10 * n)).toEqual([10, 20]);
    expect(() =>
      each([1], () => {
        throw new TypeError("not mine");
      }),
    ).toThrow(new TypeError("not mine"));
  });

  test("an object with functions in it keeps its state", () => {
    const own = {
      count: 0,
      next(): number {
        return ++this.count;
      },
    };
    const counter = held(own);
    expect([counter.next(), counter.next(), counter.count]).toEqual([1, 2, 2]);
  });

  test("from nothing that the judge hands out does a way lead to what evaluates text", () => {
    const { judge, answers } = pair();
    const given = answers.decode(judge.encode([() => 1, new Counter(), [1].values()])) as any[];
    for (const handle of [given[0], given[1]])
      for (const name of [
        "constructor",
        "__proto__",
        "prototype",
        "caller",
        "arguments",
        "toString",
        "bind",
        "valueOf",
      ])
        expect(answers.request(["get", 1 + given.indexOf(handle), name])).toBeUndefined();
    expect(() => answers.request(["invoke", 2, "constructor", ["a", "return process"]])).toThrow("is not a method");
    expect(() => answers.request(["set", 2, "count", 9])).toThrow("may not change");
    for (const name of Object.getOwnPropertyNames(Object.prototype))
      expect(holderOf(new Counter(), name)).toBeUndefined();
  });
});

describe("a cheap fuzz of every message", () => {
  const kinds = [
    "=",
    "!",
    "call",
    "new",
    "invoke",
    "get",
    "set",
    "has",
    "keys",
    "settle",
    "node.random",
    "load",
    "zzz",
    7,
    null,
  ];
  const parts: unknown[] = [
    ...[
      null,
      true,
      -1,
      0,
      1,
      2,
      1e9,
      0.5,
      "",
      "x",
      "__proto__",
      "constructor",
      [],
      {},
      ["u"],
      ["a", ["#", 0]],
      ["#", "length"],
    ],
    ...[
      ["@", 1],
      ["@", "constructor"],
      ["&", "function", 1],
      ["&", "class", 3, 9],
      ["&", "object", 4, 1, ["o"]],
      ["&", "promise", 5],
    ],
    ...[
      ["given", "x"],
      ["m", 1],
      ["b", "1e9"],
      ["b", "9".repeat(20_000)],
      ["t", "Uint8Array", 5],
      ["e"],
      ["x", "(", "g"],
      ["n", "7"],
    ],
    ...[[[1, true, ["&", "generator", 8]]], [[{}, 1]], [["&"]], "\ud800", JSON.parse('{"__proto__": 1}')],
  ];
  let seed = 7;
  const random = (n: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % n;
  };
  const message = () => [
    kinds[random(kinds.length)],
    ...Array.from({ length: random(5) }, () => parts[random(parts.length)]),
  ];

  test("a judge answers, or gives the process up; nothing else happens to it", () => {
    class Given {
      field = 1;
      method() {
        return 2;
      }
    }
    const { judge } = pair();
    judge.encode([new Given(), () => 3, Given]);
    const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    let refused = 0;
    for (let i = 0; i < 20_000; i++)
      try {
        const [kind] = judge.answer(message() as any[]);
        expect(["=", "!"]).toContain(kind);
        if (kind === "!") refused++;
      } catch (error) {
        expect(error).toBeInstanceOf(Gone);
        refused++;
      }
    expect(refused).toBeGreaterThan(10_000);
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
    expect(new Given()).toEqual({ field: 1 });
  });

  test("an answer of any shape becomes data, a handle or an error", () => {
    const { judge } = pair();
    for (const part of parts)
      try {
        judge.decode(part);
      } catch (error) {
        expect((error as Error).message).toContain("unreadable");
      }
  });
});

describe("the pipe", () => {
  /** The other end of a pipe that says these bytes, and then ends. */
  async function saying(...bytes: Buffer[]): Promise<Channel> {
    const child = spawn("cat", { stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.end(Buffer.concat(bytes));
    const { _handle } = child.stdout as any;
    _handle.readStop();
    _handle.setBlocking(true);
    await new Promise((resolve) => child.once("exit", resolve));
    return new Channel(new DescriptorPipe(_handle.fd, _handle.fd));
  }
  const size = (n: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(n);
    return bytes;
  };

  test("texts come one by one, whatever their sizes", async () => {
    const texts = ["", "a", "€".repeat(40_000)];
    const frames = texts.flatMap((text) => [size(Buffer.byteLength(text)), Buffer.from(text)]);
    const channel = await saying(...frames);
    expect(texts.map(() => channel.receive())).toEqual(texts);
    expect(() => channel.receive()).toThrow("it has ended");
  });

  test("where nobody can wait on a pipe, a thread carries the bytes", () => {
    const args = ["-e", "process.stdin.pipe(process.stdout)"];
    const pipe = new CarriedPipe({ command: process.execPath, args, env: {} });
    const channel = new Channel(pipe);
    for (const text of ["", "a", "€".repeat(100_000)]) {
      channel.send(text);
      expect(channel.receive()).toBe(text);
    }
    pipe.end();
    expect(() => channel.receive()).toThrow("it has ended");
  });

  test("a text that is too long is refused before it is there, and one that breaks off is an end", async () => {
    const long = await saying(size(LONGEST + 1));
    expect(() => long.receive()).toThrow("at once");
    const short = await saying(size(10), Buffer.from("abc"));
    expect(() => short.receive()).toThrow("it has ended");
    expect(short.isGone).toBe(true);
  });
});
