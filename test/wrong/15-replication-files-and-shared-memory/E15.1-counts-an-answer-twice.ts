// loses: votes are counted, not replicas, no replica's twice in any round, and 0 is a value
class QuorumClient extends FileClient {
  value: number | undefined; // what to write; undefined while it reads
  copies: Record<string, Copy> = {}; // the answers to get
  stored: string[] = []; // who has answered put
  putting: Copy | undefined; // what is being stored

  read(): void {
    this.begin(undefined);
  }

  write(value: number): void {
    this.begin(value);
  }

  onCopy({ op, copy }: { op: number; copy: Copy }, from: string): void {
    if (op !== this.op || this.putting) return;
    this.copies[from] = copy;
    if (this.count(Object.keys(this.copies)) < this.R) return;
    const newest = Object.values(this.copies).reduce((a, b) => (newer(b.stamp, a.stamp) ? b : a));
    if (this.value === undefined) this.putting = newest;
    else {
      this.used = Math.max(this.used, newest.stamp.number) + 1; // a refused write has used a number, too
      this.putting = { stamp: { number: this.used, writer: this.id }, value: this.value };
    }
    for (const to of Object.keys(this.votes)) this.send(to, { type: "put", op, copy: this.putting });
  }

  onStored({ op }: { op: number }, from: string): void {
    if (op !== this.op || !this.putting) return;
    this.stored.push(from);
    if (this.count(this.stored) < this.W) return;
    this.done(this.value === undefined ? this.putting.value : undefined);
  }

  onTimer(): void {
    this.refuse();
  }

  // You may add fields and methods here.
  used = 0; // the highest number this client has given to a copy

  count(ids: string[]): number { return ids.reduce((sum, id) => sum + this.votes[id], 0); }

  begin(value: number | undefined): void {
    this.value = value;
    this.copies = {};
    this.stored = [];
    this.putting = undefined;
    const all = this.count(Object.keys(this.votes));
    if (this.R + this.W <= all || 2 * this.W <= all) return this.refuse();
    for (const to of Object.keys(this.votes)) this.send(to, { type: "get", op: this.op });
  }
}
