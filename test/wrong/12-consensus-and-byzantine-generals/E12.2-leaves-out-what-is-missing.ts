// loses: an order that never comes counts as 0
class Loyal extends Lieutenant {
  onOrder(path: string[], value: number): void {
    if (path.length > this.m) return;
    for (const to of this.others(path)) this.tell(to, [...path, this.id], value);
  }

  decide(): number {
    return this.worth(["c"]) ?? 0;
  }

  /** The other lieutenants that are not on the path. */
  others(path: string[]): string[] {
    return this.lieutenants.filter((other) => other !== this.id && !path.includes(other));
  }

  worth(path: string[]): number | undefined {
    const own = this.heard(path);
    if (path.length > this.m) return own;
    const votes = [own, ...this.others(path).map((other) => this.worth([...path, other]))].filter((vote) => vote !== undefined);
    return 2 * votes.filter((vote) => vote === 1).length > votes.length ? 1 : 0;
  }
}
