// loses: copies and overtaken heartbeats prove nothing
class Detector {
  nodes = new Map<string, { n: number; at: number; timeout: number }>();

  constructor(
    readonly timeout: number,
    readonly extra: number,
  ) {}

  heartbeat(node: string, n: number, now: number): void {
    const known = this.nodes.get(node);
    const timeout = known?.timeout ?? this.timeout;
    const falseAlarm = known !== undefined && now - known.at > timeout;
    this.nodes.set(node, { n, at: now, timeout: falseAlarm ? timeout + this.extra : timeout });
  }

  suspects(now: number): string[] {
    return [...this.nodes]
      .filter(([, { at, timeout }]) => now - at > timeout)
      .map(([node]) => node)
      .sort();
  }
}
