import { checkpoint, explore, Node, predict, type Report, run, written } from "kernel-lib";
import { describe, expect, test, vi } from "vitest";

const shown = (report: Report) => (report as any)[Symbol.for("Jupyter.display")]();
const text = (report: Report) => shown(report)["text/plain"];

describe("a checkpoint", () => {
  test("compares a guess with what the run showed", async () => {
    const guess = predict("C1.1", "How many of 100 keys fail?", 20);
    const report = await checkpoint("C1.1", guess, 20, "One store in five holds every fifth key.");
    expect([report.points, report.of]).toEqual([1, 1]);
    expect(text(report)).toBe(
      "C1.1: 1 of 1 point\n  passed: How many of 100 keys fail?\nOne store in five holds every fifth key.",
    );
  });

  test("answers a wrong guess as an experiment, not as a failure", async () => {
    const report = await checkpoint("C1.1", predict("C1.1", "How many?", 30), 20, "Every fifth key.");
    expect(text(report)).toBe(
      "C1.1: 0 of 1 point\n  surprise: How many?\n    You said 30; it was 20.\nEvery fifth key.",
    );
    expect(report.html).toContain("≠</span> surprise");
    expect(report.html).not.toContain("failed");
  });

  test("writes large numbers as one reads them, in the course's language", async () => {
    const why = async (guess: number, truth: number) =>
      text(await checkpoint("C1.2", predict("C1.2", "How many?", guess), truth)).split("    ")[1];
    expect(await why(1_000_000, 1_111_111)).toBe("You said 1,000,000; it was 1,111,111.");
    expect(await why(1000, 9999)).toBe("You said 1000; it was 9999.");
    expect(shown(predict("C1.2", "How many?", 10_000) as never)["text/plain"]).toContain("Your guess: 10,000");
    vi.stubEnv("VERTEILT_LANGUAGE", "de");
    expect(await why(1_000_000, 1_111_111)).toBe("Sie sagten 1.000.000; es war 1.111.111.");
    vi.unstubAllEnvs();
  });

  test("asks, and reveals nothing but on request, while nobody has guessed", async () => {
    const report = await checkpoint("C1.1", predict("C1.1", "How many?"), 20, "Every fifth key.");
    expect(text(report)).toBe(
      "C1.1: 0 of 1 point\n  open: How many?\n" +
        "    No guess yet. Write yours where the question is asked; then run that cell and this one.",
    );
    const [before, folded, ...rest] = report.html.split(/<details[^>]*><summary[^>]*>Show the answer<\/summary>/);
    expect(before).not.toMatch(/\b20\b|Every fifth/);
    expect(folded).toMatch(/^It is 20\. Every fifth key\.<\/details>/);
    expect(rest).toEqual([]);
  });

  test("shows slides the answer of an open question", async () => {
    vi.stubEnv("VERTEILT_SHOW_ANSWERS", "1");
    const report = await checkpoint("C1.1", predict("C1.1", "How many?"), 20, "Every fifth key.");
    expect(text(report)).toBe("C1.1: 0 of 1 point\n  open: How many?\n    No guess yet. It is 20.\nEvery fifth key.");
    vi.unstubAllEnvs();
  });

  test("judges a guess that has no single right value", async () => {
    const about = (guess: number) => (guess > 10 && guess < 1000) || "Here it was about 100.";
    const report = (guess?: number) => checkpoint<number>("C1.6", predict("C1.6", "To a factor of ten?", guess), about);
    expect((await report(90)).points).toBe(1);
    expect(text(await report(3))).toBe(
      "C1.6: 0 of 1 point\n  surprise: To a factor of ten?\n    You said 3. Here it was about 100.",
    );
    expect(text(await report())).toContain("No guess yet.");
  });

  test("draws the counterexample of a verdict, and passes with one that holds", async () => {
    class Sender extends Node {
      onStart() {
        this.send("sink", { type: "word" });
      }
    }
    class Sink extends Node {
      onWord(_: unknown, from: string) {
        this.output(from);
      }
    }
    const nodes = { a: Sender, b: Sender, sink: Sink };
    const judge = (first: string) => (kind: typeof Sender) =>
      explore(
        { nodes: { ...nodes, a: kind } },
        {
          always: { "a is first": ({ outputs }) => outputs.sink[0] !== first || `${first} was first` },
        },
      );
    const failed = await checkpoint("C1.8", Sender, judge("b"), "Ask in turn.");
    expect(text(failed)).toContain(
      'C1.8: 0 of 1 point\n  failed: Your answer\n    "a is first" is violated: b was first.',
    );
    expect(failed.html).toContain('aria-label="Space-time diagram: ');
    const passed = await checkpoint("C1.8", Sender, judge("nobody"), "Ask in turn.");
    expect([passed.points, passed.html.includes("<svg")]).toEqual([1, false]);
  });

  test.each([
    [0.37, 0.366, false],
    [0.366, 0.3660323, true],
    [20, 20.1, true],
    [19, 20, false],
    [["a", "b"], ["a", "b"], true],
    [" Caching", "caching", true],
    ["caches", "caching", false],
    ["a", "b", false],
  ])("a guess of %j for %j", async (guess, truth, right) => {
    expect((await checkpoint<unknown>("C", predict<unknown>("C", "?", guess), truth)).points).toBe(right ? 1 : 0);
  });

  test("judges an answer, and keeps the failing run", async () => {
    class Silent extends Node {}
    class Asks extends Node {
      onStart() {
        this.send("other", { type: "hello" });
      }
    }
    const report = await checkpoint("C1.2", Silent, async (Answer) => {
      const { outputs } = await run({ nodes: { other: Answer, asks: Asks } }, { engine: "simulator" });
      return outputs.other.length > 0 || "nobody said hello back";
    });
    expect((report as any).results[0]).toMatchObject({ ok: false, why: "nobody said hello back" });
    expect((report as any).results[0].run.trace.events.map((e: any) => e.kind)).toEqual([
      "start",
      "start",
      "send",
      "ignored",
    ]);
  });

  test("does not give the answer away while there are no lines to judge", async () => {
    const explained = () => checkpoint("C1.5", undefined, () => true, "Because it is 69.");
    expect(text(await explained())).toBe(
      "C1.5: 0 of 1 point\n  open: Your answer\n    No answer yet. Write yours above; then run its cell and this one.",
    );
    expect((await explained()).html).toContain("Show the answer</summary>Because it is 69.</details>");
    vi.stubEnv("VERTEILT_SHOW_ANSWERS", "1");
    expect(text(await explained())).toContain("Because it is 69.");
    vi.unstubAllEnvs();
  });

  test("folds the explanation away while an answer is wrong, so that there can be a second try", async () => {
    const judged = (answer: number) => checkpoint("C1.5", answer, (n) => n === 69 || `${n} are too few.`, "It is 69.");
    expect(text(await judged(68))).toBe("C1.5: 0 of 1 point\n  failed: Your answer\n    68 are too few.");
    expect((await judged(68)).html).toContain("Show the answer</summary>It is 69.</details>");
    expect(text(await judged(69))).toBe("C1.5: 1 of 1 point\n  passed: Your answer\nIt is 69.");
  });

  test("says what is written under a name that comes close, and judges what is written", async () => {
    class Given {
      onGet() {}
    }
    class Untouched extends Given {}
    class Slip extends Given {
      onget() {}
    }
    class Right extends Given {
      override onGet() {}
    }
    const judged = (given: typeof Given) =>
      checkpoint("C1.6", written(given, "onGet"), (Mine) => Mine === Right || "It is another class.", "Because.");
    expect(text(await judged(Untouched))).toBe(
      "C1.6: 0 of 1 point\n  open: Your answer\n    No answer yet. Write yours above; then run its cell and this one.",
    );
    expect(text(await judged(Slip))).toBe(
      "C1.6: 0 of 1 point\n  open: Your answer\n    No answer yet: Slip has no onGet; it has onget. Did you mean onGet? Write yours above; then run its cell and this one.",
    );
    expect(text(await judged(Right))).toContain("1 of 1 point");
  });

  test("never throws", async () => {
    const report = await checkpoint("C1.3", 1, () => {
      throw new TypeError("judge is broken");
    });
    expect(text(report)).toContain("TypeError: judge is broken");
    expect((await checkpoint("C1.4", undefined, () => true)).points).toBe(0);
  });
});
