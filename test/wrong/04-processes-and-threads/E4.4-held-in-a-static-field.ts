// loses: no update is lost in any order of steps, of two threads or three
class Mutex {
  static held = false; // as if threads shared objects

  constructor(readonly memory: Memory) {}

  *lock(): Steps {
    while (Mutex.held) yield this.memory.wait(0, 1);
    Mutex.held = true;
    yield this.memory.store(0, 1);
  }

  *unlock(): Steps {
    Mutex.held = false;
    yield this.memory.store(0, 0);
    yield this.memory.notify(0, 1);
  }
}
