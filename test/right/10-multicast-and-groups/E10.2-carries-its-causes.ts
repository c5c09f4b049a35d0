/** Each message carries the names of all that its author had delivered; a set of names is the clock. */
class Cbcast extends Talker {
  delivered: Record<string, number> = {}; // name -> 1
  count: Vector = {};
  held: { name: string; text: string; causes: string[] }[] = [];

  multicast(text: string): void {
    const number = (this.count[this.id] ?? 0) + 1;
    const stamp = { ...this.delivered, [`${this.id}#${number}`]: 2 };
    this.count[this.id] = number;
    this.broadcast({ type: "multicast", text, stamp });
    this.delivered[`${this.id}#${number}`] = 1;
    this.deliver(text);
  }

  onMulticast({ text, stamp }: Multicast): void {
    const name = Object.keys(stamp).find((key) => stamp[key] === 2);
    if (this.delivered[name] || this.held.some((held) => held.name === name)) return;
    this.held.push({ name, text, causes: Object.keys(stamp).filter((key) => key !== name) });
    for (let i = 0; i < this.held.length; i++) {
      if (!this.held[i].causes.every((cause) => this.delivered[cause])) continue;
      const [ready] = this.held.splice(i, 1);
      this.delivered[ready.name] = 1;
      this.deliver(ready.text);
      i = -1;
    }
  }
}
