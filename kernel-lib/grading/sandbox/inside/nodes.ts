// A student's nodes in the process of the answers: each input is a step of one node, and what it did goes back as
// effects. Time, random numbers and the network are the judge's.
import type { Effect } from "../../../src/node/effects.js";
import { MisuseError } from "../../../src/node/errors.js";
import { Process } from "../../../src/node/process.js";
import { stateOf } from "../../../src/node/state.js";
import type { Peer } from "../../membrane/peer.js";
import type { Encoded } from "../../membrane/value.js";

interface Hosted {
  readonly process: Process;
  /** Undefined where there is no clock: then the judge is asked, and says so. */
  now: number | undefined;
  /** It was put into a state for this step only, and what it is afterwards goes back whole. */
  readonly turns?: boolean;
  ids: readonly string[];
  neighbours: readonly string[];
  names: Set<string>;
  /** Its disk as the judge knows it. */
  disk: string;
}

export class HostedNodes {
  #hosted = new Map<number, Hosted>();
  #stepping: Hosted | undefined;

  constructor(readonly peer: Peer) {}

  /**
   * `[_, key, class's name, id, fields, disk, ids, neighbours]`: a node of `NodeClass`, which was evaluated for it
   * alone.
   */
  open([, key, , id, fields, disk, ids, neighbours]: any[], NodeClass: any): void {
    const { peer } = this;
    const hosted: Hosted = {
      process: new Process(
        id,
        { make: () => Object.assign(new NodeClass(), peer.decode(fields)) },
        {
          peers: () => hosted.ids,
          neighbours: () => hosted.neighbours,
          knows: (other) => hosted.names.has(other),
          now: () => hosted.now ?? peer.request(["node.now"]),
          random: () => peer.request(["node.random", key]),
        },
        disk === null ? undefined : peer.decode(disk),
      ),
      now: 0,
      ids,
      neighbours,
      names: new Set([id, ...ids]),
      disk: JSON.stringify(disk),
    };
    this.#hosted.set(key, hosted);
  }

  /**
   * Steps of a node that is put into a state first, for the explorer: `[_, id, fields, disk, inputs, ids, neighbours]`.
   * Where handlers wait, all inputs come that there were since none waited, and what counts is what the last one does.
   * @param NodeClass of an evaluation that serves all such steps: none leaves anything behind, or it is found out
   * @param settle lets what an input has begun go as far as it can
   */
  async turn([, id, fields, disk, inputs, ids, neighbours]: any[], NodeClass: any, settle: () => Promise<unknown>) {
    const isFirst = inputs[0][0] === "start" || inputs[0][0] === "restart";
    const make = () => {
      const node = new NodeClass();
      const state: any = this.peer.decode(fields);
      if (!isFirst)
        for (const name of Object.keys(node))
          if (!(name in state) && typeof node[name] !== "function") delete node[name];
      Object.assign(node, state);
      if (!isFirst) Object.defineProperty(node, "onStart", { value: undefined, configurable: true });
      return node;
    };
    const environment = {
      peers: () => ids,
      neighbours: () => neighbours,
      knows: (other: string) => other === id || ids.includes(other),
      now: () => this.peer.request(["node.now"]),
      random: () => this.peer.request(["node.random"]),
    };
    const process = new Process(
      id,
      { make },
      environment,
      disk === null ? undefined : (this.peer.decode(disk) as object),
    );
    if (!isFirst) {
      process.step({ kind: "start" });
      process.rest();
      delete process.node.onStart;
    }
    this.#stepping = { process, now: undefined, turns: true, ids, neighbours, names: new Set(), disk: "null" };
    for (const input of inputs) {
      process.effects.length = 0;
      this.#happen(process, input);
      await settle();
      if (input !== inputs.at(-1)) process.rest();
    }
    return this.done();
  }

  /** `[_, key, now, input, ids, neighbours]`; the last two where they have changed. `done` tells what came of it. */
  step([, key, now, input, ids, neighbours]: any[]): void {
    const hosted = this.#hosted.get(key)!;
    this.#stepping = hosted;
    hosted.now = now;
    if (ids) Object.assign(hosted, { ids, neighbours, names: new Set([hosted.process.id, ...ids]) });
    this.#happen(hosted.process, input);
  }

  #happen(process: Process, input: any[]): void {
    const [kind, first, second, third, call] = input;
    switch (kind) {
      case "message":
        return process.receive(first, second, this.peer.decode(third), call ?? undefined);
      case "timer":
        return process.step({ kind, name: first });
      case "answer":
        return process.step({ kind, call: first, value: this.peer.decode(second) });
      case "expired":
        return process.step({ kind, call: first });
      case "wake":
        return process.step({ kind, sleep: first });
      default:
        return process.step({ kind: kind === "restart" ? kind : "start" });
    }
  }

  /**
   * What the step did, once its microtasks have run: effects, how many handlers are open, a misuse, a changed disk,
   * handlers of its own.
   */
  done(): Encoded {
    const hosted = this.#stepping!;
    this.#stepping = undefined;
    const { process } = hosted;
    const effects = process.effects.splice(0).map((effect) => this.#effect(effect));
    process.rest();
    const misuse = process.misuse?.message ?? null;
    const answer = [effects, process.open, misuse, this.#disk(hosted), handlersOn(process.node)];
    return hosted.turns && process.node ? [...answer, this.peer.encode(stateOf(process.node, {}))] : answer;
  }

  state(key: number): Encoded {
    const { process } = this.#hosted.get(key)!;
    return process.node ? this.peer.encode(stateOf(process.node, {})) : null;
  }

  close(key: number): void {
    this.#hosted.delete(key);
  }

  /** From now on no node asks what differs from run to run. */
  refuseClocks(): void {
    const refused = <F extends Function>(f: F, what: string, instead: string): F =>
      new Proxy(f, {
        apply: (target, self, args) => {
          this.#refuse(what, instead);
          return Reflect.apply(target, self, args);
        },
      });
    Math.random = refused(Math.random, "asks Math.random()", "random()");
    performance.now = refused(performance.now.bind(performance), "asks performance.now()", "now()");
    const now = refused(Date.now, "asks Date.now()", "now()");
    globalThis.Date = new Proxy(Date, {
      construct: (target, given) => {
        if (given.length === 0) this.#refuse("asks new Date()", "now()");
        return Reflect.construct(target, given);
      },
      get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
    });
    const all = globalThis as any;
    for (const name of ["setTimeout", "setInterval", "setImmediate"])
      all[name] = refused(all[name], `calls ${name}`, "setTimer(name, ms), or await this.sleep(ms)");
  }

  #refuse(what: string, instead: string): void {
    if (!this.#stepping) return;
    const advice = `which differs from run to run. In the simulator use this.${instead}.`;
    throw new MisuseError(`A node ${what}, ${advice}`);
  }

  #disk(hosted: Hosted): Encoded {
    if (!hosted.process.hasDisk) return null;
    const disk = this.peer.encode(hosted.process.disk);
    const text = JSON.stringify(disk);
    if (text === hosted.disk) return null;
    hosted.disk = text;
    return disk;
  }

  #effect(effect: Effect): Encoded {
    const { encode } = this.peer;
    const part = (value: unknown) => encode.call(this.peer, value);
    switch (effect.kind) {
      case "send":
        return ["send", effect.to, part(effect.message)];
      case "call":
        return ["call", effect.to, part(effect.message), effect.call, effect.timeout ?? null];
      case "answer":
        return ["answer", effect.to, effect.call, part(effect.value)];
      case "setTimer":
        return ["setTimer", effect.name, effect.ms];
      case "clearTimer":
        return ["clearTimer", effect.name];
      case "sleep":
        return ["sleep", effect.sleep, effect.ms];
      case "spawn":
        return spawned(effect.id, effect.node, part);
      case "output":
        return ["output", part(effect.value)];
      case "note":
        return ["note", effect.text];
      case "error":
        return [
          "error",
          part(effect.error instanceof Error ? effect.error : new Error(`threw ${String(effect.error)}`)),
        ];
    }
  }
}

function spawned(id: string, node: any, part: (value: unknown) => Encoded): Encoded {
  return typeof node === "function"
    ? ["spawn", id, part(node), null]
    : ["spawn", id, part(node?.node), part(node?.fields)];
}

/** Handlers that are fields, which no class tells of. */
function handlersOn(node: any): string[] {
  return node ? Object.keys(node).filter((name) => /^on\p{Lu}/u.test(name) && typeof node[name] === "function") : [];
}
