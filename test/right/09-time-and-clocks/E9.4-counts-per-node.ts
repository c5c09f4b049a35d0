// The vector is kept as a map from node to count, and each stamp as text.
function lamport(own: number, received: number = 0): number {
  return own > received ? own + 1 : received + 1;
}

class VectorClock {
  known = new Map<number, number>();
  texts: string[] = [];

  constructor(readonly me: number, readonly count: number) {}

  stamp(): Vector {
    this.known.set(this.me, (this.known.get(this.me) ?? 0) + 1);
    const now = Array.from({ length: this.count }, (_, node) => this.known.get(node) ?? 0);
    this.texts.push(JSON.stringify(now));
    return now;
  }
  stamps(): Vector[] { return this.texts.map((text) => JSON.parse(text)); }
  tick(): Vector { return this.stamp(); }
  send(): Vector { return this.stamp(); }
  receive(stamp: Vector): Vector {
    stamp.forEach((count, node) => {
      if (count > (this.known.get(node) ?? 0)) this.known.set(node, count);
    });
    return this.stamp();
  }
}

const within = (a: Vector, b: Vector) => a.every((count, node) => count <= b[node]);

function compare(a: Vector, b: Vector): Order {
  if (within(a, b)) return within(b, a) ? "equal" : "before";
  return within(b, a) ? "after" : "concurrent";
}
