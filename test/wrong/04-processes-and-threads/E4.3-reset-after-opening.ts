// loses: nobody leaves early and nobody stays behind, in any order of steps
class Barrier {
  constructor(readonly memory: Memory, readonly count: number) {}

  *arriveAndWait(): Steps {
    const round = yield this.memory.load(1);
    const before = yield this.memory.add(0, 1);
    if (before + 1 === this.count) {
      yield this.memory.add(1, 1);
      yield this.memory.notify(1);
      yield this.memory.store(0, 0); // too late: somebody may have come back already
    } else {
      while ((yield this.memory.load(1)) === round) yield this.memory.wait(1, round);
    }
  }
}
