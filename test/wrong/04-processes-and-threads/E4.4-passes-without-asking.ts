// loses: no update is lost in any order of steps, of two threads or three
class Mutex {
  constructor(readonly memory: Memory) {}

  // Whoever was woken up believes that it has the lock.
  *lock(): Steps {
    if ((yield this.memory.compareExchange(0, 0, 1)) !== 0) yield this.memory.wait(0, 1);
  }

  *unlock(): Steps {
    yield this.memory.store(0, 0);
    yield this.memory.notify(0, 1);
  }
}
