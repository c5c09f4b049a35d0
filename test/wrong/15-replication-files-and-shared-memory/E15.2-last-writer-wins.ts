// loses: add wins: a replica that has not seen an add cannot remove it, in every order
type Entry = { count: number; by: string; there: boolean };
class OrSet extends SetReplica {
  state: Record<string, Entry> = {};
  add(element: string): void { this.set(element, true); }
  remove(element: string): void { if (this.state[element]) this.set(element, false); }
  set(element: string, there: boolean): void {
    this.state[element] = { count: (this.state[element]?.count ?? 0) + 1, by: this.id, there };
  }
  merge(other: Record<string, Entry>): void {
    for (const [element, theirs] of Object.entries(other)) {
      const mine = this.state[element];
      if (!mine || theirs.count > mine.count || (theirs.count === mine.count &&
        theirs.by > mine.by)) this.state[element] = theirs;
    }
  }
  elements(): string[] { return Object.keys(this.state).filter((element) => this.state[element].there); }
}
