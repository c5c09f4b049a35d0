// loses: 20 seeds: the parts add up, each balance and each channel is right, and there are 12 markers
class AuditedBank extends Bank {
  // These fields are a proposal. Keep what you need, add what is missing.
  recorded = false;
  picture = 0; // its balance when it recorded
  channels: Record<string, number> = {}; // for each other bank, what was on the way from there
  closed: string[] = []; // over which channels the marker has come

  onSnapshot(): void {
    this.record();
  }

  onMarker(message: Marker, from: string): void {
    this.record();
    this.closed.push(from);
    if (this.closed.length === this.peers.length)
      this.output({ balance: this.picture, channels: this.channels });
  }

  onMoney({ amount }: Money, from: string): void {
    this.balance += amount;
    if (this.recorded && !this.closed.includes(from)) this.channels[this.peers[0]] += amount;
  }

  record(): void {
    if (this.recorded) return;
    this.recorded = true;
    this.picture = this.balance;
    for (const peer of this.peers) this.channels[peer] = 0;
    this.broadcast({ type: "marker" });
  }
}
