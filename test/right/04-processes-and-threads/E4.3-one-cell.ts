// One cell counts all arrivals since the beginning: those of round r end at r times count.
class Barrier {
  constructor(readonly memory: Memory, readonly count: number) {}

  *arriveAndWait(): Steps {
    const before = yield this.memory.add(0, 1);
    const end = (Math.floor(before / this.count) + 1) * this.count;
    if (before + 1 === end) yield this.memory.notify(0);
    let now = yield this.memory.load(0);
    while (now < end) {
      yield this.memory.wait(0, now);
      now = yield this.memory.load(0);
    }
  }
}
