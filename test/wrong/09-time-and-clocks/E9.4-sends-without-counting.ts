// loses: three nodes, four letters: stamps are ordered as causes are, in any order of arrival
function lamport(own: number, received?: number): number {
  return Math.max(own, received ?? 0) + 1;
}

class VectorClock {
  vector: Vector;
  given: Vector[] = [];

  constructor(readonly me: number, readonly count: number) {
    this.vector = Array(count).fill(0);
  }

  tick(): Vector {
    this.vector[this.me]++;
    return this.stamp();
  }

  stamp(): Vector {
    this.given.push([...this.vector]);
    return [...this.vector];
  }

  stamps(): Vector[] {
    return this.given;
  }

  send(): Vector {
    return this.stamp();
  }

  receive(stamp: Vector): Vector {
    this.vector = this.vector.map((known, node) => Math.max(known, stamp[node]));
    return this.tick();
  }
}

function compare(a: Vector, b: Vector): Order {
  const less = a.some((count, node) => count < b[node]);
  const more = a.some((count, node) => count > b[node]);
  if (less && more) return "concurrent";
  if (less) return "before";
  return more ? "after" : "equal";
}
