// loses: nobody leaves early and nobody stays behind, in any order of steps
class Barrier {
  constructor(readonly memory: Memory, readonly count: number) {}

  *arriveAndWait(): Steps {
    const before = yield this.memory.add(0, 1);
    if (before + 1 === this.count) {
      yield this.memory.store(0, 0); // the next round begins: who has not woken up sees its arrivals
      yield this.memory.notify(0);
      return;
    }
    for (let now = yield this.memory.load(0); now > 0; now = yield this.memory.load(0)) {
      yield this.memory.wait(0, now);
    }
  }
}
