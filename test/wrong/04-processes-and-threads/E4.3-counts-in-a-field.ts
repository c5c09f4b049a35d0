// loses: four threads meet a hundred times
class Barrier {
  arrived = 0; // of this thread's own barrier: nobody else sees it

  constructor(readonly memory: Memory, readonly count: number) {}

  *arriveAndWait(): Steps {
    this.arrived++;
    if (this.arrived === this.count) {
      this.arrived = 0;
      yield this.memory.add(0, 1);
      yield this.memory.notify(0);
    } else {
      yield this.memory.wait(0, yield this.memory.load(0));
    }
  }
}
