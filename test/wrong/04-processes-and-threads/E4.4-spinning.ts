// loses: who has to wait sleeps, one or three of them
class Mutex {
  constructor(readonly memory: Memory) {}

  *lock(): Steps {
    while ((yield this.memory.compareExchange(0, 0, 1)) !== 0);
  }

  *unlock(): Steps {
    yield this.memory.store(0, 0);
    yield this.memory.notify(0);
  }
}
