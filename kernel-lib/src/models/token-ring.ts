// Mutual exclusion by a token that goes round (Le Lann 1977): who has it may enter the critical section.
import { Node } from "../node/node.js";
import type { ReadyMade } from "./system.js";

class Station extends Node {
  next = "";
  /** Has the token at first. */
  first = false;
  /** Makes a new token when it has waited long, lost or not. */
  impatient = false;
  inside = false;
  entered = false;
  override onStart() {
    if (this.first) this.enter();
    if (this.impatient) this.setTimer("missing", 100);
  }
  onToken() {
    this.enter();
  }
  override onTimer(name: string) {
    if (name === "missing") this.enter();
    else this.leave();
  }
  enter() {
    this.inside = true;
    this.entered = true;
    this.setTimer("done", 10);
  }
  leave() {
    this.inside = false;
    this.send(this.next, { type: "token" });
  }
}

/**
 * Stations `s1`, `s2`, ... in a ring.
 * @param options.impatient true lets the last station make a new token although the old one is only slow
 */
export function tokenRing(stations: number, { impatient = false } = {}): ReadyMade {
  const ids = Array.from({ length: stations }, (_, i) => `s${i + 1}`);
  const spec = (i: number) =>
    Station.with({ next: ids[(i + 1) % stations]!, first: i === 0, impatient: impatient && i === stations - 1 });
  return {
    nodes: Object.fromEntries(ids.map((id, i) => [id, spec(i)])),
    properties: {
      always: {
        "at most one is inside": ({ nodes }) => {
          const inside = ids.filter((id) => nodes[id].inside);
          return inside.length < 2 || `${inside.join(" and ")} are inside`;
        },
      },
      eventually: Object.fromEntries(ids.map((id) => [`${id} enters`, ({ nodes }) => nodes[id].entered])),
    },
  };
}
