// loses: each node has a patience of its own, and the time is the one given
class Detector {
  nodes = new Map<string, { n: number; at: number }>();

  constructor(
    public timeout: number,
    readonly extra: number,
  ) {}

  heartbeat(node: string, n: number, now: number): void {
    const known = this.nodes.get(node);
    if (known && n <= known.n) return;
    if (known && now - known.at > this.timeout) this.timeout += this.extra; // everybody's
    this.nodes.set(node, { n, at: now });
  }

  suspects(now: number): string[] {
    return [...this.nodes]
      .filter(([, { at }]) => now - at > this.timeout)
      .map(([node]) => node)
      .sort();
  }
}
