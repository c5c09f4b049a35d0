// What a node can be, as a number, and what an event makes of it: found by running its handler, then remembered. A
// handler is a function of the node's state and the event; one that is not is named.

import { MisuseError, quote } from "../node/errors.js";
import type { HandlerWait } from "../node/handler-wait.js";
import { duplicate, encode, freeze, shortened, Unfit } from "./encode.js";
import type { Envelopes } from "./envelopes.js";
import type { HandlerRun, HandlerRunner } from "./handler-runner.js";
import type { LocalState, NodeInput, Outcome } from "./local-state.js";
import { type ExploredSystem, isInterrupt } from "./options.js";
import { clearTimer, setTimer, type Timer, timerName } from "./timers.js";

/** This many handler runs are all checked for determinism; later ones now and then. */
const CHECKED = 20_000;
const EVERY = 8;

export class LocalStates {
  readonly all: LocalState[] = [];
  /** Handlers run, checks included. */
  runs = 0;
  #numbers = new Map<string, number>();
  #indices: ReadonlyMap<string, number>;

  /** @param outputs whether outputs are part of a state */
  constructor(
    readonly system: ExploredSystem,
    readonly envelopes: Envelopes,
    readonly runner: HandlerRunner,
    readonly outputs: boolean,
  ) {
    this.#indices = new Map(system.ids.map((id, i) => [id, i]));
  }

  /** A node before its first step. */
  unborn(node: number): number {
    return this.intern({ node, status: "unborn", fields: {}, disk: {}, timers: [], outputs: [], calls: 0 });
  }

  /** A node whose memory is gone. */
  crashed(local: number): number {
    return this.intern(this.#crashed(local));
  }

  /** A node that has crashed as the next of its faults says; undefined if there is none left. */
  failed(local: number): number | undefined {
    const { node, failures = 0 } = this.all[local]!;
    const crash = this.envelopes.rules.crashesOf(node)[failures];
    if (!crash) return undefined;
    const gone = crash.restarts ? {} : { gone: true };
    return this.intern({ ...this.#crashed(local), failures: failures + 1, ...gone });
  }

  #crashed(local: number): LocalState {
    const { node, disk, outputs, calls, waiting, failures } = this.all[local]!;
    const asked = waiting?.asked ?? 0;
    const before = failures === undefined ? {} : { failures };
    return { node, status: "down", fields: {}, disk, timers: [], outputs, calls: calls + asked, ...before };
  }

  /** Everything that `input` can make of `local`: several outcomes only where the handler asks `random()`. */
  outcomes(local: number, input: NodeInput["input"]): Outcome[] | Promise<Outcome[]> {
    return this.#continue(local, input, [], []);
  }

  /** Lets it happen once more, to see what the node does. */
  perform(local: number, nodeInput: NodeInput): HandlerRun | Promise<HandlerRun> {
    const { waiting } = this.all[local]!;
    this.runs++;
    if (!waiting) return this.runner.run(this.all[local]!, nodeInput);
    return this.runner.replay(this.all[waiting.since]!, [...waiting.inputs, nodeInput]);
  }

  /** Where handlers wait in a state: found by letting them come there once more. */
  async waitsIn({ waiting }: LocalState): Promise<readonly HandlerWait[]> {
    if (!waiting || !this.system.waitsOf) return [];
    const { process } = await this.runner.replay(this.all[waiting.since]!, waiting.inputs);
    return this.system.waitsOf(process);
  }

  #continue(
    local: number,
    input: NodeInput["input"],
    script: readonly number[] | undefined,
    found: Outcome[],
  ): Outcome[] | Promise<Outcome[]> {
    let next = script;
    while (next) {
      const current: readonly number[] = next;
      const one = this.#outcome(local, { input, script: current });
      if (one instanceof Promise)
        return one.then(({ outcome, drawn }) => {
          found.push(outcome);
          return this.#continue(local, input, this.#following(current, drawn), found);
        });
      found.push(one.outcome);
      next = this.#following(current, one.drawn);
    }
    return found;
  }

  /** The next sequence of choices after one of which `drawn` were asked for. */
  #following(script: readonly number[], drawn: number): readonly number[] | undefined {
    const choices = this.runner.choices?.length ?? 1;
    const digits = Array.from({ length: drawn }, (_, i) => script[i] ?? 0);
    while (digits.length > 0) {
      const last = digits.pop()! + 1;
      if (last < choices) return [...digits, last];
    }
    return undefined;
  }

  #outcome(local: number, nodeInput: NodeInput): Found | Promise<Found> {
    const run = this.perform(local, nodeInput);
    if (run instanceof Promise) return this.#outcomeLater(local, nodeInput, run);
    const found = this.#conclude(local, nodeInput, run);
    if (this.#isDue()) {
      const again = this.perform(local, nodeInput);
      if (again instanceof Promise)
        return again.then((late) => this.#compare(found, this.#conclude(local, nodeInput, late), local));
      this.#compare(found, this.#conclude(local, nodeInput, again), local);
    }
    return found;
  }

  async #outcomeLater(local: number, nodeInput: NodeInput, run: Promise<HandlerRun>): Promise<Found> {
    const found = this.#conclude(local, nodeInput, await run);
    if (!this.#isDue()) return found;
    return this.#compare(found, this.#conclude(local, nodeInput, await this.perform(local, nodeInput)), local);
  }

  #isDue(): boolean {
    return this.runs < CHECKED || this.runs % EVERY === 0;
  }

  #conclude(local: number, nodeInput: NodeInput, run: HandlerRun): Found {
    const { process, effects, drawn, handler } = run;
    const before = this.all[local]!;
    const { script, input } = nodeInput;
    if (run.ignored) return { outcome: { next: local, sends: [], script }, drawn, handler };
    const failed = effects.find((effect) => effect.kind === "error");
    if (failed && isInterrupt(failed.error)) throw failed.error;
    if (failed) {
      const where = handler ? `${handler} of ${process.id}` : process.id;
      return {
        outcome: { next: local, sends: [], script, error: `${where} threw ${words(failed.error)}` },
        drawn,
        handler,
      };
    }
    let timers: readonly Timer[] = before.timers;
    if (input.kind !== "message") timers = clearTimer(timers, timerName(input));
    else {
      const { answers } = this.envelopes.all[input.envelope]!;
      if (answers !== undefined)
        timers = clearTimer(timers, timerName({ kind: "expired", call: answers - this.#base(local).calls }));
    }
    const outputs = [...before.outputs];
    const sends: number[] = [];
    const now = new Set<string>();
    const { calls } = this.#base(local);
    const send = (to: string, message: any, call?: number, answers?: number) =>
      sends.push(this.envelopes.intern({ from: before.node, to: this.#index(to), message, call, answers }));
    for (const effect of effects) {
      switch (effect.kind) {
        case "send":
          send(effect.to, effect.message);
          break;
        case "call":
          send(effect.to, effect.message, calls + effect.call);
          if (effect.timeout !== undefined)
            timers = setTimer(timers, { kind: "expired", call: effect.call }, effect.timeout, now);
          break;
        case "answer":
          send(effect.to, { type: "reply", value: effect.value }, undefined, effect.call);
          break;
        case "setTimer":
          timers = setTimer(timers, { kind: "timer", name: effect.name }, effect.ms, now);
          break;
        case "clearTimer":
          timers = clearTimer(timers, effect.name);
          break;
        case "sleep":
          timers = setTimer(timers, { kind: "wake", sleep: effect.sleep }, effect.ms, now);
          break;
        case "output":
          if (this.outputs) outputs.push(freeze(effect.value));
          break;
        case "spawn":
          throw new MisuseError(
            `${process.id} spawns "${effect.id}", but the explorer needs all nodes from the start. Name it in the system.`,
          );
      }
    }
    const { fields, disk } = this.#memory(run);
    const asked = Math.max(before.waiting?.asked ?? 0, ...effects.map((e) => (e.kind === "call" ? e.call : 0)));
    const { node, failures } = before;
    const common = {
      ...{ node, status: "up" as const, fields, disk, timers, outputs },
      ...(failures !== undefined && { failures }),
    };
    const next = run.waits
      ? this.intern({ ...common, calls, waiting: this.#waiting(local, nodeInput, asked) })
      : this.intern({ ...common, calls: calls + asked });
    return { outcome: { next, sends, script }, drawn, handler };
  }

  #waiting(local: number, nodeInput: NodeInput, asked: number): NonNullable<LocalState["waiting"]> {
    const { waiting } = this.all[local]!;
    return waiting
      ? { since: waiting.since, inputs: [...waiting.inputs, nodeInput], asked }
      : { since: local, inputs: [nodeInput], asked };
  }

  /** The state its handlers were last complete in: its open calls are numbered from there. */
  #base(local: number): LocalState {
    const one = this.all[local]!;
    return one.waiting ? this.all[one.waiting.since]! : one;
  }

  #memory({ process, functions }: HandlerRun): { fields: Record<string, unknown>; disk: Record<string, unknown> } {
    const { node, id } = process;
    const fields: Record<string, unknown> = {};
    for (const key of Object.keys(node)) {
      if (typeof node[key] !== "function") fields[key] = node[key];
      else if (functions.get(key) !== node[key])
        throw new MisuseError(`${id} keeps a function in its field "${key}"; the explorer cannot compare functions.`);
    }
    return { fields, disk: process.disk as Record<string, unknown> };
  }

  /** The number of a state. */
  intern(local: LocalState): number {
    const { node, status, fields, disk, timers, outputs, calls, waiting, failures, gone } = local;
    const key = this.#fit(node, () =>
      shortened(
        [
          `${node} ${status} ${calls}${failures === undefined ? "" : ` ${failures}`}${gone ? " gone" : ""}`,
          waiting ? `${waiting.since} ${encode(waiting.inputs)}` : encode(fields),
          encode(disk),
          timers.length > 0 ? encode(timers) : "",
          outputs.length > 0 ? encode(outputs) : "",
        ].join("\n"),
      ),
    );
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    return (
      this.all.push({ ...local, fields: freeze(duplicate(fields, true)), disk: freeze(duplicate(disk, true)) }) - 1
    );
  }

  #fit<T>(node: number, f: () => T): T {
    try {
      return f();
    } catch (error) {
      const state = `The state of ${this.system.ids[node]} cannot be compared`;
      if (error instanceof RangeError)
        throw new MisuseError(`${state}: it is nested too deeply. Keep lists in arrays.`, { cause: error });
      if (!(error instanceof Unfit)) throw error;
      const hides = error.hidden ? `, whose ${error.hidden} is private` : "";
      throw new MisuseError(`${state}: its ${error.path} is ${quote(error.value)}${hides}. Keep plain data in fields.`);
    }
  }

  #compare(first: Found, second: Found, local: number): Found {
    const [a, b] = [first.outcome, second.outcome];
    if (a.next === b.next && a.error === b.error && a.sends.join() === b.sends.join()) return first;
    const id = this.system.ids[this.all[local]!.node];
    throw new MisuseError(
      `${first.handler ?? "A handler"} of ${id} does not do the same twice in the same state: ${this.#difference(a, b)}. ` +
        "A handler may depend only on its node's fields and the event: no clock, no Math.random, nothing that outlives the node.",
    );
  }

  #difference(a: Outcome, b: Outcome): string {
    if (a.error !== b.error)
      return `first it ${a.error ? "throws" : "does not throw"}, then it ${b.error ? "throws" : "does not"}`;
    const [first, second] = [this.all[a.next]!, this.all[b.next]!];
    for (const key of Object.keys({ ...first.fields, ...second.fields }))
      if (encode(first.fields[key]) !== encode(second.fields[key]))
        return `first its field "${key}" becomes ${quote(first.fields[key])}, then ${quote(second.fields[key])}`;
    const message = (envelopes: readonly number[]) => quote(envelopes.map((e) => this.envelopes.all[e]!.message));
    if (a.sends.join() !== b.sends.join()) return `first it sends ${message(a.sends)}, then ${message(b.sends)}`;
    return "its disk, timers or outputs differ";
  }

  #index(id: string): number {
    return this.#indices.get(id)!;
  }
}

interface Found {
  readonly outcome: Outcome;
  readonly drawn: number;
  readonly handler: string | undefined;
}

function words(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
