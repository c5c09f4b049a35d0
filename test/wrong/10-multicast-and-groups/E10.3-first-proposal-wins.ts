// loses: many messages, and several with one text: all are delivered, in one order
type Waiting = { id: string; text: string; priority: number; by: string; final: boolean };

class Abcast extends Author {
  highest = 0;
  waiting: Waiting[] = [];
  proposals: Record<string, { priority: number; by: string }[]> = {};

  onData({ id, text }: Data, from: string): void {
    this.highest++;
    this.waiting.push({ id, text, priority: this.highest, by: this.id, final: false });
    this.send(from, { type: "propose", id, priority: this.highest });
  }

  onPropose({ id, priority }: Propose, from: string): void {
    const all = (this.proposals[id] ??= []);
    all.push({ priority, by: from });
    if (all.length === 1) this.toAll({ type: "final", id, ...all[0] });
  }

  onFinal({ id, priority, by }: Final): void {
    this.highest = Math.max(this.highest, priority);
    Object.assign(this.waiting.find((waiting) => waiting.id === id), { priority, by, final: true });
    this.waiting.sort((x, y) => this.order(x, y));
    while (this.waiting[0]?.final) this.deliver(this.waiting.shift().text);
  }

  order(x: { priority: number; by: string }, y: { priority: number; by: string }): number {
    return x.priority - y.priority || (x.by < y.by ? -1 : 1);
  }
}
