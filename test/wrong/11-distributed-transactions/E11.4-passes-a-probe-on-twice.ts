// loses: two circles, and two who wait for them: one victim each, and every probe comes to an end
class Chaser extends Waiter {
  passed: string[] = [];

  onBlocked(on: string): void {
    this.passed = [];
    this.send(on, { type: "probe", initiator: this.id, wait: this.waits, highest: this.id });
  }

  onProbe({ initiator, wait, highest }: Probe): void {
    if (!this.waitsFor) return;
    if (initiator === this.id) {
      if (wait === this.waits) this.send(highest, { type: "victim" });
      return;
    }
    const name = `${initiator}/${wait}`;
    if (this.passed.filter((one) => one === name).length === 2) return; // the third time it is enough
    this.passed.push(name);
    this.send(this.waitsFor, { type: "probe", initiator, wait, highest: highest < this.id ? this.id : highest });
  }
}
