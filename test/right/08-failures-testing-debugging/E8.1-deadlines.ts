// Keeps for each node the moment until which it is trusted, and how long it is trusted after each heartbeat.
class Detector {
  highest: Record<string, number> = {};
  trusted: Record<string, number> = {};
  patience: Record<string, number> = {};

  constructor(
    readonly timeout: number,
    readonly extra: number,
  ) {}

  heartbeat(node: string, n: number, now: number): void {
    if (!(node in this.highest)) this.patience[node] = this.timeout;
    else if (n <= this.highest[node]) return;
    else if (this.isLate(node, now)) this.patience[node] += this.extra;
    this.highest[node] = n;
    this.trusted[node] = now + this.patience[node];
  }

  isLate(node: string, now: number): boolean {
    return now > this.trusted[node];
  }

  suspects(now: number): string[] {
    return Object.keys(this.trusted)
      .filter((node) => this.isLate(node, now))
      .sort();
  }
}
