// loses: no wake-up is lost: nobody sleeps for ever, of two threads or three
class Mutex {
  constructor(readonly memory: Memory) {}

  *lock(): Steps {
    while ((yield this.memory.compareExchange(0, 0, 1)) !== 0) yield this.memory.wait(0, 1);
  }

  *unlock(): Steps {
    yield this.memory.notify(0, 1);
    yield this.memory.store(0, 0);
  }
}
