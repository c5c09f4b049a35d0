// Objects of which the judge remembers what they answered (judge/remembered.ts): they are made, and brought to where
// they were, when something is asked that was not asked before.
import type { Peer } from "../../membrane/peer.js";
import type { Encoded } from "../../membrane/value.js";

interface Made {
  readonly object: any;
  readonly generators: any[];
}

export class Rememberable {
  #made = new Map<number, Made>();

  constructor(readonly peer: Peer) {}

  /** `[_, key, class, args, events]`: answers the last event. */
  serve([, key, Class, args, events]: any[]): Encoded {
    const { peer } = this;
    let made = this.#made.get(key);
    if (!made) {
      made = { object: Reflect.construct(peer.owned(Class), peer.decode(args)), generators: [] };
      this.#made.set(key, made);
    }
    let answer: Encoded = null;
    for (const event of events) answer = this.#happen(made, event);
    return answer;
  }

  #happen({ object, generators }: Made, [kind, ...rest]: any[]): Encoded {
    const { peer } = this;
    if (kind === "generator") {
      generators.push(object[rest[0]](...peer.decode(rest[1])));
      return null;
    }
    try {
      const value =
        kind === "next" ? generators[rest[0]][rest[1]](peer.decode(rest[2])) : object[rest[0]](...peer.decode(rest[1]));
      return ["=", peer.encode(value)];
    } catch (error) {
      return ["!", peer.encode(error)];
    }
  }
}
