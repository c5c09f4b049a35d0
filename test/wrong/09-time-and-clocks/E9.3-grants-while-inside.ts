// loses: three nodes, two visits each: at most one inside, in any order of messages
class Member extends Visitor {
  time = 0;
  asked = 0;
  grants = 0;
  deferred: string[] = [];

  want(): void {
    this.asked = ++this.time;
    this.grants = 0;
    this.broadcast({ type: "request", time: this.asked });
  }

  onRequest({ time }: Request, from: string): void {
    this.time = Math.max(this.time, time);
    const mineFirst = this.asked < time || (this.asked === time && this.id < from);
    if (this.asked > 0 && mineFirst && !this.inside) this.deferred.push(from);
    else this.send(from, { type: "grant" });
  }

  onGrant(message: Grant, from: string): void {
    this.grants++;
    if (this.grants === this.peers.length) this.enter();
  }

  leave(): void {
    this.asked = 0;
    for (const node of this.deferred) this.send(node, { type: "grant" });
    this.deferred = [];
  }
}
