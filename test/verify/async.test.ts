// Handlers that wait: what they hold cannot be seen, so their events are replayed.
import { explore, Node, type View } from "kernel-lib";
import { expect, test } from "vitest";

class Server extends Node {
  value = 0;
  onAdd({ n }: { n: number }) {
    this.value += n;
    return this.value;
  }
  onRead() {
    return this.value;
  }
}

/** Reads, then writes what it read and one more: two of them lose an update. */
class Careless extends Node {
  done = false;
  async onStart() {
    const value = await this.call("store", { type: "get" });
    await this.call("store", { type: "set", value: value + 1 });
    this.done = true;
  }
}
class Store extends Node {
  value = 0;
  onGet() {
    return this.value;
  }
  onSet({ value }: { value: number }) {
    this.value = value;
    return true;
  }
}

test("calls are answered in every order, and an update is lost in some", async () => {
  const system = { nodes: { store: Store, a: Careless, b: Careless } };
  const both = ({ nodes }: View) => nodes.a.done && nodes.b.done;
  const verdict = await explore(system, {
    always: { "no update is lost": (view) => !both(view) || view.nodes.store.value === 2 || "the store holds 1" },
  });
  expect(verdict).toMatchObject({ ok: false, broken: "no update is lost", why: "the store holds 1" });
  const received = verdict
    .counterexample!.events.filter(({ kind }) => kind === "receive")
    .map(({ message }) => message.type);
  expect(received.sort()).toEqual(["get", "get", "reply", "reply", "reply", "reply", "set", "set"]);
  const sometimes = { "both count": (view: View) => both(view) && view.nodes.store.value === 2 };
  expect(await explore(system, { sometimes })).toMatchObject({ ok: true, complete: true });
});

test("a single caller has one state for each event", async () => {
  class Caller extends Node {
    got: number[] = [];
    async onStart() {
      for (const n of [1, 2]) this.got.push(await this.call("server", { type: "add", n }));
    }
  }
  const verdict = await explore(
    { nodes: { caller: Caller, server: Server } },
    { eventually: { "has both": ({ nodes }) => nodes.caller.got.join() === "1,3" } },
  );
  expect(verdict).toMatchObject({ ok: true, complete: true, unique: 5 });
});

test("time-outs come before or after the answer, sleeps in the order of their durations", async () => {
  class Impatient extends Node {
    result = "";
    slept: number[] = [];
    async onStart() {
      this.onNap({ ms: 20 });
      this.onNap({ ms: 10 });
      try {
        this.result = String(await this.call("server", { type: "read" }, { timeout: 50 }));
      } catch (error) {
        this.result = (error as Error).name;
      }
    }
    async onNap({ ms }: { ms: number }) {
      await this.sleep(ms);
      this.slept.push(ms);
    }
  }
  const results = new Set<string>();
  const verdict = await explore(
    { nodes: { impatient: Impatient, server: Server } },
    {
      always: {
        "short sleeps end first": ({ nodes }) => nodes.impatient.slept[0] !== 20,
        "the time-out is last": ({ nodes }) => {
          const { result, slept } = nodes.impatient;
          results.add(result);
          return result !== "TimeoutError" || slept.length === 2;
        },
      },
    },
  );
  expect(verdict).toMatchObject({ ok: true, complete: true });
  expect([...results].sort()).toEqual(["", "0", "TimeoutError"]);
});

test("an answer to an earlier call answers no later one", async () => {
  class Retrying extends Node {
    answers: number[] = [];
    async onStart() {
      this.send(this.id, { type: "ask", n: 1 });
      this.send(this.id, { type: "ask", n: 2 });
    }
    async onAsk({ n }: { n: number }) {
      const answer = await this.call("echo", { type: "echo", n }, { timeout: 10 }).catch(() => 0);
      this.answers.push(n, answer);
    }
  }
  class Echo extends Node {
    onEcho({ n }: { n: number }) {
      return n;
    }
  }
  const verdict = await explore(
    { nodes: { retrying: Retrying, echo: Echo } },
    {
      always: {
        "answers fit": ({ nodes: { retrying } }) =>
          [0, 2].every((i) => !retrying.answers[i + 1] || retrying.answers[i] === retrying.answers[i + 1]),
      },
      sometimes: { "both are answered": ({ nodes }) => nodes.retrying.answers.join() === "1,1,2,2" },
    },
  );
  expect(verdict).toMatchObject({ ok: true, complete: true });
});

test("requests may be kept and answered later", async () => {
  class Lock extends Node {
    holder: string | undefined;
    queue: any[] = [];
    onAcquire(request: object, from: string) {
      if (this.holder !== undefined) return void this.queue.push({ request, from });
      this.holder = from;
      return true;
    }
    onRelease() {
      const next = this.queue.shift();
      this.holder = next?.from;
      if (next) this.reply(next.request, true);
    }
  }
  class Worker extends Node {
    inside = false;
    done = false;
    async onStart() {
      await this.call("lock", { type: "acquire" });
      this.inside = true;
      await this.sleep(10);
      this.inside = false;
      this.done = true;
      this.send("lock", { type: "release" });
    }
  }
  const verdict = await explore(
    { nodes: { lock: Lock, a: Worker, b: Worker } },
    {
      always: { exclusive: ({ nodes }) => !(nodes.a.inside && nodes.b.inside) },
      eventually: { "all are done": ({ nodes }) => nodes.a.done && nodes.b.done },
    },
  );
  expect(verdict).toMatchObject({ ok: true, complete: true });
});

test("a handler that awaits anything else is refused", async () => {
  class Waiter extends Node {
    async onStart() {
      await new Promise(() => {});
    }
  }
  await expect(explore({ nodes: { waiter: Waiter } })).rejects.toThrow(
    "A handler of waiter awaits something other than call or sleep.",
  );
});

test("an async handler that throws is a violation", async () => {
  class Fragile extends Node {
    async onStart() {
      await this.call("server", { type: "read" });
      throw new Error("after all");
    }
  }
  const verdict = await explore({ nodes: { fragile: Fragile, server: Server } });
  expect(verdict).toMatchObject({ ok: false, broken: "no handler throws", why: "fragile threw Error: after all" });
  expect(verdict.counterexample!.events.at(-2)).toMatchObject({ node: "fragile", kind: "error" });
});
