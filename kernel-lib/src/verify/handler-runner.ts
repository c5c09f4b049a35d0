// Where handlers run: puts a node into a state, lets one event happen, and says what the node did. Every time from
// scratch.
import type { Effect } from "../node/effects.js";
import type { Environment } from "../node/environment.js";
import { MisuseError } from "../node/errors.js";
import { handlerMeant } from "../node/handlers.js";
import { Process } from "../node/process.js";
import { duplicate } from "./encode.js";
import type { Envelopes } from "./envelopes.js";
import type { LocalState, NodeInput } from "./local-state.js";
import type { ExploredSystem } from "./options.js";

/** A node after an event. */
export interface HandlerRun {
  readonly process: Process;
  readonly effects: readonly Effect[];
  /** The method that ran: `onPing`; undefined if the message was ignored, or an await went on. */
  readonly handler: string | undefined;
  readonly ignored: boolean;
  /** Of an ignored message: the handler that was probably meant. */
  readonly meant?: string | undefined;
  /** How often `random()` was asked. */
  readonly drawn: number;
  /** Async handlers wait, so the fields alone do not determine what will happen. */
  readonly waits: boolean;
  /** Fields that are functions, as the class set them. */
  readonly functions: ReadonlyMap<string, Function>;
}

interface Actor {
  readonly process: Process;
  readonly functions: Map<string, Function>;
}

export class HandlerRunner {
  #idle: (Actor | undefined)[] = [];
  #environments: Environment[];
  #indices: ReadonlyMap<string, number>;
  #script: readonly number[] = [];
  #drawn = 0;
  #meant: string | undefined;
  #refused: MisuseError | undefined;

  constructor(
    readonly system: ExploredSystem,
    readonly envelopes: Envelopes,
    readonly choices: readonly number[] | undefined,
    readonly settle: () => Promise<void>,
  ) {
    const { ids } = system;
    this.#indices = new Map(ids.map((id, i) => [id, i]));
    this.#environments = ids.map((id) => {
      const peers = ids.filter((other) => other !== id);
      return {
        peers: () => peers,
        neighbours: () => system.neighbours(id),
        knows: (other) => this.#indices.has(other),
        now: () => this.#refuse(`${id} calls now(), but the explorer has no clock: it tries every order of events.`),
        random: () => this.#draw(id),
      };
    });
  }

  /** Gives a node an input and runs its handler. */
  run(local: LocalState, { input, script }: NodeInput): HandlerRun | Promise<HandlerRun> {
    const actor =
      local.status === "up" && input.kind !== "start" && input.kind !== "restart"
        ? this.#revive(local)
        : this.#unborn(local);
    const handler = this.#apply(actor.process, local, { input, script });
    return this.#open(actor.process)
      ? this.#runLater(actor, local, handler, true)
      : this.#result(actor, local, handler);
  }

  /** Gives a node inputs one after the other; what counts is the last. */
  async replay(local: LocalState, inputs: readonly NodeInput[]): Promise<HandlerRun> {
    let last: HandlerRun | undefined;
    let actor: Actor | undefined;
    for (const nodeInput of inputs) {
      actor ??= local.status === "up" ? this.#revive(local) : this.#unborn(local);
      this.#idle[local.node] = undefined;
      actor.process.effects.length = 0;
      const handler = this.#apply(actor.process, local, nodeInput);
      last = await this.#runLater(actor, local, handler, false);
      if (actor.process.ended) break;
    }
    return last!;
  }

  #open({ open, waits }: Process): boolean {
    return open > 0 || waits > 0;
  }

  async #runLater(actor: Actor, local: LocalState, handler: string | undefined, first: boolean): Promise<HandlerRun> {
    if (first) this.#idle[local.node] = undefined;
    await this.settle();
    return this.#result(actor, local, handler);
  }

  #result({ process, functions }: Actor, { node }: LocalState, handler: string | undefined): HandlerRun {
    const refused = process.misuse ?? this.#refused;
    this.#refused = undefined;
    if (refused) throw refused;
    const { open, waits, ended } = process;
    const effects = process.effects.splice(0);
    if (open > 0 && waits === 0 && !ended)
      throw new MisuseError(
        `A handler of ${process.id} awaits something other than call or sleep. In the explorer nothing else can be waited for.`,
      );
    const numbered = effects.some(({ kind }) => kind === "call" || kind === "sleep");
    if (numbered || ended) this.#idle[node] = undefined;
    return {
      process,
      effects,
      handler,
      ignored: handler === IGNORED,
      meant: handler === IGNORED ? this.#meant : undefined,
      drawn: this.#drawn,
      waits: waits > 0 && !ended,
      functions,
    };
  }

  #apply(process: Process, local: LocalState, { input, script }: NodeInput): string | undefined {
    this.#script = script;
    this.#drawn = 0;
    this.system.begins(process);
    if (input.kind === "message") {
      const { from, message, call, answers } = this.envelopes.all[input.envelope]!;
      if (answers !== undefined) {
        process.step({ kind: "answer", call: answers - local.calls, value: duplicate(message.value) });
        return undefined;
      }
      const handler = process.handler(message.type);
      if (!handler) {
        this.#meant = handlerMeant(process.node, message.type);
        return IGNORED;
      }
      process.receive(handler, this.system.ids[from]!, duplicate(message), call);
      return handler;
    }
    process.step(input);
    if (input.kind === "timer") return "onTimer";
    if (input.kind === "start") return "onStart";
    if (input.kind === "restart") return process.node?.onRestart ? "onRestart" : "onStart";
    return undefined;
  }

  /** A process whose node has yet to be made. */
  #unborn(local: LocalState, change: (node: any) => void = () => {}): Actor {
    const id = this.system.ids[local.node]!;
    const functions = new Map<string, Function>();
    const make = () => {
      const node = this.system.make(id);
      for (const [key, value] of Object.entries(node)) if (typeof value === "function") functions.set(key, value);
      change(node);
      return node;
    };
    const process = new Process(id, { make }, this.#environments[local.node]!, duplicate(local.disk));
    return { process, functions };
  }

  /** A process whose node is in the state `local`. */
  #revive(local: LocalState): Actor {
    const actor = (this.#idle[local.node] ??= this.#unstarted(local));
    const { process, functions } = actor;
    const { node } = process;
    process.effects.length = 0;
    process.disk = duplicate(local.disk);
    const fields: any = duplicate(local.fields);
    for (const key of Object.keys(node)) if (!(key in fields) && !functions.has(key)) delete node[key];
    for (const [key, value] of functions) node[key] = value;
    for (const key of Object.keys(fields)) node[key] = fields[key];
    return actor;
  }

  /** A process with a node that has not run its first handler. */
  #unstarted(local: LocalState): Actor {
    const actor = this.#unborn(local, (node) => {
      node.onStart = undefined;
    });
    actor.process.step({ kind: "start" });
    delete actor.process.node.onStart;
    return actor;
  }

  #draw(id: string): number {
    const { choices } = this;
    if (!choices)
      return this.#refuse(
        `${id} calls random(), but the explorer leaves nothing to chance. Name what it may give, such as explore(system, { random: [0, 0.5] }).`,
      );
    return choices[this.#script[this.#drawn++] ?? 0]!;
  }

  #refuse(text: string): never {
    this.#refused ??= new MisuseError(text);
    throw this.#refused;
  }
}

const IGNORED = "(ignored)";
