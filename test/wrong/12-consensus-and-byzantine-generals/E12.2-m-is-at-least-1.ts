// loses: loyal generals: seven and m = 2 need 156 messages, four and m = 0 only 3
class Loyal extends Lieutenant {
  onOrder(path: string[], value: number): void {
    if (path.length > Math.max(1, this.m)) return;
    for (const to of this.others(path)) this.tell(to, [...path, this.id], value);
  }

  decide(): number {
    return this.worth(["c"]);
  }

  /** The other lieutenants that are not on the path. */
  others(path: string[]): string[] {
    return this.lieutenants.filter((other) => other !== this.id && !path.includes(other));
  }

  worth(path: string[]): number {
    const own = this.heard(path) ?? 0;
    if (path.length > this.m) return own;
    const votes = [own, ...this.others(path).map((other) => this.worth([...path, other]))];
    return 2 * votes.filter((vote) => vote === 1).length > votes.length ? 1 : 0;
  }
}
