// Tickets, as at the baker's: cell 1 gives the numbers, cell 2 tells whose turn it is. First come, first served.
class Mutex {
  mine = 0;

  constructor(readonly memory: Memory) {}

  *lock(): Steps {
    this.mine = yield this.memory.add(1, 1);
    yield this.memory.store(0, 1);
    let turn = yield this.memory.load(2);
    while (turn !== this.mine) {
      yield this.memory.wait(2, turn);
      turn = yield this.memory.load(2);
    }
  }

  *unlock(): Steps {
    yield this.memory.add(2, 1);
    yield this.memory.notify(2);
  }
}
