// loses: two messages of one author keep their order, in every order of messages
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
    let next = this.ready();
    while (next) {
      this.held = this.held.filter((held) => held !== next);
      this.seen[next.from] = this.count(next.from) + 1;
      this.deliver(next.text);
      next = this.ready();
    }
  }

  count(member: string): number { return this.seen[member] ?? 0; }

  ready() {
    return this.held.find(({ from, stamp }) => stamp[from] === this.count(from) + 1);
  }
}
