// loses: what does not depend on each other is not held back
class Cbcast extends Talker {
  seen: Vector = {};
  held: { from: string; text: string; stamp: Vector }[] = [];

  multicast(text: string): void {
    this.seen[this.id] = this.count(this.id) + 1;
    this.broadcast({ type: "multicast", text, stamp: { ...this.seen } });
    this.deliver(text);
  }

  onMulticast({ text, stamp }: Multicast, from: string): void {
    const known = this.held.some((held) => held.from === from && held.stamp[from] === stamp[from]);
    if (known || stamp[from] <= this.count(from)) return;
    this.held.push({ from, text, stamp });
    this.held.sort((x, y) => (x.from < y.from ? -1 : x.from > y.from ? 1 : x.stamp[x.from] - y.stamp[y.from]));
    // No message of a member before the first one of each member with a smaller name.
    while (this.held.length > 0) {
      const { from, text, stamp } = this.held[0];
      const smaller = [...this.peers].filter((peer) => peer < from);
      if (stamp[from] !== this.count(from) + 1 || smaller.some((peer) => this.count(peer) === 0)) return;
      this.held.shift();
      this.seen[from] = this.count(from) + 1;
      this.deliver(text);
    }
  }

  count(member: string): number { return this.seen[member] ?? 0; }
}
