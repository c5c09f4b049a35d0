// loses: whoever waits for whom, in every order: one victim if there is a circle, none if not
class Chaser extends Waiter {
  passed: string[] = []; // the probes that it has passed on in its current wait

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
    if (this.passed.includes(name)) return;
    this.passed.push(name);
    this.send(this.waitsFor, { type: "probe", initiator, wait, highest });
  }
}
