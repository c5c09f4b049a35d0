// loses: a false alarm ends the suspicion and makes it more patient, asked or not
class Detector {
  nodes = new Map<string, { n: number; at: number; timeout: number }>();

  constructor(
    readonly timeout: number,
    readonly extra: number,
  ) {}

  heartbeat(node: string, n: number, now: number): void {
    const known = this.nodes.get(node);
    if (known && n <= known.n) return;
    const timeout = known?.timeout ?? this.timeout;
    this.nodes.set(node, { n, at: now, timeout });
  }

  suspects(now: number): string[] {
    return [...this.nodes]
      .filter(([, { at, timeout }]) => now - at > timeout)
      .map(([node]) => node)
      .sort();
  }
}
