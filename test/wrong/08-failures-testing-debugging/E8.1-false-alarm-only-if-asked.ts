// loses: a false alarm ends the suspicion and makes it more patient, asked or not
class Detector {
  nodes = new Map<string, { n: number; at: number; timeout: number }>();
  suspected = new Set<string>(); // as of the last question

  constructor(
    readonly timeout: number,
    readonly extra: number,
  ) {}

  heartbeat(node: string, n: number, now: number): void {
    const known = this.nodes.get(node);
    if (known && n <= known.n) return;
    const timeout = known?.timeout ?? this.timeout;
    const falseAlarm = this.suspected.delete(node);
    this.nodes.set(node, { n, at: now, timeout: falseAlarm ? timeout + this.extra : timeout });
  }

  suspects(now: number): string[] {
    for (const [node, { at, timeout }] of this.nodes) if (now - at > timeout) this.suspected.add(node);
    return [...this.suspected].sort();
  }
}
