// loses: four threads meet a hundred times
class Barrier {
  constructor(readonly memory: Memory, readonly count: number) {}

  *arriveAndWait(): Steps {
    const round = yield this.memory.load(1);
    const before = yield this.memory.add(0, 1);
    if (before + 1 === this.count) {
      yield this.memory.store(0, 0);
      yield this.memory.add(1, 1);
      this.memory.notify(1);
    } else {
      while ((yield this.memory.load(1)) === round) yield this.memory.wait(1, round);
    }
  }
}
