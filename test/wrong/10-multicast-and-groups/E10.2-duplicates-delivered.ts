// loses: each message may arrive twice, and several may have one text: each is delivered once
class Cbcast extends Talker {
  seen: Vector = {};
  held: { from: string; text: string; stamp: Vector }[] = [];

  multicast(text: string): void {
    this.seen[this.id] = this.count(this.id) + 1;
    this.broadcast({ type: "multicast", text, stamp: { ...this.seen } });
    this.deliver(text);
  }

  onMulticast({ text, stamp }: Multicast, from: string): void {
    this.held.push({ from, text, stamp });
    let next = this.ready();
    while (next) {
      this.held = this.held.filter((held) => held !== next);
      this.seen[next.from] = Math.max(this.count(next.from), next.stamp[next.from]);
      this.deliver(next.text);
      next = this.ready();
    }
  }

  count(member: string): number { return this.seen[member] ?? 0; }

  ready() {
    return this.held.find(({ from, stamp }) => Object.keys(stamp).every(
      (member) => stamp[member] <= this.count(member) + (member === from ? 1 : 0)));
  }
}
