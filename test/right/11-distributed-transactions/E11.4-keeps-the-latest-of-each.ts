/** Of each initiator it remembers which of its waits it has passed on, and for which of its own. */
class Chaser extends Waiter {
  latest: Record<string, { wait: number; own: number }> = {};

  onBlocked(on: string): void {
    this.chase(on, this.id, this.waits, this.id);
  }

  onProbe(probe: Probe): void {
    const mine = probe.initiator === this.id;
    if (this.waitsFor === "") return;
    if (mine && probe.wait === this.waits) {
      this.send(probe.highest, { type: "victim" });
    } else if (!mine) {
      const { wait, own } = this.latest[probe.initiator] ?? { wait: 0, own: 0 };
      if (own === this.waits && wait === probe.wait) return;
      this.latest[probe.initiator] = { wait: probe.wait, own: this.waits };
      const highest = [probe.highest, this.id].sort()[1];
      this.chase(this.waitsFor, probe.initiator, probe.wait, highest);
    }
  }

  chase(to: string, initiator: string, wait: number, highest: string): void {
    this.send(to, { type: "probe", initiator, wait, highest });
  }
}
