// Consistency beyond linearizability: causal histories, replicas that come to agree.
import { causallyConsistent, converged, explore, Node, type Operation } from "kernel-lib";
import { describe, expect, test } from "vitest";

let clock = 0;
function write(process: string, key: string, value: unknown): Operation {
  return { process, input: { type: "put", key, value }, output: true, call: clock++, return: clock++ };
}
function read(process: string, key: string, output: unknown): Operation {
  return { process, input: { type: "get", key }, output, call: clock++, return: clock++ };
}

describe("causal consistency", () => {
  test("lets concurrent writes be seen in different orders", () => {
    const history = [
      write("a", "x", 1),
      write("b", "x", 2),
      read("c", "x", 1),
      read("c", "x", 2),
      read("d", "x", 2),
      read("d", "x", 1),
    ];
    expect(causallyConsistent(history)).toEqual({ ok: true });
  });

  test("but not an answer without its question", () => {
    const history = [
      write("ann", "question", "lunch?"),
      read("bob", "question", "lunch?"),
      write("bob", "answer", "yes"),
      read("carl", "answer", "yes"),
      read("carl", "question", undefined),
    ];
    expect(causallyConsistent(history)).toEqual({
      ok: false,
      why: 'carl reads question as never written, although it must know that "lunch?" was written',
      pattern: [history[0], history[4]],
    });
  });

  test("nor an old value after a newer one that depends on it", () => {
    const history = [write("a", "x", 1), write("a", "x", 2), read("b", "x", 2), read("b", "x", 1)];
    expect(causallyConsistent(history)).toMatchObject({
      ok: false,
      why: "b reads 1 from x, although it must know the later 2",
      pattern: [history[0], history[1], history[3]],
    });
  });

  test("nor values nobody wrote, nor effects before their causes", () => {
    expect(causallyConsistent([read("a", "x", 9)])).toMatchObject({
      ok: false,
      why: "a reads 9 from x, which nobody wrote",
    });
    const circle = [read("a", "x", 1), write("a", "y", 1), read("b", "y", 1), write("b", "x", 1)];
    expect(causallyConsistent(circle)).toMatchObject({ ok: false });
  });

  test("needs different values, and to know what operations do", () => {
    expect(() => causallyConsistent([write("a", "x", 1), write("b", "x", 1)])).toThrow('1 is written to "x" twice');
    expect(() => causallyConsistent([{ process: 1, input: "hello", call: 0, return: 1 }])).toThrow("cannot tell what");
    const given = [{ process: 1, input: "hello", call: 0, return: 1 }];
    expect(causallyConsistent(given, () => ({ kind: "write", key: "x", value: 1 }))).toEqual({ ok: true });
  });
});

describe("replicas", () => {
  test("have converged when all hold the same", () => {
    expect(converged({ a: new Set([1, 2]), b: new Set([2, 1]) })).toBe(true);
    expect(converged({ a: 1, b: 1, c: 2 })).toBe("a holds 1 and c holds 2");
    expect(converged({})).toBe(true);
  });

  test("converge eventually, or the explorer shows how they do not", async () => {
    class Replica extends Node {
      value = 0;
      mine = 0;
      onStart() {
        this.value = this.mine;
        this.broadcast({ type: "update", value: this.mine });
      }
      onUpdate({ value }: { value: number }) {
        this.value = value;
      }
    }
    class Maximum extends Replica {
      override onUpdate({ value }: { value: number }) {
        this.value = Math.max(this.value, value);
      }
    }
    const eventually = {
      "replicas agree": ({ nodes }: any) => converged({ a: nodes.a.value, b: nodes.b.value }),
    };
    const system = (Class: typeof Replica) => ({ nodes: { a: Class.with({ mine: 1 }), b: Class.with({ mine: 2 }) } });
    expect(await explore(system(Maximum), { eventually })).toMatchObject({ ok: true, complete: true });
    const last = {
      "replicas agree at the end": ({ nodes, messages }: any) =>
        messages.length > 0 || converged({ a: nodes.a.value, b: nodes.b.value }),
    };
    expect(await explore(system(Replica), { always: last })).toMatchObject({
      ok: false,
      why: "a holds 2 and b holds 1",
    });
  });
});
