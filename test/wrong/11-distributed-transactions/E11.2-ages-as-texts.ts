// loses: what can be granted is granted at once, past others that wait, and whichever lock is asked for first
class Locks extends LockServer {
  held: { tx: string; key: string; mode: Mode }[] = [];
  waiting: { tx: string; key: string; mode: Mode }[] = [];

  acquire(tx: string, key: string, mode: Mode): void {
    this.waiting.push({ tx, key, mode });
    this.look();
    const holds = (one: { tx: string }) => this.held.some((held) => held.key === key && held.tx === one.tx);
    const upgrades = this.waiting.filter((one) => one.key === key && holds(one));
    if (upgrades.length < 2) return;
    const [youngest] = upgrades.sort((a, b) => (a.tx < b.tx ? 1 : -1));
    this.refuse(youngest.tx);
    this.releaseAll(youngest.tx);
  }

  releaseAll(tx: string): void {
    this.held = this.held.filter((one) => one.tx !== tx);
    this.waiting = this.waiting.filter((one) => one.tx !== tx);
    this.look();
  }

  // You may add methods here.
  look(): void {
    for (const request of this.waiting) {
      const { tx, key, mode } = request;
      const same = this.held.filter((one) => one.key === key);
      const others = same.filter((one) => one.tx !== tx);
      if (others.some((one) => mode === "exclusive" || one.mode === "exclusive")) continue;
      const own = same.find((one) => one.tx === tx);
      if (!own) this.held.push({ tx, key, mode });
      else if (mode === "exclusive") own.mode = mode;
      this.waiting = this.waiting.filter((one) => one !== request);
      this.grant(tx, key);
    }
  }
}
