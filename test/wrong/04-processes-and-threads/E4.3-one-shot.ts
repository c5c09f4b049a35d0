// loses: four threads meet a hundred times
class Barrier {
  constructor(readonly memory: Memory, readonly count: number) {}

  *arriveAndWait(): Steps {
    const before = yield this.memory.add(0, 1);
    if (before + 1 >= this.count) {
      yield this.memory.store(1, 1); // open, and never closed again
      yield this.memory.notify(1);
    } else {
      yield this.memory.wait(1, 0);
    }
  }
}
