// A test cell on the bench: its program, the answers it is about, and the tests it lists. Given code and tests run
// here; of the answers there are only handles. Both are made anew where the answers' process has ended, and before
// visible tests where it has seen hidden ones.
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { explorePrepared } from "../../src/api/explore.js";
import { announce, type Run, type RunOptions } from "../../src/engine/run.js";
import type { Shipment } from "../../src/engine/ship/shipment.js";
import { simulate } from "../../src/engine/simulator/simulate.js";
import { prepare, type System } from "../../src/engine/system.js";
import { judgeable, withDeterministicLimits } from "../../src/grade/deterministic-limits.js";
import { far } from "../../src/grade/far.js";
import { checkCall, type ListedTest, TestList } from "../../src/grade/tests.js";
import { MisuseError } from "../../src/node/errors.js";
import type { ExploreOptions } from "../../src/verify/options.js";
import { Answers } from "./answers-process.js";
import { type Assignment, type Outcome, sendFailure } from "./protocol.js";
import type { RecordedTest } from "./replay.js";
import { settled } from "./settled.js";
import type { Recorded } from "./stand-in.js";

type Program = (
  require: (id: string) => unknown,
  hidden: (on: boolean) => void,
  given: (classes: Record<string, Function>) => void,
  names: Record<string, unknown>,
) => Promise<unknown>;

export class Bench {
  id = "";
  /** Runs of tests that passed. */
  readonly recorded: RecordedTest[] = [];
  #answers: Answers | undefined;
  #tests = new TestList();
  #seenHidden = false;
  #runs: Recorded[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  constructor(readonly assignment: Assignment) {}

  /** @returns the tests, in their order */
  async begin(): Promise<readonly ListedTest[]> {
    registry.length = 0;
    this.#answers = new Answers(this.assignment);
    this.#seenHidden = false;
    this.#tests = new TestList();
    await settled(this.#answers!.peer, this.#evaluate());
    return this.#tests.all.map(({ sentence, points, hidden }) => ({ sentence, points, hidden }));
  }

  async perform(index: number): Promise<Outcome> {
    const { hidden } = this.#tests.all[index]!;
    const { isGone, failure } = this.#answers!;
    if ((isGone && !failure) || (this.#seenHidden && !hidden)) {
      this.end();
      await this.begin();
    }
    this.#seenHidden ||= hidden;
    this.#runs = [];
    const failed = await this.#tests.try(index, (work) => settled(this.#answers!.peer, work));
    if (failed) return { why: failed.why, run: failed.seen && sendFailure(failed.seen) };
    if (this.#answers!.isGone) return { why: "Your code could not go on: its process has ended." };
    this.recorded.push({ index, runs: this.#runs });
    return { unproven: this.#runs.some(({ length }) => length > 0) };
  }

  end(): void {
    this.#answers?.end();
  }

  async #evaluate(): Promise<void> {
    const { text, names } = this.assignment.test;
    const program: Program = runInThisContext(text, { filename: "test cell" });
    let call: [string, Record<string, unknown>, (t: object) => Promise<void>] | undefined;
    const grade = async (...given: NonNullable<typeof call>) => {
      checkCall(...given);
      if (call) throw new MisuseError(`grade(${JSON.stringify(given[0])}, ...) is called once in a cell.`);
      call = given;
    };
    const values = Object.fromEntries(names.map((name) => [name, this.#answers!.named(name)]));
    const setHidden = (on: boolean) => {
      this.#tests.hidden = on;
    };
    await program(moduleLoader({ grade }), setHidden, (classes) => this.#answers!.given(classes), values);
    if (!call) throw new MisuseError("A test cell calls grade(...) once; this one does not.");
    const [id, answers, callback] = call;
    this.id = id;
    const named = Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, far(answer)]));
    const tools = {
      test: this.#tests.test,
      run: this.#inTurn((system: System, options?: RunOptions) => this.#run(system, options)),
      explore: this.#inTurn((system: System, options?: ExploreOptions) => this.#explore(system, options)),
    };
    await callback({ ...named, ...tools });
  }

  /** One run at a time: their nodes are written down together. */
  #inTurn<A extends unknown[], R>(act: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return (...args) => {
      const turn = this.#queue.then(() => act(...args));
      this.#queue = turn.catch(() => {});
      return turn;
    };
  }

  async #run(system: System, options: RunOptions = {}): Promise<Run> {
    if (options.engine === "threads")
      throw new MisuseError("Tests run in the simulator, so that no mark depends on the machine's speed.");
    const tried = this.#tests.attempt.asks(system);
    const { nodes } = this.#answers!;
    nodes.begin();
    const run = announce(await simulate(prepare(tried, this.#asItIs), { ...options, engine: undefined }));
    this.#runs.push(nodes.end());
    this.#tests.attempt.seen = run;
    return run;
  }

  /** Nothing is packed: given classes and stand-ins are all here. */
  #asItIs = (Class: Function): Shipment => {
    let at = registry.indexOf(Class);
    if (at === -1) at = registry.push(Class) - 1;
    const reference = { kind: "global", path: [REGISTRY, String(at)] } as const;
    const note = this.#answers!.isStandIn(Class) ? this.assignment.classes[Class.name] : undefined;
    const [shared] = note?.shared ?? [];
    if (shared !== undefined)
      throw new MisuseError(
        `The class ${Class.name} changes ${shared}, a variable outside of it. Nodes share no memory: keep it in a field.`,
      );
    return {
      parts: [{ kind: "external", reference }],
      root: 0,
      isolated: false,
      reusable: true,
      privates: [...(note?.privates ?? [])],
    };
  };

  async #explore(system: System, options: ExploreOptions = {}): Promise<unknown> {
    const { attempt } = this.#tests;
    const { nodes } = this.#answers!;
    nodes.beginExploring();
    try {
      const verdict = await explorePrepared(prepare(system, this.#asItIs), withDeterministicLimits(options));
      attempt.seen = verdict.counterexample ?? attempt.seen;
      return judgeable(verdict);
    } finally {
      this.#runs.push(nodes.endExploring());
    }
  }
}

const registry: Function[] = [];
const REGISTRY = "verteilt.classes";
Object.defineProperty(globalThis, REGISTRY, { value: registry });

function moduleLoader(instead: object): (id: string) => unknown {
  const load = createRequire(__filename);
  const members = Object.getOwnPropertyDescriptors({ ...load("../../src/index.js"), ...instead });
  const ours = Object.defineProperty(Object.defineProperties({}, members), "__esModule", { value: true });
  return (id) => (id === "kernel-lib" ? ours : load(id));
}
