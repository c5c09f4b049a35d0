// loses: who does not wait passes nothing on
class Chaser extends Waiter {
  passed: string[] = []; // the probes that it has passed on in its current wait

  onBlocked(on: string): void {
    this.passed = [];
    this.send(on, { type: "probe", initiator: this.id, wait: this.waits, highest: this.id });
  }

  onProbe({ initiator, wait, highest }: Probe): void {
    if (initiator === this.id) {
      if (this.waitsFor && wait === this.waits) this.send(highest, { type: "victim" });
      return;
    }
    const name = `${initiator}/${wait}`;
    if (this.passed.includes(name)) return;
    this.passed.push(name);
    const on = this.wants.at(-1) ?? initiator;
    this.send(on, { type: "probe", initiator, wait, highest: highest < this.id ? this.id : highest });
  }
}
