// loses: each message may arrive twice, and several may have one text: each is delivered once
class Cbcast extends Talker {
  heard: string[] = []; // all texts that have come
  seen: Vector = {}; // how many messages of each member were delivered here
  held: { from: string; text: string; stamp: Vector }[] = []; // what is not ready yet

  multicast(text: string): void {
    this.seen[this.id] = this.count(this.id) + 1;
    this.broadcast({ type: "multicast", text, stamp: { ...this.seen } });
    this.deliver(text);
  }

  onMulticast({ text, stamp }: Multicast, from: string): void {
    if (this.heard.includes(text)) return;
    this.heard.push(text);
    this.held.push({ from, text, stamp });
    let next = this.ready();
    while (next) {
      this.held = this.held.filter((held) => held !== next);
      this.seen[next.from] = this.count(next.from) + 1;
      this.deliver(next.text);
      next = this.ready();
    }
  }

  // You may add methods here.
  count(member: string): number { return this.seen[member] ?? 0; }

  ready() {
    return this.held.find(({ from, stamp }) => Object.keys(stamp).every(
      (member) => stamp[member] <= this.count(member) + (member === from ? 1 : 0)));
  }
}
