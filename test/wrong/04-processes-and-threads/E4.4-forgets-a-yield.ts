// loses: four threads add 1 five hundred times each
class Mutex {
  constructor(readonly memory: Memory) {}

  *lock(): Steps {
    while ((yield this.memory.compareExchange(0, 0, 1)) !== 0) yield this.memory.wait(0, 1);
  }

  *unlock(): Steps {
    this.memory.store(0, 0);
    yield this.memory.notify(0, 1);
  }
}
