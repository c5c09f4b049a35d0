// A channel is an entry of `open` from the recording until its marker comes.
class AuditedBank extends Bank {
  open: Record<string, number[]> | undefined = undefined;
  picture = { balance: 0, channels: {} as Record<string, number> };

  onSnapshot(): void {
    if (this.open !== undefined) return;
    this.picture.balance = this.balance;
    this.open = Object.fromEntries(this.peers.map((peer) => [peer, []]));
    for (const peer of this.peers) this.send(peer, { type: "marker" });
  }

  onMarker(message: Marker, from: string): void {
    this.onSnapshot();
    this.picture.channels[from] = this.open[from].reduce((sum, amount) => sum + amount, 0);
    delete this.open[from];
    if (Object.keys(this.open).length === 0) this.output(this.picture);
  }

  onMoney({ amount }: Money, from: string): void {
    this.open?.[from]?.push(amount);
    this.balance += amount;
  }
}
