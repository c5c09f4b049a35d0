// loses: no update is lost in any order of steps, of two threads or three
class Mutex {
  constructor(readonly memory: Memory) {}

  *lock(): Steps {
    while ((yield this.memory.load(0)) === 1) yield this.memory.wait(0, 1);
    yield this.memory.store(0, 1);
  }

  *unlock(): Steps {
    yield this.memory.store(0, 0);
    yield this.memory.notify(0);
  }
}
