// loses: each entry takes 2(n - 1) messages
// Lamport's own algorithm (1978): all acknowledge at once and keep a queue; leaving takes another round of messages.
class Member extends Visitor {
  time = 0;
  asked = 0;
  grants = 0;
  requests: Record<string, number> = {};

  want(): void {
    this.asked = ++this.time;
    this.grants = 0;
    this.broadcast({ type: "request", time: this.asked });
  }

  onRequest({ time }: Request, from: string): void {
    this.time = Math.max(this.time, time) + 1;
    this.requests[from] = time;
    this.send(from, { type: "grant" });
  }

  onGrant(message: Grant, from: string): void {
    this.grants++;
    this.look();
  }

  onRelease(message: { type: "release"; time: number }, from: string): void {
    if (this.requests[from] === message.time) delete this.requests[from];
    this.look();
  }

  look(): void {
    if (this.inside || this.asked === 0 || this.grants < this.peers.length) return;
    const first = Object.entries(this.requests).every(
      ([node, time]) => this.asked < time || (this.asked === time && this.id < node),
    );
    if (first) this.enter();
  }

  leave(): void {
    this.broadcast({ type: "release", time: this.asked });
    this.asked = 0;
  }
}
