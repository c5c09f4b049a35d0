// Knows who has still to grant, and compares requests as texts: a time of eight digits, then the id.
class Member extends Visitor {
  time = 0;
  request = ""; // its own, or nothing
  waitingFor: string[] = [];
  deferred: Record<string, boolean> = {};

  name(time: number, node: string): string {
    return `${String(time).padStart(8, "0")} ${node}`;
  }

  want(): void {
    this.time = this.time + 1;
    this.request = this.name(this.time, this.id);
    this.waitingFor = [...this.peers];
    for (const peer of this.peers) this.send(peer, { type: "request", time: this.time });
  }

  onRequest({ time }: Request, from: string): void {
    if (time > this.time) this.time = time;
    this.deferred[from] = this.request !== "" && this.request < this.name(time, from);
    if (!this.deferred[from]) this.send(from, { type: "grant" });
  }

  onGrant(message: Grant, from: string): void {
    this.waitingFor = this.waitingFor.filter((peer) => peer !== from);
    if (this.waitingFor.length === 0) this.enter();
  }

  leave(): void {
    this.request = "";
    const free = Object.keys(this.deferred).filter((peer) => this.deferred[peer]);
    this.deferred = {};
    for (const peer of free) this.send(peer, { type: "grant" });
  }
}
