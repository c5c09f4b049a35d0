// loses: 20 seeds: the parts add up, each balance and each channel is right, and there are 12 markers
// Money that arrives during the snapshot is set aside, and never put into the balance.
class AuditedBank extends Bank {
  recorded = false;
  picture = 0;
  channels: Record<string, number> = {};
  closed: string[] = [];

  onSnapshot(): void {
    this.record();
  }

  onMarker(message: Marker, from: string): void {
    this.record();
    this.closed.push(from);
    if (this.closed.length === this.peers.length) this.output({ balance: this.picture, channels: this.channels });
  }

  onMoney({ amount }: Money, from: string): void {
    if (this.recorded && !this.closed.includes(from)) this.channels[from] += amount;
    else this.balance += amount;
  }

  record(): void {
    if (this.recorded) return;
    this.recorded = true;
    this.picture = this.balance;
    for (const peer of this.peers) this.channels[peer] = 0;
    this.broadcast({ type: "marker" });
  }
}
