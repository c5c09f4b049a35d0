// loses: a false alarm ends the suspicion and makes it more patient, asked or not
class Detector {
  nodes = new Map<string, { n: number; at: number }>();
  dead = new Set<string>(); // for ever

  constructor(
    readonly timeout: number,
    readonly extra: number,
  ) {}

  heartbeat(node: string, n: number, now: number): void {
    const known = this.nodes.get(node);
    if (!known || n > known.n) this.nodes.set(node, { n, at: now });
  }

  suspects(now: number): string[] {
    for (const [node, { at }] of this.nodes) if (now - at > this.timeout) this.dead.add(node);
    return [...this.dead].sort();
  }
}
